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
#include "journal/tombstones.h"
#include "schema/fields.h"
#include "schema/manifest.h"
#include "searcher/coverage_report.h"
#include "searcher/network_reports.h"
#include "searcher/referrer_search.h"
#include "searcher/searcher.h"
#include "searcher/suggest.h"
#include "server/answer_json.h"
#include "server/network_json.h"
#include "server/suggest_json.h"
#include "tests/fixtures/temporary_folder.h"
#include "tests/network/random_world.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr Seconds kAsOf = 1'700'000'000;
constexpr std::size_t kPersons = 24;
const std::vector<std::string> kSkills = {"java", "rust", "patient care", "welding", "python"};
const std::vector<std::string> kQueries = {
    "", "java", "java rust", "skill:\"patient care\"", "java AND NOT rust", "NOT welding", "(python OR welding) java"};

/// Asked with facets, and under a filter.
const std::vector<std::string> kConditions = {"country:BE",
                                              "java location:Gand",
                                              "NOT near:Gent~40km",
                                              "years:5.. OR rust",
                                              "is:open_to_work java",
                                              "degree:1..2",
                                              "language:fr",
                                              "current_company:acme",
                                              "ja* welding",
                                              "java NEAR/4 rust",
                                              "degree:none source:fair",
                                              "group:g0",
                                              "current_title:(java OR python) -is:known"};

const std::vector<std::string> kMisspelt = {"jvaa", "pyhton OR rust", "skill:weldin", "company:acmee"};
const std::vector<std::string> kTyped = {"j",   "java",   "care", "acme 1", "person 1",
                                         "gen", "pyhton", "g0",   "lead",   "wellding"};

/// What users do, at random. Some things are left out, since until the next build they are other than in it: decision 0013 lists them.
class Users {
 public:
  explicit Users(std::uint64_t seed) : dice_(seed) {}

  std::string profile(std::size_t person, bool with_mail) {
    std::string skills;
    for (const std::string& skill : kSkills) {
      if (dice_.percent(40)) {
        skills += fmt::format(R"({}{{"name":"{}","years":{}}})", skills.empty() ? "" : ",", skill, dice_.roll(9));
      }
    }
    static const char* const kSharing[] = {"nobody", "contacts", "team", "everyone"};
    static const char* const kPlaces[] = {R"({"name":"Gent","country":"BE"})", R"({"name":"Ghent"})",
                                          R"({"name":"Utrecht","country":"NL"})",
                                          R"({"name":"Aalst","country":"BE","lat":50.94,"lon":4.04})"};
    std::string more = fmt::format(R"(,"location":{},"open_to_work":{},"languages":[{{"code":"{}"}}])",
                                   kPlaces[dice_.roll(4)], dice_.percent(30), dice_.percent(50) ? "nl" : "fr");
    more += fmt::format(
        R"(,"positions":[{{"title":"{0} lead","organisation":"Acme {1}","from":"20{2}-01"{3}}}],"source":"{4}")",
        kSkills[dice_.roll(kSkills.size())], dice_.roll(3), 10 + dice_.roll(12),
        dice_.percent(50) ? R"(,"to":"2023-01")" : "", dice_.percent(50) ? "import" : "fair");
    const bool has_mail = with_mail && person % 4 != 0;
    return fmt::format(R"({{"id":"p{}","name":"Person {}","headline":"{} {}","skills":[{}]{},"sharing":"{}"{}{}{}}})",
                       person, person, kSkills[dice_.roll(kSkills.size())], kSkills[dice_.roll(kSkills.size())], skills,
                       has_mail ? fmt::format(R"(,"emails":["p{}@example.org"])", person) : "", kSharing[dice_.roll(4)],
                       dice_.percent(5) ? R"(,"contact_policy":"do_not_contact")" : "",
                       dice_.percent(50) ? R"(,"share_topics":true)" : "", more);
  }

  /// Persons whose number is a multiple of four may be deleted, and are never named by address.
  std::string name() {
    const std::size_t person = dice_.roll(kPersons + 4);
    return person % 4 != 0 && dice_.percent(30) ? fmt::format("p{}@example.org", person) : fmt::format("p{}", person);
  }

