/// @file
/// A generation that was built upon another answers as a whole build of the same input does, night after night.
#include <algorithm>
#include <fstream>
#include <map>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "indexer/index_run.h"
#include "indexer/upkeep/erase.h"
#include "journal/draft.h"
#include "journal/journal.h"
#include "schema/fields.h"
#include "schema/manifest.h"
#include "tests/fixtures/seeds.h"
#include "tests/fixtures/temporary_folder.h"
#include "tests/searcher/incremental_fixture.h"
#include "tests/searcher/random_users.h"
#include "tests/searcher/whole_answers.h"

namespace kennis {
namespace {

using ::testing::HasSubstr;

/// The dumps of a world that changes from night to night.
class Nights {
 public:
  Nights(fs::path folder, std::uint64_t seed) : folder_(std::move(folder)), users_(seed) {
    std::string titles;
    for (const std::string& skill : kSkills) {
      titles += fmt::format(R"({}{{"title":"{} lead","organisation":"Acme","from":"2010-01"}})",
                            titles.empty() ? "" : ",", skill);
    }
    std::string skills;
    for (const std::string& skill : kSkills) skills += fmt::format(R"({}"{}")", skills.empty() ? "" : ",", skill);
    profiles_["all"] =
        fmt::format(R"({{"id":"all","name":"All","headline":"{0}","summary":"{1}","skills":[{2}],"positions":[{3}]}})",
                    "java rust welding python patient care", "java rust welding python patient care", skills, titles);
    for (std::size_t person = 0; person < kPersons; person += 1 + users_.dice().roll(2)) put_profile(person);
    for (int i = 0; i < 80; ++i) events_ += event() + "\n";
    groups_ =
        "{\"id\":\"g0\",\"kind\":\"open\"}\n{\"id\":\"g1\",\"kind\":\"members_only\"}\n{\"id\":\"g2\",\"kind\":"
        "\"closed\"}\n";
    for (int i = 0; i < 15; ++i) memberships_ += users_.membership() + "\n";
    for (int i = 0; i < 15; ++i) teams_ += users_.team(3) + "\n";
    write_file(folder_ / "interactions-0.ndjson", events_);
    write();
  }

  /// What one day brings. Some of it needs a whole build.
  void pass() {
    Dice& dice = users_.dice();
    for (std::size_t i = 0; i < 1 + dice.roll(3); ++i) {
      const std::size_t person = dice.roll(kPersons);
      const std::string id = fmt::format("p{}", person);
      const std::size_t kind = dice.roll(100);
      if (kind < 12) {
        profiles_.erase(id);
      } else if (kind < 18) {
        profiles_[id] = fmt::format(R"({{"id":"{}","deleted":true}})", id);
      } else if (kind < 30) {
        partial_ += profile(person) + "\n";
      } else {
        put_profile(person);
      }
    }
    std::string events;
    if (dice.percent(3)) events += new_group();
    const bool is_described = groups_.find("description", groups_.rfind('{')) != std::string::npos;
    if (!is_described && dice.percent(20)) groups_.insert(groups_.rfind('}'), R"(,"description":"other words")");
    for (std::size_t i = 0; i < dice.roll(6); ++i) events += (dice.percent(8) ? known_event() : event()) + "\n";
    if (dice.percent(4))
      events += R"({"id":"e3","deleted":true})"
                "\n";
    if (dice.percent(50)) {
      ++files_;
      write_file(folder_ / fmt::format("interactions-{}.ndjson", files_), events);
    } else {
      std::ofstream(folder_ / fmt::format("interactions-{}.ndjson", files_), std::ios::app) << events;
    }
    if (dice.percent(25)) memberships_ += users_.membership() + "\n";
    if (dice.percent(25)) teams_ += users_.team(3) + "\n";
    if (dice.percent(15)) memberships_.erase(0, memberships_.find('\n') + 1);
    if (dice.percent(15)) teams_.erase(0, teams_.find('\n') + 1);
    write();
  }

  /// What users did meanwhile.
  std::vector<EntryDraft> drafts(DraftMaker& maker) {
    std::vector<EntryDraft> all;
    for (std::size_t i = 0; i < users_.dice().roll(3); ++i) all.push_back(users_.draft(maker));
    return all;
  }
  Dice& dice() { return users_.dice(); }

