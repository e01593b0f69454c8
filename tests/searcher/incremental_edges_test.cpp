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
#include "schema/made_documents.h"
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
      {"a group is another kind",
       "the group \"g\" is not what it was",
       {{"groups.ndjson", "{\"id\":\"g\",\"kind\":\"closed\"}\n"}},
       {{"groups.ndjson", "{\"id\":\"g\",\"kind\":\"open\"}\n"}}},
      {"a group of which nothing was known but its name is open",
       "the group \"g\" is not what it was",
       {{"memberships.ndjson", "{\"group\":\"g\",\"person\":\"anna\"}\n"}},
       {{"groups.ndjson", "{\"id\":\"g\",\"kind\":\"open\"}\n"}}},
      {"somebody is not deleted any more",
       "is not deleted any more",
       {{"profiles_1.ndjson", "{\"id\":\"fay\",\"deleted\":true}\n"},
        {"interactions-2.ndjson", call("x1", "anna", R"("fay")")}},
       {{"profiles_1.ndjson", ""}}},
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

TEST_F(IncrementalEdges, ErasingTakesNoNameThatIsSomebodyElsesNow) {
  for (const std::string erased : {"alice", "bob"}) {
    fs::remove_all(folder_ / "input");
    fs::remove_all(index_path());
    write_small();
    const std::string with_mail = R"(,"emails":["m1@example.org"])";
    write_files({{"profiles_1.ndjson", line_of("alice", with_mail) + line_of("bob")},
                 {"interactions-2.ndjson", call("x1", "cleo", R"("m1@example.org")") +
                                               call("x2", "cleo", R"("alice")") + call("x3", "cleo", R"("bob")")}});
    ASSERT_TRUE(full().published);
    write_input("profiles_1.ndjson", line_of("alice") + line_of("bob", with_mail));
    ASSERT_TRUE(night().is_incremental);
    ASSERT_TRUE(erase_persons({index_path(), {erased}, false}));
    for (const bool is_built_again : {false, true}) {
      if (is_built_again) {
        ASSERT_TRUE(full().published);
      }
      const auto searcher = open_in_force(index_path());
      EXPECT_EQ(searcher->knows("alice"), erased == "bob") << is_built_again;
      EXPECT_EQ(searcher->knows("bob"), erased == "alice") << is_built_again;
      EXPECT_EQ(searcher->knows("m1@example.org"), erased == "alice") << is_built_again;
    }
  }
}

TEST_F(IncrementalEdges, ErasingSomebodyGivesNobodyAnOldProfileBack) {
  write_small();
  write_input("profiles_1.ndjson", line_of("dora"));
  ASSERT_TRUE(full().published);
  // Who claims an address of somebody else as well, and must not be contacted any more.
  write_input("profiles_1.ndjson",
              line_of("dora", R"(,"contact_policy":"do_not_contact","emails":["cleo@example.org"])"));
  ASSERT_TRUE(night().is_incremental);
  ASSERT_TRUE(erase_persons({index_path(), {"cleo"}, false}));
  std::set<std::string> hits;
  const auto found = open_in_force(index_path())->search(request_of("anna", "java", 0.5));
  for (const Hit& hit : found.value().hits) hits.insert(hit.id);
  EXPECT_EQ(hits, (std::set<std::string>{"anna", "bram"}));
}

TEST_F(IncrementalEdges, WhoMustNotBeContactedStaysSoWhoeverIsErased) {
  write_small();
  write_input(
      "interactions-2.ndjson",
      R"({"id":"x1","at":"2023-11-03T10:00:00Z","from":"bram","to":["cleo"],"channel":"endorsement","skill":"java"})"
      "\n");
  bar("cleo@example.org");
  ASSERT_TRUE(full().published);
  ASSERT_TRUE(erase_persons({index_path(), {"bram"}, false}));
  const auto found = open_in_force(index_path())->search(request_of("anna", "java", 0.5));
  EXPECT_EQ(found.value().total, 1U) << "anna herself";
}

TEST_F(IncrementalEdges, ErasingSomebodyTakesNobodyElseWhoClaimsTheirNames) {
  write_small();
  ASSERT_TRUE(full().published);
  write_input("profiles_1.ndjson", line_of("dora", R"(,"emails":["cleo@example.org"])") +
                                       line_of("emma", R"(,"emails":["cleo@example.org"])"));
  ASSERT_TRUE(night().published);
  ASSERT_TRUE(erase_persons({index_path(), {"cleo"}, false}));
  ASSERT_TRUE(full().published);
  const auto searcher = open_in_force(index_path());
  EXPECT_FALSE(searcher->knows("cleo"));
  EXPECT_TRUE(searcher->knows("dora"));
  EXPECT_TRUE(searcher->knows("emma"));
}