  std::string interaction(const std::string& id) {
    static const char* const kChannels[] = {"email", "meeting", "message", "endorsement", "post", "call"};
    const char* channel = kChannels[dice_.roll(6)];
    const std::size_t first = dice_.roll(kPersons);
    std::string to = fmt::format(R"("p{}")", first);
    if (dice_.percent(30)) to += fmt::format(R"(,"p{}")", first + 1);
    return fmt::format(
        R"({{"id":"{}","at":"{}","from":"{}","to":[{}],"channel":"{}"{}{}{}}})", id,
        format_instant(kAsOf - static_cast<Seconds>(dice_.roll(86400 * 300))), name(), to, channel,
        dice_.percent(50) ? fmt::format(R"(,"skill":"{}")", kSkills[dice_.roll(kSkills.size())]) : "",
        dice_.percent(25) ? fmt::format(R"(,"group":"g{}")", dice_.roll(4)) : "",
        dice_.percent(40) ? fmt::format(R"(,"topics":["topic {}","{} topic"])", dice_.roll(2), dice_.roll(2)) : "");
  }

  std::string membership() {
    return fmt::format(R"({{"group":"g{}","person":"{}"{}}})", dice_.roll(4), name(), stay());
  }
  std::string team(std::size_t teams) {
    return fmt::format(R"({{"team":"t{}","person":"{}"{}}})", dice_.roll(teams), name(), stay());
  }

  EntryDraft draft(DraftMaker& maker) {
    const std::size_t kind = dice_.roll(100);
    const auto made = [&]() -> Result<EntryDraft> {
      if (kind < 55) {  // some events again, with other content
        return maker.interaction(interaction(fmt::format("live{}", dice_.roll(40))));
      }
      if (kind < 60) return maker.interaction(fmt::format(R"({{"id":"live{}","deleted":true}})", dice_.roll(40)));
      if (kind < 64 && !base_events_.empty()) return maker.interaction(base_events_[dice_.roll(base_events_.size())]);
      if (kind < 68) return maker.record(RecordKind::kDoNotContact, bar());
      if (kind < 78) return maker.record(RecordKind::kProfile, profile(dice_.roll(kPersons), true));
      if (kind < 84) return maker.deletion(fmt::format("p{}", dice_.roll(kPersons / 4) * 4));
      if (kind < 92) return maker.record(RecordKind::kMembership, membership());
      return maker.record(RecordKind::kTeam, team(4));
    }();
    EXPECT_TRUE(made) << made.error().message;
    return made.value();
  }
  Dice& dice() { return dice_; }

  /// An event of the files, with or without an id; some are posted again.
  std::string base_interaction(int number) {
    std::string event = interaction(fmt::format("base{}", number));
    if (number % 3 == 0) event.erase(1, event.find("\"at\"") - 1);
    base_events_.push_back(event);
    return event;
  }

 private:
  std::string bar() {
    return fmt::format(R"({{"person":"{}"{}}})", name(), dice_.percent(40) ? R"(,"lifted":true)" : "");
  }
  std::string stay() {
    if (dice_.percent(15)) return R"(,"deleted":true)";
    const std::string from = dice_.percent(50) ? R"(,"from":"2020-01-01")" : "";
    return from + (dice_.percent(30) ? R"(,"to":"2021-01-01")" : "");
  }
  Dice dice_;
  std::vector<std::string> base_events_;
};

class Silence : public ProgressListener {
 public:
  void stage_begins(std::string_view, std::uint64_t, std::string_view) override {}
  void stage_is_at(std::uint64_t) override {}
  void stage_ends() override {}
};

