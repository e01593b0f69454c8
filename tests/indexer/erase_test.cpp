/// @file
/// Erasing somebody from an index that is in use, before and after builds, rollbacks and restores, and broken off in the middle.
#include "indexer/upkeep/erase.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "indexer/upkeep/backup.h"
#include "indexer/upkeep/generations.h"
#include "journal/draft.h"
#include "journal/journal.h"
#include "journal/store.h"
#include "journal/tombstones.h"
#include "schema/fields.h"
#include "schema/manifest.h"
#include "searcher/duties.h"
#include "searcher/held_report.h"
#include "searcher/open_view.h"
#include "tests/fixtures/temporary_folder.h"
#include "tests/server/tiny_world.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Erase : public testing::Test {
 protected:
  static std::vector<std::string> hits(const Searcher& searcher) {
    SearchRequest request;
    request.as = "anna";
    request.query = "developer";
    std::vector<std::string> ids;
    const auto answer = searcher.search(request);
    EXPECT_TRUE(answer) << answer.error().message;
    if (!answer) return ids;
    for (const Hit& hit : answer.value().hits) ids.push_back(hit.id);
    std::sort(ids.begin(), ids.end());
    return ids;
  }
  void expect_gone(const Searcher& searcher) const {
    EXPECT_THAT(hits(searcher), ElementsAre(dana_));
    EXPECT_FALSE(searcher.person("anna", "carla"));
    EXPECT_FALSE(searcher.knows("carla")) << "nor may the person ask";
    std::string of_nobody = searcher.person("anna", "cerla").error().message;
    of_nobody.replace(of_nobody.find("cerla"), 5, "carla");
    EXPECT_EQ(searcher.person("anna", "carla").error().message, of_nobody);
    const auto bram = searcher.open_view("bram", {});
    ASSERT_TRUE(bram);
    EXPECT_EQ(bram.value().viewer().arcs(bram.value().viewer().searcher()).size(), 1U) << "only anna is left";
  }
  static Result<CopyReport> copy(const fs::path& from, const fs::path& to) {
    CopyOptions options;
    options.from = from;
    options.to = to;
    return copy_generation(options);
  }
  void erase_carla() const {
    const auto report = erase_persons({world_.index(), {"carla"}, false});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_GT(report.value().identifiers, 0U);
  }
  void append(const Result<EntryDraft>& draft) const {
    ASSERT_TRUE(draft) << draft.error().message;
    ASSERT_TRUE(Journal::open(world_.index()).value()->append({draft.value()}));
  }

  tests::TinyWorld world_;
  TemporaryFolder folder_;
  const std::string dana_ = "https://example.org/~dana/x";
  DraftMaker maker_{"anna", *parse_instant("2025-01-20")};
};

TEST_F(Erase, TakesEffectInTheNextSearchOfARunningServer) {
  const auto running = world_.open();
  ASSERT_THAT(hits(*running), ElementsAre("carla", dana_));
  erase_carla();
  expect_gone(*running);
  expect_gone(*world_.open());
}

TEST_F(Erase, NoInputBringsThePersonBack) {
  append(maker_.profile(R"({"emails":["carla@example.org"],"headline":"Go developer"})", "carla"));
  erase_carla();
  world_.publish(R"({"id": "other", "headline": "Go developer", "emails": ["Carla@example.org"]})"
                 "\n");
  const auto built = world_.open();
  expect_gone(*built);
  EXPECT_EQ(built->manifest().counts.at("lines_of_erased"), 4U) << "counted, and not named";
  append(maker_.profile(R"({"headline":"Go developer"})", "carla"));
  append(maker_.interaction(R"({"at":"2025-01-10","from":"bram","to":["carla@example.org"],"channel":"email"})"));
  expect_gone(*built);
  world_.publish("");
  expect_gone(*world_.open());
}

TEST_F(Erase, WhatWasWrittenAboutThePersonIsEmptied) {
  const auto introduction = [&](const std::string& author, const std::string& id, const std::string& record) {
    append(EntryDraft{RecordKind::kIntroduction, author, id, record});
  };
  introduction(
      "anna", "i1",
      R"({"id":"i1","state":"asked","asker":"anna","introducer":"bram","candidate":"carla","text":"Carla fits"})");
  introduction("bram", "i1", R"({"id":"i1","state":"yes_if","text":"Carla moved"})");
  introduction(
      "anna", "i2",
      R"({"id":"i2","state":"asked","asker":"anna","introducer":"bram","candidate":"dana","text":"Dana fits"})");
  append(maker_.interaction(
      R"({"at":"2025-01-10","from":"bram","to":["carla","anna"],"channel":"email","subject":"Carla"})"));
  TemporaryFolder backup;
  const auto back_up = [&] {
    CopyOptions options;
    options.from = world_.index();
    options.to = backup.path() / "backup";
    return copy_generation(options).ok();
  };
  ASSERT_TRUE(back_up());
  erase_carla();
  EXPECT_TRUE(back_up()) << "it is the same journal, without the person";
  introduction("bram", "i1", R"({"id":"i1","state":"no","text":"Carla is gone"})");
  ASSERT_TRUE(finish_erasing(world_.index()));
  std::string journal;
  const auto store = JournalStore::open(world_.index(), JournalStore::Access::kRead).value();
  store->read(0, store->last(), [&](const JournalEntry& entry) { journal += entry.draft.record + "\n"; });
  EXPECT_THAT(journal, Not(HasSubstr("Carla")));
  EXPECT_THAT(journal, HasSubstr(R"("state":"yes_if","text":"")"));
  EXPECT_THAT(journal, HasSubstr("Dana fits")) << "of somebody else";
}

