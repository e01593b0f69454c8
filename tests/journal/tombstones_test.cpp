/// @file
#include "journal/tombstones.h"

#include <fstream>

#include <gtest/gtest.h>

#include "journal/journal.h"
#include "journal/scrub.h"
#include "journal/without_erased.h"
#include "schema/fields.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

TEST(Tombstones, KnowWhoWasErasedInAnySpellingAndNobodyElse) {
  const TemporaryFolder folder;
  EXPECT_TRUE(Tombstones::of(folder.path()).empty());
  EXPECT_EQ(add_tombstones(folder.path(), {"carla", "mailto:carla@example.org"}), 2U);
  const Tombstones stones = Tombstones::of(folder.path());
  EXPECT_TRUE(stones.has("carla"));
  EXPECT_TRUE(stones.has("Carla <Carla@Example.org>"));
  EXPECT_TRUE(stones.has("erased:0123")) << "where a name stood";
  EXPECT_FALSE(stones.has("Carla"));
  EXPECT_FALSE(stones.has(""));
  for (int i = 0; i < 200'000; ++i) ASSERT_FALSE(stones.has("person" + std::to_string(i)));
  EXPECT_EQ(add_tombstones(folder.path(), {"carla", "dana"}), 1U) << "one was there";
  EXPECT_EQ(Tombstones::of(folder.path()).size(), 3U);
}

TEST(Tombstones, DoNotSayWhoTheyAreOf) {
  const TemporaryFolder folder;
  const TemporaryFolder other;
  add_tombstones(folder.path(), {"carla"});
  add_tombstones(other.path(), {"carla"});
  const std::string text = content_of(folder / file::kTombstones);
  EXPECT_EQ(text.find("carla"), std::string::npos);
  EXPECT_NE(text, content_of(other / file::kTombstones)) << "each index has a salt of its own";
}

TEST(Tombstones, AGenerationIsBehindByThoseThatCameAfterItsMark) {
  const TemporaryFolder folder;
  add_tombstones(folder.path(), {"a"});
  const TombstoneMark mark = Tombstones::of(folder.path()).mark();
  EXPECT_TRUE(Tombstones::of(folder.path()).behind(mark).empty());
  add_tombstones(folder.path(), {"b"});
  const Tombstones later = Tombstones::of(folder.path()).behind(mark);
  EXPECT_TRUE(later.has("b"));
  EXPECT_FALSE(later.has("a"));
  EXPECT_EQ(Tombstones::of(folder.path()).behind({}).size(), 2U) << "one that knew of none";
  EXPECT_EQ(Tombstones::of(folder.path()).behind({mark.bytes, "other"}).size(), 2U) << "one of another index";
}

TEST(Tombstones, OneThatWasCutOffIsWrittenAgain) {
  const TemporaryFolder folder;
  add_tombstones(folder.path(), {"a", "b"});
  const std::string whole = content_of(folder / file::kTombstones);
  for (std::size_t size = whole.size() / 2; size < whole.size(); ++size) {
    write_file(folder / file::kTombstones, whole.substr(0, size));
    EXPECT_EQ(Tombstones::of(folder.path()).size(), 1U);
    EXPECT_EQ(add_tombstones(folder.path(), {"a", "b"}), 1U);
    EXPECT_EQ(Tombstones::of(folder.path()).size(), 2U);
    EXPECT_TRUE(Tombstones::of(folder.path()).has("b"));
  }
  write_file(folder / file::kTombstones, "x" + whole.substr(1));
  EXPECT_THROW((void)Tombstones::of(folder.path()), std::runtime_error) << "nobody is revived by damage";
}

TEST(Tombstones, AreMergedAndLifted) {
  const TemporaryFolder one;
  const TemporaryFolder two;
  add_tombstones(one.path(), {"a", "b"});
  add_tombstones(two.path(), {"c"});
  EXPECT_EQ(merge_tombstones(one.path(), two.path()), 2U);
  EXPECT_EQ(merge_tombstones(one.path(), two.path()), 0U);
  for (const char* name : {"a", "b", "c"}) EXPECT_TRUE(Tombstones::of(two.path()).has(name)) << name;
  EXPECT_EQ(remove_tombstones(two.path(), {"a"}), 1U);
  EXPECT_FALSE(Tombstones::of(two.path()).has("a"));
  EXPECT_TRUE(Tombstones::of(two.path()).has("b"));
}

TEST(WithoutErased, PutsPseudonymsWhereNamesStood) {
  const TemporaryFolder folder;
  add_tombstones(folder.path(), {"x", "mailto:x@example.org"});
  const Tombstones stones = Tombstones::of(folder.path());
  const Pseudonyms pseudonyms;
  const auto event = without_erased(RecordKind::kInteraction,
                                    R"({"at":1.50,"from":"a","to":["X@example.org","b"],"subject":"x","topics":["x"]})",
                                    stones, pseudonyms);
  EXPECT_EQ(event.record, R"({"at":1.50,"from":"a","to":[")" + pseudonyms.of("X@example.org") +
                              R"(","b"],"subject":"","topics":["x"]})");
  EXPECT_FALSE(is_about_erased(RecordKind::kInteraction, event));
  const std::string of_others = R"({"from":"a","to":["b"],"subject":"of x","text":"x"})";
  EXPECT_EQ(without_erased(RecordKind::kInteraction, of_others, stones, pseudonyms).record, of_others);
  EXPECT_EQ(without_free_text(RecordKind::kInteraction, of_others),
            R"({"from":"a","to":["b"],"subject":"","text":""})");
  EXPECT_EQ(without_free_text(RecordKind::kIntroduction, R"({"id":"i","state":"no","text":"x left"})"),
            R"({"id":"i","state":"no","text":""})");
  EXPECT_EQ(without_free_text(RecordKind::kIntroduction, "{\"x\""), "{\"x\"");
  EXPECT_TRUE(
      is_about_erased(RecordKind::kInteraction,
                      without_erased(RecordKind::kInteraction, R"({"from":"x","to":["a"]})", stones, pseudonyms)));
  EXPECT_TRUE(is_about_erased(
      RecordKind::kProfile,
      without_erased(RecordKind::kProfile, R"({"id":"new","emails":["x@example.org"]})", stones, pseudonyms)));
  const std::string other = R"({"id":"b","skills":["x"],"summary":"x"})";
  EXPECT_EQ(without_erased(RecordKind::kProfile, other, stones, pseudonyms).record, other);
  EXPECT_TRUE(without_erased(RecordKind::kProfile, other, stones, pseudonyms).fields.empty());
  EXPECT_EQ(without_erased(R"({"ids":["a","x"],"q":{"as":"x"}})", stones, pseudonyms).record,
            R"({"ids":["a",")" + pseudonyms.of("x") + R"("],"q":{"as":")" + pseudonyms.of("x") + R"("}})");
  EXPECT_EQ(without_erased("{\"x\"", stones, pseudonyms).record, "{\"x\"") << "what is no JSON stays";
  EXPECT_NE(pseudonyms.of("x"), Pseudonyms().of("x")) << "the key is nobody's afterwards";
}