void index_folder(const fs::path& input, const fs::path& index) {
  IndexOptions options;
  options.input = input;
  options.index = index;
  options.workers = 1;
  options.as_of = kAsOf;
  options.now = kAsOf + 3600;
  Silence silence;
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

std::unique_ptr<Searcher> open(const fs::path& index) {
  auto opened = Searcher::open(index, {});
  EXPECT_TRUE(opened) << opened.error().message;
  return opened ? std::move(opened).value() : nullptr;
}

/// An answer without what is never the same.
std::string plain(std::string json) {
  for (const char* field : {"\"took_ms\":", "\"generation\":", "\"journal_position\":"}) {
    const auto begin = json.find(field);
    if (begin != std::string::npos) json.erase(begin, json.find(',', begin) - begin);
  }
  return json;
}

template <typename Answer>
std::string text_of(const Result<Answer>& answer) {
  return answer ? plain(to_json(answer.value())) : answer.error().message;
}

/// Of equals, whoever has the smaller node comes first, and who is new has the largest: a build gives them their places by id.
template <typename List>
void sort_by_id(List& list) {
  std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.person.id < b.person.id; });
}

/// Everything that is told of a searcher's network, as text.
std::string network_of(const Searcher& searcher, const std::string& as) {
  const auto day = parse_date("2023-06-01");
  std::string text;
  for (const std::string& query : kQueries) {
    auto referrers = find_referrers(searcher, {query, as, 100, 20, day});
    EXPECT_TRUE(referrers) << referrers.error().message;
    if (!referrers) return "";
    sort_by_id(referrers.value().referrers);
    for (ShownReferrer& referrer : referrers.value().referrers) sort_by_id(referrer.candidates);
    text += text_of(referrers) + "\n";
  }
  auto dormant = find_dormant(searcher, as, 100, day);
  if (dormant) sort_by_id(dormant.value().ties);
  text += text_of(dormant) + "\n";
  for (const char* team : {"t0", "t1", "t2", "t3"}) {
    auto coverage = find_coverage(searcher, {team, as, 2, {kSkills.begin(), kSkills.end()}, day});
    if (coverage) {
      auto& members = coverage.value().by_member;
      std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.member.id < b.member.id; });
    }
    text += text_of(coverage) + "\n";
    for (std::size_t person = 0; person < kPersons; person += 3) {
      auto departure = preview_departure(searcher, {fmt::format("p{}", person), team, as, 100, day});
      if (departure) sort_by_id(departure.value().lost);
      text += text_of(departure) + "\n";
    }
  }
  return text;
}

SearchRequest request_of(const std::string& as, const std::string& query, double closeness) {
  SearchRequest request;
  request.as = as;
  request.query = query;
  request.closeness = closeness;
  request.limit = 100;
  request.explain = true;
  request.rights_date = parse_date("2023-06-01");
  return request;
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

  static void expect_same(const Searcher& live, const Searcher& built) {
    for (std::size_t as = 0; as < kPersons; ++as) {
      const std::string searcher = fmt::format("p{}", as);
      if (!built.person(searcher, searcher, parse_date("2023-06-01"))) continue;  // a deleted one, or nobody
      for (const std::string& query : kQueries) {
        for (const double closeness : {0.0, 0.3, 1.0}) {
          const SearchRequest request = request_of(searcher, query, closeness);
          ASSERT_EQ(text_of(live.search(request)), text_of(built.search(request))) << searcher << ": " << query;
        }
      }
      for (const std::string& query : kConditions) {
        SearchRequest request = request_of(searcher, query, 0.3);
        request.facets = {"country,location,skill,current_title,past_company,years,degree,is,group,source,language"};
        ASSERT_EQ(text_of(live.search(request)), text_of(built.search(request))) << searcher << ": " << query;
        request.filters = {"country:BE", "skill:java", "skill:rust"};
        static const Order kOrders[] = {Order::kName, Order::kUpdated, Order::kExperience};
        request.order = kOrders[as % 3];
        ASSERT_EQ(text_of(live.search(request)), text_of(built.search(request)))
            << searcher << ": " << query << " filtered";
      }
      for (const std::string& query : kMisspelt) {
        const SearchRequest request = request_of(searcher, query, 0.3);
        ASSERT_EQ(text_of(live.search(request)), text_of(built.search(request))) << searcher << ": " << query;
      }
      for (const std::string& typed : kTyped) {
        const SuggestRequest request{typed, searcher, {}, 50, parse_date("2023-06-01")};
        ASSERT_EQ(text_of(suggest(live, request)), text_of(suggest(built, request))) << searcher << " types " << typed;
      }
      ASSERT_EQ(network_of(live, searcher), network_of(built, searcher)) << searcher;
      for (std::size_t to = 0; to < kPersons + 4; ++to) {
        for (const std::string& name : {fmt::format("p{}", to), fmt::format("p{}@example.org", to)}) {
          ASSERT_EQ(text_of(live.person(searcher, name, parse_date("2023-06-01"))),
                    text_of(built.person(searcher, name, parse_date("2023-06-01"))))
              << searcher << " of " << name;
        }
      }
    }
  }

  TemporaryFolder folder_;
};