TEST_F(Erase, TheFilesOfTheNextGenerationDoNotHoldThePerson) {
  erase_carla();
  world_.publish("");
  const fs::path generation = world_.index() / file::kGenerations / current_generation(world_.index());
  for (const auto& entry : fs::recursive_directory_iterator(generation)) {
    if (!entry.is_regular_file()) continue;
    EXPECT_THAT(content_of(entry.path()), Not(HasSubstr("carla"))) << entry.path();
  }
}

TEST_F(Erase, OldGenerationsAndBackupsAreMasked) {
  const fs::path backup = folder_ / "backup";
  ASSERT_TRUE(copy(world_.index(), backup));
  world_.publish("");
  erase_carla();
  ASSERT_TRUE(roll_back(world_.index(), {}));
  expect_gone(*world_.open());
  ASSERT_TRUE(copy(backup, world_.index()));
  expect_gone(*world_.open());
  ASSERT_TRUE(copy(world_.index(), backup)) << "and the backup goes on";
  expect_gone(*Searcher::open(backup, {}).value());
}

TEST_F(Erase, TakesTheNameOutOfJournalRejectsAndAudit) {
  append(maker_.interaction(R"({"id":"e","at":"2025-01-10","from":"anna","to":["carla","bram"],"channel":"email"})"));
  write_file(world_.index() / "rejects/x.ndjson",
             R"({"file":"p.ndjson","line":3,"reason":"at: \"carla\" is no time","raw":"{\"id\":\"carla\",\"at\""})"
             "\n"
             R"({"file":"p.ndjson","line":4,"reason":"not JSON","raw":"{\"id\":\"bram\""})"
             "\n");
  write_file(world_.index() / "audit/2025.ndjson", R"({"as":"anna","query":"go","ids":["carla","bram"]})"
                                                   "\n"
                                                   R"({"as":"carla","query":"x"})"
                                                   "\n");
  const auto report = erase_persons({world_.index(), {"carla"}, false});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report.value().journal_changed, 1U);
  EXPECT_EQ(report.value().rejects, 1U);
  EXPECT_EQ(report.value().audit_lines, 2U);
  for (const fs::path& path :
       {world_.index() / "rejects/x.ndjson", world_.index() / "audit/2025.ndjson", world_.index() / file::kJournal}) {
    EXPECT_THAT(content_of(path), Not(HasSubstr("carla"))) << path;
  }
  EXPECT_THAT(content_of(world_.index() / "audit/2025.ndjson"), HasSubstr(R"("bram"])"));
  EXPECT_THAT(content_of(world_.index() / "rejects/x.ndjson"), HasSubstr(R"("line":3)"));
}

TEST_F(Erase, BrokenOffAnywhereItIsFinishedByTheSameCallOrTheNextBuild) {
  append(maker_.interaction(R"({"id":"e","at":"2025-01-10","from":"anna","to":["carla","bram"],"channel":"email"})"));
  add_tombstones(world_.index(), names_of_person(world_.index(), "carla"));  // and then the process died
  expect_gone(*world_.open());
  const auto again = erase_persons({world_.index(), {"carla"}, false});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again.value().identifiers, 0U);
  EXPECT_EQ(again.value().journal_changed, 1U);
  append(maker_.interaction(R"({"id":"f","at":"2025-01-11","from":"anna","to":["carla","bram"],"channel":"email"})"));
  world_.publish("");
  EXPECT_THAT(content_of(world_.index() / file::kJournal), Not(HasSubstr("carla")));
}

TEST_F(Erase, WhoIsKnownFromLogsAloneIsErasedToo) {
  const auto running = world_.open();
  EXPECT_TRUE(running->knows("zoe@example.org"));
  ASSERT_TRUE(erase_persons({world_.index(), {"Zoe@example.org"}, false}));
  EXPECT_FALSE(running->knows("zoe@example.org"));
  world_.publish("");
  EXPECT_FALSE(world_.open()->knows("zoe@example.org"));
}