TEST_F(IncrementalEdges, WhatWasWrittenIsNotKept) {
  write_small();
  const std::string written =
      R"({"at":"2023-11-04T10:00:00Z","from":"anna","to":["bram@example.org"],"channel":"email",)"
      R"("subject":"secret words","text":"about Erika"})"
      "\n";
  write_input("interactions-2.ndjson", written);
  ASSERT_TRUE(full().published);
  // An event of whoever gives up a name, read again; one that is new; and one of the journal.
  write_input("profiles_2.ndjson", line_of("bram"));
  write_input("interactions-3.ndjson", R"({"at":"2023-11-05T10:00:00Z","from":"anna","to":["cleo"],"channel":"email",)"
                                       R"("subject":"secret words","text":"about Erika"})"
                                       "\n");
  const IndexReport report = night();
  ASSERT_TRUE(report.is_incremental) << report.whole_because;
  for (const auto& entry : fs::recursive_directory_iterator(index_path() / file::kGenerations)) {
    if (!entry.is_regular_file()) continue;
    const std::string text = content_of(entry.path());
    EXPECT_EQ(text.find("secret words"), std::string::npos) << entry.path();
    EXPECT_EQ(text.find("about Erika"), std::string::npos) << entry.path();
  }
  // The same events again are the same.
  write_input("interactions-4.ndjson", written);
  EXPECT_EQ(night().counts.at("events"), report.counts.at("events"));
}

TEST_F(IncrementalEdges, TheDayIsThatOfAnEventThatEverybodyMayKnowOf) {
  write_small();
  write_files({{"interactions.ndjson",
                R"({"id":"e1","at":"2023-11-01T10:00:00Z","from":"anna","to":["bram"],"channel":"call","group":"g"})"
                "\n"}});
  ASSERT_TRUE(full().published);
  write_input("interactions-2.ndjson", call("x1", "anna", R"("bram")"));
  const IndexReport report = night();
  EXPECT_THAT(report.whole_because, HasSubstr("told what day it was"));
  EXPECT_EQ(format_instant(report.as_of), "2023-11-03T10:00:00Z");
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

TEST_F(IncrementalEdges, TheDocumentsOfWhoHasChangedAreMadeAlready) {
  write_small();
  ASSERT_TRUE(full().published);
  const std::string emma = line_of("emma");
  const std::string anna = line_of("anna", R"(,"emails":["anna@example.org"],"headline":"Engineer")");
  write_input("profiles_1.ndjson", emma + anna);
  ASSERT_TRUE(night().is_incremental);
  const fs::path generation = index_path() / file::kGenerations / current_generation(index_path());
  const MadeDocuments made(generation / file::kMadeDocuments);
  EXPECT_EQ(made.count(), 2U);
  for (const std::string& line : {emma, anna}) {
    const auto found = made.find(hash_of({line.substr(0, line.size() - 1), false, {}}));
    ASSERT_TRUE(found) << line;
    EXPECT_NE(found->view.find("java"), nullptr);
  }
}

TEST_F(IncrementalEdges, WhatIsDamagedIsNotAnswered) {
  write_small();
  ASSERT_TRUE(full().published);
  write_input("profiles_1.ndjson", line_of("emma"));
  ASSERT_TRUE(night().is_incremental);
  const fs::path generation = index_path() / file::kGenerations / current_generation(index_path());
  EXPECT_TRUE(open_in_force(index_path())->knows("emma"));
  for (const char* path : {file::kChanges, file::kMadeDocuments}) {
    const auto flip = [&] {
      std::fstream file(generation / path, std::ios::in | std::ios::out | std::ios::binary);
      file.seekg(-20, std::ios::end);
      const auto byte = static_cast<char>(file.get() ^ 1);
      file.seekp(-20, std::ios::end);
      file.put(byte);
    };
    flip();
    EXPECT_FALSE(open_in_force(index_path())->knows("emma")) << path << ": the generation before answers";
    flip();
    EXPECT_TRUE(open_in_force(index_path())->knows("emma"));
  }
}

}  // namespace
}  // namespace kennis