TEST_F(LiveTest, AGenerationWithItsJournalAnswersAsABuildOfBoth) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    Users users(seed);
    write_base(users);
    const fs::path index = folder_ / fmt::format("live{}", seed);
    const fs::path full = folder_ / fmt::format("full{}", seed);
    index_folder(folder_ / "input", index);
    const auto live = open(index);
    ASSERT_TRUE(live);
    {
      const auto journal = Journal::open(index).value();
      std::vector<EntryDraft> all;
      DraftMaker maker("anna", kAsOf);
      for (int step = 0; step < 40; ++step) {
        if (seed > 2 && step % 15 == 14) {
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
      for (int i = 0; i < (seed > 2 ? 2 : 0); ++i) ASSERT_TRUE(finish_erasing(full));
    }
    index_folder(folder_ / "input", full);
    const auto generation_of = [](const fs::path& folder) {
      return folder / file::kGenerations / current_generation(folder);
    };
    freeze_statistics(generation_of(index), generation_of(full));
    const auto built = open(full);
    ASSERT_TRUE(built);
    EXPECT_EQ(built->manifest().journal_position, live->follow_journal());
    expect_same(*live, *built);
    if (HasFatalFailure()) return;
    // Whoever opens the generation later replays the same.
    expect_same(*open(index), *built);
    if (HasFatalFailure()) return;
  }
}

TEST_F(LiveTest, FindsWhatNobodyHadWhenTheGenerationWasBuilt) {
  Users users(1);
  write_base(users);
  index_folder(folder_ / "input", folder_ / "index");
  const auto searcher = open(folder_ / "index");
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
    const auto found = open(folder_ / "index")->introductions("anna", "bram", 1);
    return found.value().introductions.at(0).ties.at(0).channels.at(0).out;
  };
  EXPECT_EQ(events(), 3U) << "laid over the generation";
  index_folder(folder_ / "input", folder_ / "index");
  EXPECT_EQ(events(), 3U) << "taken in by the next one";
}

TEST_F(LiveTest, AnAddressThatAProfileGivesUpIsNobodysUntilSomebodyElseClaimsIt) {
  write_file(folder_ / "input/profiles.ndjson",
             "{\"id\":\"anna\",\"sharing\":\"everyone\"}\n{\"id\":\"bram\",\"emails\":[\"desk@example.org\"]}\n{\"id\":"
             "\"carla\"}\n");
  index_folder(folder_ / "input", folder_ / "index");
  const auto searcher = open(folder_ / "index");
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
  const auto plumbers = [&] { return open(index)->search(request_of("anna", "plumber", 0)).value().total; };
  const auto running = open(index);
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
  const auto running = open(index);
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
  const auto running = open(index);
  const double before = evidence(*running);
  DraftMaker maker("anna", kAsOf);
  const auto draft = maker.profile(
      R"({"headline":"rust","summary":"rust","emails":["carla@example.org"],"contact_policy":"do_not_contact"})",
      "carla");
  ASSERT_TRUE(Journal::open(index).value()->append({draft.value()}));
  const double after = evidence(*running);
  EXPECT_GT(after, before);
  index_folder(folder_ / "input", index);
  EXPECT_EQ(evidence(*open(index)), after);
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
  Dice dice(7);
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
    const auto searcher = open(index);
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
