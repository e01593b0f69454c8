/// @file
/// A generation and its journal answer as a build of both does: over random sequences of what users do, for every searcher, with rights.
#include <csignal>
#include <cstdio>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "indexer/index_run.h"
#include "indexer/upkeep/erase.h"
#include "journal/draft.h"
#include "journal/journal.h"
#include "journal/store.h"
#include "journal/tombstones.h"
#include "schema/fields.h"
#include "schema/manifest.h"
#include "searcher/searcher.h"
#include "server/answer_json.h"
#include "tests/fixtures/seeds.h"
#include "tests/fixtures/silent_listener.h"
#include "tests/fixtures/temporary_folder.h"
#include "tests/searcher/random_users.h"
#include "tests/searcher/whole_answers.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

void index_folder(const fs::path& input, const fs::path& index) {
  IndexOptions options;
  options.input = input;
  options.index = index;
  options.workers = 1;
  options.as_of = kAsOf;
  options.now = kAsOf + 3600;
  SilentListener silence;
  const auto report = run_index(options, silence);
  ASSERT_TRUE(report && report.value().published) << (report ? "not published" : report.error().message);
  ASSERT_TRUE(report.value().rejected.empty()) << report.value().rejected.begin()->first;
}

/// Puts the statistics of one generation into another: importance and level are those of the generation in force.
void freeze_statistics(const fs::path& from, const fs::path& to) {
  fs::copy_file(from / file::kTerms, to / file::kTerms, fs::copy_options::overwrite_existing);
  Manifest manifest = read_manifest(to).value();
  for (ManifestFile& file : manifest.files) {
    if (file.path == file::kTerms) file = {file.path, fs::file_size(to / file.path), checksum_of_file(to / file.path)};
  }
  write_manifest(to, manifest);
}

class LiveTest : public testing::Test {
 protected:
  void write_base(Users& users) {
    std::string profiles;
    std::string everything;
    for (const std::string& skill : kSkills) everything += skill + " ";
    profiles += fmt::format(R"({{"id":"all","name":"All","summary":"{0}","skills":["{1}","{2}","{3}","{4}","{5}"]}})",
                            everything, kSkills[0], kSkills[1], kSkills[2], kSkills[3], kSkills[4]) +
                "\n";
    for (std::size_t person = 0; person < kPersons; person += 1 + users.dice().roll(2)) {
      profiles += users.profile(person, users.dice().percent(60)) + "\n";
    }
    write_file(folder_ / "input/profiles.ndjson", profiles);
    std::string interactions;
    for (int i = 0; i < 60; ++i) interactions += users.base_interaction(i) + "\n";
    write_file(folder_ / "input/interactions.ndjson", interactions);
    write_file(folder_ / "input/groups.ndjson",
               "{\"id\":\"g0\",\"kind\":\"open\"}\n{\"id\":\"g1\",\"kind\":\"members_only\"}\n{\"id\":\"g2\",\"kind\":"
               "\"closed\"}\n");
    std::string memberships;
    std::string teams;
    for (int i = 0; i < 15; ++i) memberships += users.membership() + "\n";
    for (int i = 0; i < 15; ++i) teams += users.team(3) + "\n";
    write_file(folder_ / "input/memberships.ndjson", memberships);
    write_file(folder_ / "input/teams.ndjson", teams);
  }

  /// Somebody who is there is there no more.
  static void erase(const fs::path& index, Users& users) {
    const auto erased = erase_persons({index, {fmt::format("p{}", users.dice().roll(kPersons))}, true});
    ASSERT_TRUE(erased) << erased.error().message;
    ASSERT_GT(erased.value().erasure, 0U);
  }

  TemporaryFolder folder_;
};

class RandomUsers : public LiveTest, public testing::WithParamInterface<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, RandomUsers, testing::Range<std::uint64_t>(1, 19));

