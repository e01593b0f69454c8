/// @file
/// What a generation that was built upon another must not get wrong: each case was wrong once, or nearly so.
#include <fstream>
#include <map>
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "indexer/upkeep/erase.h"
#include "journal/draft.h"
#include "journal/journal.h"
#include "schema/fields.h"
#include "schema/manifest.h"
#include "tests/searcher/incremental_fixture.h"
#include "tests/searcher/whole_answers.h"

namespace kennis {
namespace {

using ::testing::HasSubstr;
using Files = std::vector<std::pair<std::string, std::string>>;

std::string line_of(const std::string& id, const std::string& more = "") {
  return fmt::format(R"({{"id":"{0}","name":"{0}","skills":["java"]{1}}})", id, more) + "\n";
}
std::string call(const std::string& id, const std::string& from, const std::string& to) {
  return fmt::format(R"({{"id":"{}","at":"2023-11-03T10:00:00Z","from":"{}","to":[{}],"channel":"call"}})", id, from,
                     to) +
         "\n";
}

class IncrementalEdges : public IncrementalTest {
 protected:
  void write_files(const Files& files) {
    for (const auto& [name, text] : files) write_input(name, text);
  }
  void append(const EntryDraft& draft) { ASSERT_TRUE(Journal::open(index_path()).value()->append({draft})); }
  void bar(const std::string& name) {
    DraftMaker maker("anna", kAsOf);
    append(maker.record(RecordKind::kDoNotContact, fmt::format(R"({{"person":"{}"}})", name)).value());
  }
  [[nodiscard]] fs::path index_path() { return folder_ / "index"; }
  IndexReport full() { return index(index_path(), IndexMode::kFull); }
  IndexReport night() { return index(index_path(), IndexMode::kIncremental); }
};

TEST_F(IncrementalEdges, NeedAWholeBuild) {
  struct Case {
    const char* what;
    const char* because;
    Files before;
    Files after;
  };
  const std::string mark = "\xEF\xBB\xBF";
  const Case cases[] = {
      {"a mark in the middle of a file",
       "is another file than before",
       {{"interactions-2.ndjson", call("x1", "anna", R"("cleo")")}},
       {{"interactions-2.ndjson", call("x1", "anna", R"("cleo")") + mark + call("x2", "anna", R"("cleo")")}}},
      {"an id goes that another profile claims",
       "which another profile claims too",
       {{"profiles_1.ndjson", line_of("jan@x.org") + line_of("p1", R"(,"emails":["jan@x.org"])")},
        {"interactions-2.ndjson", call("x1", "anna", R"("jan@x.org")")}},
       {{"profiles_1.ndjson", line_of("p1", R"(,"emails":["jan@x.org"])")}}},
      {"a name goes from one to another in one night",
       "takes up a name that another profile gives up",
       {{"profiles_1.ndjson", line_of("jan@x.org") + line_of("p1")},
        {"interactions-2.ndjson", call("x1", "anna", R"("jan@x.org","p1")")}},
       {{"profiles_1.ndjson", line_of("p1", R"(,"emails":["jan@x.org"])")}}},
      {"somebody is not deleted any more",
       "is not deleted any more",
       {{"profiles_1.ndjson", "{\"id\":\"fay\",\"deleted\":true}\n"},
        {"interactions-2.ndjson", call("x1", "anna", R"("fay")")}},
       {{"profiles_1.ndjson", ""}}},
      {"a roster names somebody by a name that is new",
       "has another name now",
       {{"profiles_1.ndjson", line_of("dirk")},
        {"teams.ndjson", "{\"team\":\"t\",\"person\":\"dirk\",\"from\":\"2020-01-01\"}\n"}},
       {{"profiles_1.ndjson", line_of("dirk", R"(,"emails":["new@x.org"])")},
        {"teams.ndjson",
         "{\"team\":\"t\",\"person\":\"new@x.org\",\"from\":\"2020-01-01\",\"to\":\"2021-01-01\"}\n"
         "{\"team\":\"t\",\"person\":\"dirk\",\"from\":\"2020-01-01\"}\n"}}},
      {"a roster names somebody by a name that is given up",
       "has another name now",
       {{"profiles_1.ndjson", line_of("dirk", R"(,"emails":["old@x.org"])")},
        {"teams.ndjson", "{\"team\":\"t\",\"person\":\"dirk\"}\n"}},
       {{"profiles_1.ndjson", line_of("dirk")},
        {"teams.ndjson", "{\"team\":\"t\",\"person\":\"dirk\"}\n{\"team\":\"t\",\"person\":\"old@x.org\"}\n"}}},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.what);
    fs::remove_all(folder_ / "input");
    fs::remove_all(index_path());
    write_small();
    write_files(one.before);
    ASSERT_TRUE(full().published);
    write_files(one.after);
    const IndexReport report = night();
    EXPECT_TRUE(report.published);
    EXPECT_FALSE(report.is_incremental);
    EXPECT_THAT(report.whole_because, HasSubstr(one.because));
  }
}

TEST_F(IncrementalEdges, WhoMustNotBeContactedMayChangeNamesInAWholeBuildOnly) {
  write_small();
  write_files({{"profiles_1.ndjson", line_of("emma", R"(,"emails":["emma@x.org"])")},
               {"interactions-2.ndjson", call("x1", "anna", R"("emma@x.org")")}});
  bar("emma@x.org");
  ASSERT_TRUE(full().published);
  write_input("profiles_1.ndjson", line_of("emma", R"(,"emails":["emma2@x.org"])"));
  const IndexReport report = night();
  EXPECT_FALSE(report.is_incremental);
  EXPECT_THAT(report.whole_because, HasSubstr("must not be contacted"));
}

TEST_F(IncrementalEdges, WhatTheJournalSaidIsInTheGenerationEvenIfItIsLost) {
  write_small();
  bar("nobody@x.org");
  ASSERT_TRUE(full().published);
  bar("cleo");
  DraftMaker maker("anna", kAsOf);
  append(maker.interaction(call("x7", "anna", R"("dora")")).value());
  write_input("profiles_1.ndjson", line_of("dora"));
  const IndexReport report = night();
  ASSERT_TRUE(report.is_incremental) << report.whole_because;
  EXPECT_EQ(report.counts.at("do_not_contact"), 2U);
  for (const char* name : {"journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm"})
    fs::remove(index_path() / name);
  const auto found = open_in_force(index_path())->search(request_of("anna", "java", 0.5));
  ASSERT_TRUE(found);
  std::map<std::string, std::optional<std::uint32_t>> hits;
  for (const Hit& hit : found.value().hits) hits[hit.id] = hit.degree;
  EXPECT_FALSE(hits.contains("cleo"));
  ASSERT_TRUE(hits.contains("dora"));
  EXPECT_EQ(hits.at("dora"), 1U);
  write_input("profiles_2.ndjson", line_of("emma"));
  EXPECT_EQ(night().whole_because, "the journal is gone");
}

TEST_F(IncrementalEdges, ErasingTakesTheNamesThatWereTakenUpSince) {
  write_small();  // where logs know stray@example.org, and nobody knows who that is
  ASSERT_TRUE(full().published);
  write_input("profiles_1.ndjson", line_of("emma", R"(,"emails":["stray@example.org"])"));
  ASSERT_TRUE(night().is_incremental);
  EXPECT_EQ(
      open_in_force(index_path())->person("anna", "stray@example.org", parse_date("2023-06-01")).value().person.id,
      "emma");
  ASSERT_TRUE(erase_persons({index_path(), {"emma"}, false}));
  EXPECT_FALSE(open_in_force(index_path())->knows("stray@example.org"));
  ASSERT_TRUE(night().published);
  EXPECT_FALSE(open_in_force(index_path())->knows("stray@example.org"));
}

TEST_F(IncrementalEdges, NamesOfTheErasedAreNotKeptInLines) {
  write_small();
  ASSERT_TRUE(full().published);
  ASSERT_TRUE(erase_persons({index_path(), {"cleo"}, false}));
  ASSERT_TRUE(full().published);
  write_input("interactions-2.ndjson", call("x1", "anna", R"("cleo@example.org","bram")"));
  EXPECT_THAT(night().whole_because, HasSubstr("erased"));
}

TEST_F(IncrementalEdges, ABarIsTakenBackByAnyNameOfThePerson) {
  write_small();
  bar("cleo@example.org");
  DraftMaker maker("anna", kAsOf);
  append(maker.record(RecordKind::kDoNotContact, R"({"person":"cleo","lifted":true})").value());
  for (const bool is_full : {false, true}) {
    write_input("profiles_1.ndjson", line_of(is_full ? "emma" : "dora"));
    ASSERT_TRUE((is_full ? full() : night()).published);
    std::set<std::string> hits;
    const auto found = open_in_force(index_path())->search(request_of("anna", "java", 0.5));
    for (const Hit& hit : found.value().hits) hits.insert(hit.id);
    EXPECT_TRUE(hits.contains("cleo")) << is_full;
  }
}

TEST_F(IncrementalEdges, WhatIsInTheGenerationOfAnEventStaysUntilTheNext) {
  write_small();
  ASSERT_TRUE(full().published);
  DraftMaker maker("anna", kAsOf);
  append(maker.interaction(call("j1", "anna", R"("cleo")")).value());
  ASSERT_TRUE(night().is_incremental);
  append(maker.interaction(R"({"id":"j1","deleted":true})").value());
  const auto day = parse_date("2023-06-01");
  EXPECT_EQ(open_in_force(index_path())->person("anna", "cleo", day).value().degree, 1U);
  EXPECT_TRUE(night().published);
  EXPECT_NE(open_in_force(index_path())->person("anna", "cleo", day).value().degree, 1U);
}

TEST_F(IncrementalEdges, NorInEntriesOfTheJournal) {
  write_small();
  ASSERT_TRUE(full().published);
  ASSERT_TRUE(erase_persons({index_path(), {"cleo"}, false}));
  ASSERT_TRUE(full().published);
  DraftMaker maker("anna", kAsOf);
  append(maker.record(RecordKind::kTeam, R"({"team":"t","person":"cleo"})").value());
  EXPECT_THAT(night().whole_because, HasSubstr("erased"));
}

TEST_F(IncrementalEdges, AreNotMadeOfHalfOfWhatIsGone) {
  write_small();
  std::string profiles;
  for (int i = 0; i < 1300; ++i) profiles += line_of(fmt::format("x{}", i));
  write_input("profiles_1.ndjson", profiles);
  ASSERT_TRUE(full().published);
  write_input("profiles_1.ndjson", line_of("x1"));
  const IndexReport report = night();
  EXPECT_FALSE(report.is_incremental);
  EXPECT_THAT(report.whole_because, HasSubstr("1000 profiles are gone"));
  EXPECT_EQ(report.counts.at("profiles"), 4U);
}

TEST_F(IncrementalEdges, AnEmptyRosterIsHeldBackAsFromAWholeBuild) {
  write_small();
  write_input("teams.ndjson", "{\"team\":\"t\",\"person\":\"anna\"}\n");
  ASSERT_TRUE(full().published);
  write_input("teams.ndjson", "");
  IndexOptions options;
  options.input = folder_ / "input";
  options.index = index_path();
  options.mode = IndexMode::kIncremental;
  options.now = kAsOf + 10 * kSecondsPerDay;
  options.drop_share_max = 0.5;
  SilentListener silence;
  const auto report = run_index(options, silence);
  ASSERT_TRUE(report);
  EXPECT_EQ(report.value().outcome, IndexOutcome::kRecordsDropped);
}

TEST_F(IncrementalEdges, BadLinesAreJudgedWithThoseThatAreNotReadAgain) {
  write_small();
  std::string events;
  for (int i = 0; i < 200; ++i) events += call(fmt::format("x{}", i), "anna", R"("cleo")");
  for (int i = 0; i < 9; ++i) events += "no line\n";
  write_input("interactions-2.ndjson", events);
  ASSERT_TRUE(full().published);
  write_input("interactions-3.ndjson", "no\nno\nno\nno\nno\nno\nno\nno\n");
  EXPECT_EQ(night().outcome, IndexOutcome::kTooManyBadLines) << "17 of 222";
}

TEST_F(IncrementalEdges, ADamagedChangeIsNotAnswered) {
  write_small();
  ASSERT_TRUE(full().published);
  write_input("profiles_1.ndjson", line_of("emma"));
  ASSERT_TRUE(night().is_incremental);
  const fs::path changes = index_path() / file::kGenerations / current_generation(index_path()) / file::kChanges;
  std::fstream file(changes, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(-20, std::ios::end);
  file.put('#');
  file.close();
  const auto opened = open_in_force(index_path());
  EXPECT_FALSE(opened->knows("emma")) << "the generation before answers";
}

}  // namespace
}  // namespace kennis