 private:
  std::string profile(std::size_t person) {
    std::string line = users_.profile(person, users_.dice().percent(85));
    const std::string mail = fmt::format("p{}@example.org", person);
    const auto at = line.find(mail);
    if (at != std::string::npos && users_.dice().percent(8)) {  // which was another's, or is
      line.replace(at, mail.size(), fmt::format("p{}@example.org", users_.dice().roll(kPersons)));
    }
    if (users_.dice().percent(30)) {
      line.insert(1, fmt::format(R"("updated_at":"2023-0{}-01",)", 1 + users_.dice().roll(9)));
    }
    return line;
  }
  void put_profile(std::size_t person) { profiles_[fmt::format("p{}", person)] = profile(person); }
  /// Names persons by addresses too.
  std::string event() {
    std::string line = users_.interaction(fmt::format("e{}", next_event_++));
    const std::size_t to = line.find("\"to\":[\"p") + 6;
    if (users_.dice().percent(30)) line.insert(line.find('"', to + 1), "@example.org");
    return all_events_.emplace_back(line);
  }
  /// Gives an event that happened in it.
  std::string new_group() {
    static const char* const kKinds[] = {"open", "members_only", "closed"};
    const std::string id = fmt::format("new{}", next_event_);
    groups_ += fmt::format(R"({{"id":"{}","kind":"{}","name":"{}"}})", id, kKinds[users_.dice().roll(3)], id) + "\n";
    for (int i = 0; i < 3; ++i) {
      memberships_ += fmt::format(R"({{"group":"{}","person":"{}"}})", id, users_.name()) + "\n";
    }
    std::string line = event();
    const std::size_t there = line.find(",\"group\":\"g");
    if (there != std::string::npos) line.erase(there, std::string_view(",\"group\":\"g0\"").size());
    line.insert(1, fmt::format(R"("group":"{}",)", id));
    return line + "\n";
  }
  std::string known_event() { return all_events_[users_.dice().roll(all_events_.size())]; }

  void write() const {
    std::string profiles;
    for (const auto& [id, line] : profiles_) profiles += line + "\n";
    write_file(folder_ / "profiles.ndjson", profiles);
    write_file(folder_ / "profiles-more.ndjson", partial_);
    write_file(folder_ / "groups.ndjson", groups_);
    write_file(folder_ / "memberships.ndjson", memberships_);
    write_file(folder_ / "teams.ndjson", teams_);
  }