TEST_F(Erase, NobodyIsErasedByATypingMistake) {
  const auto report = erase_persons({world_.index(), {"bram", "karla"}, false});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::kUnknownPerson);
  EXPECT_TRUE(Tombstones::of(world_.index()).empty()) << "bram neither";
  EXPECT_TRUE(erase_persons({world_.index(), {"karla"}, true})) << "unless that is meant";
}

TEST_F(Erase, ALiftedTombstoneLetsThePersonComeBack) {
  erase_carla();
  EXPECT_GT(remove_tombstones(world_.index(), spellings_of("carla")), 0U);
  world_.publish("");
  EXPECT_THAT(hits(*world_.open()), ElementsAre("carla", dana_));
}

TEST_F(Erase, APersonCanHaveACopyOfEverythingFirst) {
  append(maker_.interaction(R"({"id":"e","at":"2025-01-10","from":"anna","to":["carla","bram"],"channel":"email"})"));
  write_file(world_.index() / "audit/2025.ndjson", R"({"as":"anna","query":"go","ids":["carla","bram"]})"
                                                   "\n");
  const auto held = held_about(*world_.open(), "carla");
  ASSERT_TRUE(held) << held.error().message;
  EXPECT_THAT(held.value().profile, HasSubstr("own_field"));
  EXPECT_EQ(held.value().ties.size(), 2U);
  EXPECT_EQ(held.value().journal.size(), 1U);
  EXPECT_EQ(held.value().audit.size(), 1U);
  EXPECT_EQ(held.value().since, parse_date("2025-02-01"));
  EXPECT_FALSE(held_about(*world_.open(), "nobody"));
}

TEST_F(Erase, WhoWasNeverInformedIsListedFromTheDayOfTheFirstBuild) {
  const Days first = *parse_date("2025-02-01");
  world_.publish(R"({"id": "late", "emails": ["late@example.org"], "source": "fair", "location": {"country": "NL"}})"
                 "\n");
  const auto ids = [&](Days before) {
    std::vector<std::string> found;
    for (const DueProfile& profile : not_informed(*world_.open(), before)) found.push_back(profile.id);
    return found;
  };
  EXPECT_THAT(ids(first), IsEmpty()) << "held since that day, not before";
  EXPECT_EQ(ids(first + 1).size(), 6U);
  append(maker_.record(RecordKind::kInformed, R"({"person":"Late@example.org","at":"2025-02-03"})"));
  append(maker_.record(RecordKind::kInformed, R"({"person":"erik","at":"2025-02-03"})"));
  EXPECT_THAT(ids(first + 1), ElementsAre("anna", "bram", "carla", dana_));
}

TEST_F(Erase, RulesSayHowLongAProfileIsKept) {
  world_.publish(R"({"id": "a", "source": "fair", "location": {"country": "NL"}, "updated_at": "2024-01-31T10:00:00Z"})"
                 "\n"
                 R"({"id": "b", "source": "fair", "location": {"country": "DE"}, "updated_at": "2024-01-31T10:00:00Z"})"
                 "\n"
                 R"({"id": "c", "source": "board", "updated_at": "2024-01-31T10:00:00Z"})"
                 "\n");
  const auto rules =
      retention_rules_of(R"({"rules":[{"source":"fair","country":"NL","months":13},{"source":"fair","months":24}]})");
  ASSERT_TRUE(rules) << rules.error().message;
  const auto ids = [&](const char* day) {
    std::vector<std::string> found;
    for (const auto& profile : past_retention(*world_.open(), rules.value(), *parse_date(day))) {
      found.push_back(profile.id);
    }
    return found;
  };
  EXPECT_THAT(ids("2025-02-27"), IsEmpty());
  EXPECT_THAT(ids("2025-02-28"), ElementsAre("a")) << "a month that has no 31st ends on its last day";
  EXPECT_THAT(ids("2026-01-31"), ElementsAre("a", "b"));
}

TEST(RetentionRules, SayWhatIsWrongWithThem) {
  for (const auto& [text, why] : std::vector<std::pair<std::string, std::string>>{
           {"", "no JSON"},
           {"{}", "rules: must be a list"},
           {R"({"rules":[]})", "empty"},
           {R"({"rules":[1]})", "rules[0]: must be an object"},
           {R"({"rules":[{"months":0}]})", "rules[0].months"},
           {R"({"rules":[{"months":1201}]})", "rules[0].months"},
           {R"({"rules":[{"months":2},{"source":"x"}]})", "rules[1].months: is missing"},
           {R"({"rules":[{"months":2,"sauce":"x"}]})", "rules[0].sauce"},
           {R"({"rules":[{"months":2,"source":7}]})", "rules[0].source: must be a text"}}) {
    const auto rules = retention_rules_of(text);
    ASSERT_FALSE(rules) << text;
    EXPECT_THAT(rules.error().message, HasSubstr(why));
  }
}

}  // namespace
}  // namespace kennis