TEST_P(RandomUsers, AGenerationWithItsJournalAnswersAsABuildOfBoth) {
  const std::uint64_t seed = seed_of(GetParam());
  SCOPED_TRACE(fmt::format("seed {}", seed));
  const bool erases = GetParam() > 2;
  Users users(seed);
  write_base(users);
  const fs::path index = folder_ / "live";
  const fs::path full = folder_ / "full";
  index_folder(folder_ / "input", index);
  const auto live = open_in_force(index);
  ASSERT_TRUE(live);
  {
    const auto journal = Journal::open(index).value();
    std::vector<EntryDraft> all;
    DraftMaker maker("anna", kAsOf);
    for (int step = 0; step < 40; ++step) {
      if (erases && step % 15 == 14) {
        ASSERT_NO_FATAL_FAILURE(erase(index, users));
      }
      all.push_back(users.draft(maker));
      ASSERT_TRUE(journal->append({all.back()}));
      // Views are kept, and must not be where they are concerned.
      for (int i = 0; i < 3; ++i) {
        (void)live->search(request_of(fmt::format("p{}", users.dice().roll(kPersons)), "java", 0.5));
      }
    }
    ASSERT_TRUE(Journal::open(full).value()->append(all));
    merge_tombstones(index, full);
    for (int i = 0; i < (erases ? 2 : 0); ++i) ASSERT_TRUE(finish_erasing(full));
  }
  index_folder(folder_ / "input", full);
  const auto generation_of = [](const fs::path& folder) {
    return folder / file::kGenerations / current_generation(folder);
  };
  freeze_statistics(generation_of(index), generation_of(full));
  const auto built = open_in_force(full);
  ASSERT_TRUE(built);
  EXPECT_EQ(live->follow_journal(), JournalStore::open(index, JournalStore::Access::kRead).value()->last());
  ASSERT_NO_FATAL_FAILURE(expect_same(*live, *built));
  // Whoever opens the generation later replays the same.
  ASSERT_NO_FATAL_FAILURE(expect_same(*open_in_force(index), *built));
}

TEST_F(LiveTest, FindsWhatNobodyHadWhenTheGenerationWasBuilt) {
  Users users(1);
  write_base(users);
  index_folder(folder_ / "input", folder_ / "index");
  const auto searcher = open_in_force(folder_ / "index");
  const auto journal = Journal::open(folder_ / "index").value();
  DraftMaker maker("anna", kAsOf);
  ASSERT_TRUE(journal->append({maker.profile(R"({"name":"New","headline":"Quantum engineers"})", "new").value()}));
  const auto found = searcher->search(request_of("all", "engineer", 0));
  ASSERT_TRUE(found);
  ASSERT_EQ(found.value().hits.size(), 1U);
  EXPECT_EQ(found.value().hits[0].id, "new");
  EXPECT_EQ(found.value().hits[0].fit, 1);
  ASSERT_TRUE(journal->append({maker.deletion("new").value()}));
  EXPECT_EQ(searcher->search(request_of("all", "engineer", 0)).value().total, 0U);
}

TEST_F(LiveTest, CanAnswerAsItWasAtAPlaceOfTheJournal) {
  Users users(1);
  write_base(users);
  index_folder(folder_ / "input", folder_ / "index");
  const auto journal = Journal::open(folder_ / "index").value();
  DraftMaker maker("anna", kAsOf);
  ASSERT_TRUE(journal->append({maker.profile(R"({"headline":"plumber"})", "one").value()}));
  ASSERT_TRUE(journal->append({maker.profile(R"({"headline":"plumber"})", "two").value()}));
  SearcherOptions options;
  options.journal_position = 1;
  const auto then = Searcher::open(folder_ / "index", options);
  ASSERT_TRUE(then);
  const auto answer = then.value()->search(request_of("all", "plumber", 0));
  EXPECT_EQ(answer.value().total, 1U);
  EXPECT_EQ(answer.value().provenance.journal_position, 1U);
}

TEST_F(LiveTest, SaysSoWhenTheJournalWasLost) {
  Users users(1);
  write_base(users);
  {
    const auto journal = Journal::open(folder_ / "index").value();
    DraftMaker maker("anna", kAsOf);
    ASSERT_TRUE(journal->append({maker.profile("{}", "one").value(), maker.profile("{}", "two").value()}));
  }
  index_folder(folder_ / "input", folder_ / "index");
  fs::remove(folder_ / "index" / file::kJournal);
  ASSERT_TRUE(Journal::open(folder_ / "index"));
  std::string warnings;
  SearcherOptions options;
  options.warn = [&](const std::string& warning) { warnings += warning; };
  const auto searcher = Searcher::open(folder_ / "index", options);
  ASSERT_TRUE(searcher);
  EXPECT_EQ(searcher.value()->follow_journal(), 0U);
  EXPECT_THAT(warnings, HasSubstr("it was lost or restored"));
}

TEST_F(LiveTest, AnEventOfTheGenerationThatIsPostedAgainCountsOnce) {
  const std::string named = R"({"id":"e0","at":"2023-01-01","from":"anna","to":["bram"],"channel":"meeting"})";
  const std::string unnamed = R"({"at":"2023-01-02","from":"anna","to":["bram"],"channel":"meeting","text":"hello"})";
  write_file(folder_ / "input/profiles.ndjson", "{\"id\":\"anna\"}\n{\"id\":\"bram\"}\n");
  write_file(folder_ / "input/interactions.ndjson", named + "\n" + unnamed + "\n");
  index_folder(folder_ / "input", folder_ / "index");
  const auto journal = Journal::open(folder_ / "index").value();
  DraftMaker maker("anna", kAsOf);
  const std::string fresh = R"({"at":"2023-01-03","from":"anna","to":["bram"],"channel":"meeting"})";
  for (const std::string& event : {named, unnamed, fresh, fresh}) {
    ASSERT_TRUE(journal->append({maker.interaction(event).value()}));
  }
  const auto events = [&] {
    const auto found = open_in_force(folder_ / "index")->introductions("anna", "bram", 1);
    return found.value().introductions.at(0).ties.at(0).channels.at(0).out;
  };
  EXPECT_EQ(events(), 3U) << "laid over the generation";
  index_folder(folder_ / "input", folder_ / "index");
  EXPECT_EQ(events(), 3U) << "taken in by the next one";
}