TEST(NamesErased, LooksIntoWhatIsNoRecord) {
  const TemporaryFolder folder;
  add_tombstones(folder.path(), {"x", "mailto:x@example.org"});
  const Tombstones stones = Tombstones::of(folder.path());
  EXPECT_TRUE(names_erased(R"({"id":"x","name)", stones));
  EXPECT_TRUE(names_erased("a,b,x@example.org;c", stones));
  EXPECT_FALSE(names_erased(R"({"id":"xx","name":"x y z)", Tombstones()));
  EXPECT_FALSE(names_erased(R"({"id":"xx"})", stones));
}

TEST(Scrub, LeavesPlacesAndTheOthersOfTheJournal) {
  const TemporaryFolder folder;
  const std::vector<EntryDraft> drafts = {
      {RecordKind::kInteraction, "a", "e1", R"({"id":"e1","from":"x","to":["a"]})"},
      {RecordKind::kInteraction, "x", "e2", R"({"id":"e2","from":"a","to":["b"]})"},
      {RecordKind::kInteraction, "a", "e3", R"({"id":"e3","from":"a","to":["b","x"]})"},
      {RecordKind::kProfile, "x", "x", R"({"id":"x","name":"Secret"})"},
      {RecordKind::kPool, "a", "pool", R"({"members":["x","b"]})"},
      {RecordKind::kProfile, "b", "b", R"({"id":"b"})"}};
  ASSERT_TRUE(Journal::open(folder.path()).value()->append(drafts));
  add_tombstones(folder.path(), {"x"});
  const Tombstones stones = Tombstones::of(folder.path());
  const auto report = scrub_journal(folder.path(), stones, false);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report.value().blanked, 2U);
  EXPECT_EQ(report.value().changed, 3U);
  EXPECT_EQ(report.value().erasure, 7U);
  std::vector<std::string> records;
  const auto store = JournalStore::open(folder.path(), JournalStore::Access::kRead).value();
  store->read(0, store->last(), [&](const JournalEntry& entry) {
    EXPECT_EQ(entry.position, records.size() + 1) << "places stay";
    records.push_back(entry.draft.record);
    EXPECT_NE(entry.draft.author, "x");
    EXPECT_NE(entry.draft.key, "x");
  });
  EXPECT_EQ(records[0], "{}");
  EXPECT_EQ(records[1], drafts[1].record);
  EXPECT_EQ(records[3], "{}");
  EXPECT_EQ(records[5], drafts[5].record);
  std::string bytes = content_of(folder / file::kJournal);
  bytes += std::filesystem::exists((folder / file::kJournal).string() + "-wal")
               ? content_of((folder / file::kJournal).string() + "-wal")
               : "";
  EXPECT_EQ(bytes.find("Secret"), std::string::npos) << "overwritten on disk, too";
  EXPECT_EQ(scrub_journal(folder.path(), stones, false).value().erasure, 0U) << "nothing is left to do";
}

}  // namespace
}  // namespace kennis