  fs::path folder_;
  Users users_;
  std::map<std::string, std::string> profiles_;
  std::string partial_;
  std::string events_;
  std::vector<std::string> all_events_;
  std::string groups_;
  std::string memberships_;
  std::string teams_;
  int next_event_ = 0;
  int files_ = 0;
};

/// A world each, from a seed.
class IncrementalWorlds : public IncrementalTest, public testing::WithParamInterface<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, IncrementalWorlds, testing::Range<std::uint64_t>(1, 7));

TEST_P(IncrementalWorlds, AnswerAsAWholeBuildNightAfterNight) {
  int upon = 0;
  std::map<std::string, int> reasons;
  const std::uint64_t seed = seed_of(GetParam());
  SCOPED_TRACE(fmt::format("seed {}", seed));
  fs::remove_all(folder_ / "input");
  fs::create_directories(folder_ / "input");
  Nights nights(folder_ / "input", seed);
  const fs::path grown = folder_ / fmt::format("grown{}", seed);
  ASSERT_TRUE(index(grown, IndexMode::kFull).published);
  std::vector<EntryDraft> journal;
  DraftMaker maker("anna", kAsOf);
  for (int night = 0; night < 12; ++night) {
    SCOPED_TRACE(fmt::format("night {}", night));
    nights.pass();
    if (seed % 2 == 0) {
      const std::vector<EntryDraft> drafts = nights.drafts(maker);
      if (!drafts.empty()) {
        ASSERT_TRUE(Journal::open(grown).value()->append(drafts));
      }
      journal.insert(journal.end(), drafts.begin(), drafts.end());
    }
    const IndexReport report = index(grown, IndexMode::kIncremental);
    upon += report.is_incremental ? 1 : 0;
    if (!report.is_incremental) ++reasons[report.whole_because];
    if (!report.is_incremental) continue;
    const fs::path whole = folder_ / "whole";
    fs::remove_all(whole);
    if (!journal.empty()) {
      ASSERT_TRUE(Journal::open(whole).value()->append(journal));
    }
    const IndexReport built = index(whole, IndexMode::kFull);
    ASSERT_TRUE(built.published);
    for (const char* count : {"profiles", "events", "searchable"}) {
      EXPECT_EQ(report.counts.at(count), built.counts.at(count)) << count;
    }
    ASSERT_EQ(report.as_of, built.as_of);
    ASSERT_NO_FATAL_FAILURE(expect_same(*open_in_force(grown), *open_in_force(whole), 5));
  }
  for (const auto& [reason, times] : reasons) std::printf("%3d whole: %s\n", times, reason.c_str());
  EXPECT_GE(upon, 2) << "of 12 nights";
}

TEST_F(IncrementalTest, NothingIsPublishedWhereNothingHasChanged) {
  write_small();
  ASSERT_TRUE(index(folder_ / "index", IndexMode::kIncremental).published);
  EXPECT_EQ(index(folder_ / "index", IndexMode::kIncremental).outcome, IndexOutcome::kUnchanged);
  write_input("profiles_2.ndjson", "{\"id\":\"dora\",\"name\":\"Dora\",\"skills\":[\"java\"]}\n");
  EXPECT_TRUE(index(folder_ / "index", IndexMode::kIncremental).is_incremental);
  EXPECT_EQ(index(folder_ / "index", IndexMode::kIncremental).outcome, IndexOutcome::kUnchanged);
}

TEST_F(IncrementalTest, ASmallIndexIsBuiltWholeUnlessItIsMeant) {
  write_small();
  ASSERT_TRUE(index(folder_ / "index", IndexMode::kAuto).published);
  write_input("profiles_2.ndjson", "{\"id\":\"dora\",\"name\":\"Dora\",\"skills\":[\"java\"]}\n");
  const IndexReport report = index(folder_ / "index", IndexMode::kAuto);
  EXPECT_TRUE(report.published);
  EXPECT_FALSE(report.is_incremental);
}

TEST_F(IncrementalTest, WhatCannotBeToldIsBuiltWhole) {
  const std::vector<std::tuple<std::string, std::string, std::string, std::string>> changes = {
      {"an event is another", "is another now", "interactions-2.ndjson",
       "{\"id\":\"e1\",\"at\":\"2023-11-01T10:00:00Z\",\"from\":\"anna\",\"to\":[\"cleo\"],\"channel\":\"call\"}\n"},
      {"an event is deleted", "is another now", "interactions-2.ndjson", "{\"id\":\"e1\",\"deleted\":true}\n"},
      {"an event is new", "", "interactions-2.ndjson",
       "{\"id\":\"e9\",\"at\":\"2023-11-20T10:00:00Z\",\"from\":\"anna\",\"to\":[\"cleo\"],\"channel\":\"call\"}\n"},
      {"a group is new", "the group \"g\" is new", "groups.ndjson", "{\"id\":\"g\",\"kind\":\"open\"}\n"},
      {"a run of words is new", "is new in skills", "profiles_2.ndjson",
       "{\"id\":\"dora\",\"name\":\"Dora\",\"skills\":[\"jazz dance\"]}\n"},
  };
  for (const auto& [what, because, file, line] : changes) {
    SCOPED_TRACE(what);
    fs::remove_all(folder_ / "input");
    write_small();
    const fs::path at = folder_ / "index";
    fs::remove_all(at);
    ASSERT_TRUE(index(at, IndexMode::kFull).published);
    write_input(file, line);
    const IndexReport report = index(at, IndexMode::kIncremental);
    EXPECT_TRUE(report.published);
    EXPECT_EQ(report.is_incremental, because.empty()) << report.whole_because;
    EXPECT_THAT(report.whole_because, HasSubstr(because));
  }
}

TEST_F(IncrementalTest, AnEventThatComesAgainAsItWasIsTheSame) {
  write_small();
  ASSERT_TRUE(index(folder_ / "index", IndexMode::kFull).published);
  write_input(
      "interactions-2.ndjson",
      "{\"channel\":\"call\",\"from\":\"anna\",\"to\":[\"bram\"],\"id\":\"e1\",\"at\":\"2023-11-01T10:00:00Z\"}\n"
      "{\"id\":\"e3\",\"at\":\"2023-11-03T10:00:00Z\",\"from\":\"anna\",\"to\":[\"cleo\"],\"channel\":\"call\"}\n");
  const IndexReport report = index(folder_ / "index", IndexMode::kIncremental);
  EXPECT_TRUE(report.is_incremental) << report.whole_because;
  EXPECT_EQ(report.counts.at("events"), 3U);
}

TEST_F(IncrementalTest, WhatTwoProfilesClaimNamesNeither) {
  write_small();
  ASSERT_TRUE(index(folder_ / "index", IndexMode::kFull).published);
  write_input("profiles_2.ndjson",
              "{\"id\":\"dora\",\"name\":\"Dora\",\"skills\":[\"java\"],\"emails\":[\"cleo@example.org\",\"two@example."
              "org\"]}\n"
              "{\"id\":\"emma\",\"name\":\"Emma\",\"skills\":[\"java\"],\"emails\":[\"two@example.org\"]}\n");
  const IndexReport report = index(folder_ / "index", IndexMode::kIncremental);
  ASSERT_TRUE(report.is_incremental) << report.whole_because;
  const auto searcher = open_in_force(folder_ / "index");
  for (const char* name : {"cleo@example.org", "two@example.org"}) EXPECT_FALSE(searcher->knows(name)) << name;
  for (const char* name : {"cleo", "dora", "emma"}) EXPECT_TRUE(searcher->knows(name)) << name;
  // A whole build says the same, and what is built upon it too.
  ASSERT_TRUE(index(folder_ / "index", IndexMode::kFull).published);
  EXPECT_FALSE(open_in_force(folder_ / "index")->knows("two@example.org"));
  write_input("profiles_3.ndjson",
              "{\"id\":\"fay\",\"name\":\"Fay\",\"skills\":[\"java\"],\"emails\":[\"two@example.org\"]}\n");
  ASSERT_TRUE(index(folder_ / "index", IndexMode::kIncremental).is_incremental);
  EXPECT_FALSE(open_in_force(folder_ / "index")->knows("two@example.org"));
}

TEST_F(IncrementalTest, WhoIsNewIsHeldSinceTheNightThatBroughtThem) {
  write_small();
  ASSERT_TRUE(index(folder_ / "index", IndexMode::kFull).published);
  write_input("profiles_2.ndjson", "{\"id\":\"dora\",\"name\":\"Dora\",\"skills\":[\"java\"]}\n");
  ASSERT_TRUE(index(folder_ / "index", IndexMode::kIncremental).is_incremental);
  const auto since = [&] {
    std::map<std::string, Days> all;
    open_in_force(folder_ / "index")->for_each_profile([&](const Searcher::HeldProfile& held) {
      all[held.id] = held.since;
    });
    return all;
  };
  const auto before = since();
  EXPECT_EQ(before.at("dora"), day_of(kAsOf) + 10);
  ASSERT_TRUE(index(folder_ / "index", IndexMode::kFull).published);
  EXPECT_EQ(since(), before);
}

TEST_F(IncrementalTest, WhoeverIsErasedIsNotAmongTheChangesEither) {
  write_small();
  const fs::path at = folder_ / "index";
  ASSERT_TRUE(index(at, IndexMode::kFull).published);
  write_input("profiles_2.ndjson",
              "{\"id\":\"dora\",\"name\":\"Dora\",\"skills\":[\"java\"],\"emails\":[\"dora@example.org\"]}\n");
  ASSERT_TRUE(index(at, IndexMode::kIncremental).is_incremental);
  const auto running = open_in_force(at);
  EXPECT_TRUE(running->knows("dora@example.org"));
  const auto erased = erase_persons({at, {"dora"}, false});
  ASSERT_TRUE(erased) << erased.error().message;
  EXPECT_GE(erased.value().identifiers, 2U) << "the address too";
  const auto again = open_in_force(at);
  for (const Searcher* searcher :
       {static_cast<const Searcher*>(running.get()), static_cast<const Searcher*>(again.get())}) {
    EXPECT_FALSE(searcher->knows("dora"));
    EXPECT_FALSE(searcher->knows("dora@example.org"));
    EXPECT_EQ(searcher->search(request_of("anna", "java", 0)).value().total, 3U);
  }
  const IndexReport report = index(at, IndexMode::kIncremental);
  EXPECT_FALSE(report.is_incremental) << "so that nothing of the person is left on disk";
  EXPECT_EQ(report.counts.at("profiles"), 3U);
}

TEST_F(IncrementalTest, AFileOfTheWholeBuildMayGoOnceItsGenerationIsGone) {
  write_small();
  const fs::path at = folder_ / "index";
  ASSERT_TRUE(index(at, IndexMode::kFull).published);
  const std::string whole = current_generation(at);
  write_input("profiles_2.ndjson", "{\"id\":\"dora\",\"name\":\"Dora\",\"skills\":[\"java\"]}\n");
  ASSERT_TRUE(index(at, IndexMode::kIncremental).is_incremental);
  fs::remove_all(at / file::kGenerations / whole);
  const fs::path in_force = at / file::kGenerations / current_generation(at);
  EXPECT_FALSE(damage_of(in_force, read_manifest(in_force).value(), Check::kContents));
  write_input("profiles-3.ndjson", "{\"id\":\"emma\",\"name\":\"Emma\",\"skills\":[\"java\"]}\n");
  EXPECT_TRUE(index(at, IndexMode::kIncremental).is_incremental) << "upon the same build, which is not there any more";
  const auto found = open_in_force(at)->search(request_of("emma", "java", 0));
  ASSERT_TRUE(found);
  EXPECT_EQ(found.value().total, 5U);
}

}  // namespace
}  // namespace kennis