TEST_F(LiveTest, AnEventThatWasOfSomebodyErasedIsWhatItWasBefore) {
  write_file(folder_ / "input/profiles.ndjson", "{\"id\":\"anna\"}\n{\"id\":\"bram\"}\n{\"id\":\"carla\"}\n");
  const fs::path index = folder_ / "index";
  index_folder(folder_ / "input", index);
  DraftMaker maker("anna", kAsOf);
  const auto post = [&](const std::string& from) {
    const std::string event =
        fmt::format(R"({{"id":"e","at":"2023-01-01","from":"{}","to":["bram"],"channel":"meeting"}})", from);
    ASSERT_TRUE(Journal::open(index).value()->append({maker.interaction(event).value()}));
  };
  const auto running = open_in_force(index);
  const auto is_met = [](const Searcher& searcher) {
    return !searcher.introductions("anna", "bram", 1).value().introductions.empty();
  };
  post("anna");
  EXPECT_TRUE(is_met(*running));
  post("carla");
  EXPECT_FALSE(is_met(*running));
  ASSERT_TRUE(erase_persons({index, {"carla"}, true}));
  EXPECT_TRUE(is_met(*running));
  EXPECT_TRUE(is_met(*open_in_force(index)));
  index_folder(folder_ / "input", index);
  EXPECT_TRUE(is_met(*open_in_force(index)));
}

TEST_F(LiveTest, AnAddressThatAProfileGivesUpIsNobodysUntilSomebodyElseClaimsIt) {
  write_file(folder_ / "input/profiles.ndjson",
             "{\"id\":\"anna\",\"sharing\":\"everyone\"}\n{\"id\":\"bram\",\"emails\":[\"desk@example.org\"]}\n{\"id\":"
             "\"carla\"}\n");
  index_folder(folder_ / "input", folder_ / "index");
  const auto searcher = open_in_force(folder_ / "index");
  const auto journal = Journal::open(folder_ / "index").value();
  DraftMaker maker("anna", kAsOf);
  const auto whose = [&] {
    const auto found = searcher->person("anna", "desk@example.org");
    return found ? found.value().person.id : "nobody";
  };
  EXPECT_EQ(whose(), "bram");
  ASSERT_TRUE(journal->append({maker.profile("{}", "bram").value()}));
  EXPECT_EQ(whose(), "nobody");
  ASSERT_TRUE(journal->append({maker.profile(R"({"emails":["desk@example.org"]})", "carla").value()}));
  EXPECT_EQ(whose(), "carla");
}

TEST_F(LiveTest, WhoMustNotBeContactedStaysSoWhateverInputSays) {
  write_file(folder_ / "input/profiles.ndjson",
             "{\"id\":\"anna\"}\n{\"id\":\"bram\",\"headline\":\"plumber\",\"contact_policy\":\"open\"}\n");
  const fs::path index = folder_ / "index";
  index_folder(folder_ / "input", index);
  DraftMaker maker("anna", kAsOf);
  const auto append = [&](const EntryDraft& draft) { ASSERT_TRUE(Journal::open(index).value()->append({draft})); };
  const auto plumbers = [&] { return open_in_force(index)->search(request_of("anna", "plumber", 0)).value().total; };
  const auto running = open_in_force(index);
  EXPECT_EQ(running->search(request_of("anna", "plumber", 0)).value().total, 1U);
  append(maker.record(RecordKind::kDoNotContact, R"({"person":"bram"})").value());
  EXPECT_EQ(running->search(request_of("anna", "plumber", 0)).value().total, 0U);
  EXPECT_EQ(plumbers(), 0U);
  index_folder(folder_ / "input", index);
  EXPECT_EQ(plumbers(), 0U) << "the dump says open";
  append(maker.profile(R"({"headline":"plumber","contact_policy":"open"})", "bram").value());
  EXPECT_EQ(plumbers(), 0U) << "a profile that was sent later says open";
  append(maker.record(RecordKind::kDoNotContact, R"({"person":"bram","lifted":true})").value());
  EXPECT_EQ(plumbers(), 1U) << "it was lifted";
  index_folder(folder_ / "input", index);
  EXPECT_EQ(plumbers(), 1U);
}

TEST_F(LiveTest, WhoWasSaidByAddressNotToBeContactedIsNotWithAProfile) {
  write_file(folder_ / "input/profiles.ndjson", "{\"id\":\"anna\"}\n");
  write_file(folder_ / "input/interactions.ndjson",
             R"({"id":"1","at":"2023-01-01","from":"anna","to":["bram@example.org"],"channel":"email"})"
             "\n");
  const fs::path index = folder_ / "index";
  index_folder(folder_ / "input", index);
  DraftMaker maker("anna", kAsOf);
  const auto append = [&](const EntryDraft& draft) { ASSERT_TRUE(Journal::open(index).value()->append({draft})); };
  const auto running = open_in_force(index);
  const auto plumbers = [&] { return running->search(request_of("anna", "plumber", 0)).value().total; };
  append(maker.record(RecordKind::kDoNotContact, R"({"person":"bram@example.org"})").value());
  append(maker.profile(R"({"headline":"plumber","emails":["bram@example.org"]})", "bram").value());
  EXPECT_EQ(plumbers(), 0U);
  append(maker.record(RecordKind::kDoNotContact, R"({"person":"bram","lifted":true})").value());
  EXPECT_EQ(plumbers(), 1U);
}

TEST_F(LiveTest, WhoEndorsedByAddressIsWeighedByTheProfileThatHasIt) {
  write_file(folder_ / "input/profiles.ndjson", "{\"id\":\"anna\"}\n{\"id\":\"bram\"}\n");
  write_file(
      folder_ / "input/interactions.ndjson",
      R"({"id":"1","at":"2023-01-01","from":"carla@example.org","to":["bram"],"channel":"endorsement","skill":"rust"})"
      "\n");
  const fs::path index = folder_ / "index";
  index_folder(folder_ / "input", index);
  const auto evidence = [](const Searcher& searcher) {
    const auto answer = searcher.search(request_of("anna", "rust", 0));
    return answer.value().hits.at(0).explanation->asked.at(0).evidence;
  };
  const auto running = open_in_force(index);
  const double before = evidence(*running);
  DraftMaker maker("anna", kAsOf);
  const auto draft = maker.profile(
      R"({"headline":"rust","summary":"rust","emails":["carla@example.org"],"contact_policy":"do_not_contact"})",
      "carla");
  ASSERT_TRUE(Journal::open(index).value()->append({draft.value()}));
  const double after = evidence(*running);
  EXPECT_GT(after, before);
  index_folder(folder_ / "input", index);
  EXPECT_EQ(evidence(*open_in_force(index)), after);
}

/// Runs the indexer and kills it after a while; false if it was done before.
bool index_and_kill(const fs::path& input, const fs::path& index, unsigned microseconds) {
  const pid_t child = ::fork();
  if (child == 0) {
    (void)::freopen("/dev/null", "w", stdout);
    ::execl(KENNIS_INDEX_ONCE, KENNIS_INDEX_ONCE, input.c_str(), index.c_str(), "1", "1000000", "2", nullptr);
    std::_Exit(127);
  }
  ::usleep(microseconds);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status);
}

TEST_F(LiveTest, EveryEntryCountsOnceWhereverABuildDies) {
  write_file(folder_ / "input/profiles.ndjson", "{\"id\":\"anna\"}\n{\"id\":\"bram\"}\n");
  write_file(folder_ / "input/interactions.ndjson",
             R"({"id":"e0","at":"2023-01-01","from":"anna","to":["bram"],"channel":"meeting"})");
  const fs::path index = folder_ / "index";
  index_folder(folder_ / "input", index);
  DraftMaker maker("anna", kAsOf);
  Dice dice(seed_of(7));
  std::uint32_t events = 1;
  int killed = 0;
  for (int round = 0; round < 14; ++round) {
    {
      const auto journal = Journal::open(index).value();
      const std::string event =
          fmt::format(R"({{"id":"live{}","at":"2023-01-02","from":"anna","to":["bram"],"channel":"meeting"}})", round);
      ASSERT_TRUE(journal->append({maker.interaction(event).value()}));
      ASSERT_TRUE(journal->append({maker.interaction(event).value()}));  // again
    }
    ++events;
    if (index_and_kill(folder_ / "input", index, 1000 + static_cast<unsigned>(dice.roll(120'000)))) ++killed;
    const auto searcher = open_in_force(index);
    ASSERT_TRUE(searcher);
    const auto found = searcher->introductions("anna", "bram", 1);
    ASSERT_TRUE(found);
    ASSERT_EQ(found.value().introductions.at(0).ties.at(0).channels.at(0).out, events)
        << "in generation " << searcher->manifest().generation << ", which has the journal up to "
        << searcher->manifest().journal_position;
  }
  EXPECT_GT(killed, 0);
}

}  // namespace
}  // namespace kennis
