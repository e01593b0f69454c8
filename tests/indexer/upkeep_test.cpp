/// @file
/// Verifying, backing up and restoring a generation of a small world.
#include <algorithm>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "indexer/publish.h"
#include "indexer/upkeep/backup.h"
#include "indexer/upkeep/verify.h"
#include "journal/journal.h"
#include "schema/fields.h"
#include "schema/generation_lease.h"
#include "schema/manifest.h"
#include "tests/fixtures/temporary_folder.h"
#include "tests/server/tiny_world.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

void flip_bit(const fs::path& path) {
  std::string content = content_of(path);
  content[content.size() / 2] = static_cast<char>(content[content.size() / 2] ^ 1);
  write_file(path, content);
}

class Upkeep : public testing::Test {
 protected:
  [[nodiscard]] fs::path backup() const { return folder_ / "backup"; }
  [[nodiscard]] fs::path generation() const { return world_.index() / file::kGenerations / name_; }
  [[nodiscard]] std::vector<std::string> faults(const fs::path& index) const {
    const auto report = verify_generation(index, name_);
    return report ? report.value().faults : std::vector<std::string>{report.error().message};
  }
  [[nodiscard]] Result<CopyReport> copy(const fs::path& from, const fs::path& to) const {
    CopyOptions options;
    options.from = from;
    options.to = to;
    return copy_generation(options);
  }

  TemporaryFolder folder_;
  tests::TinyWorld world_;
  const std::string name_ = current_generation(world_.index());
};

TEST_F(Upkeep, AWholeGenerationHasNoFaults) {
  const auto report = verify_generation(world_.index(), name_);
  ASSERT_TRUE(report);
  EXPECT_THAT(report.value().faults, IsEmpty());
  EXPECT_GT(report.value().files, 8U);
  EXPECT_FALSE(verify_generation(world_.index(), "2020"));
  EXPECT_FALSE(verify_generation(world_.index(), ""));
}

TEST_F(Upkeep, OneBitInAnyFileIsFound) {
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(generation())) {
    if (!entry.is_regular_file()) continue;
    const std::string whole = content_of(entry.path());
    flip_bit(entry.path());
    EXPECT_THAT(faults(world_.index()), Contains(HasSubstr(entry.path().string())));
    write_file(entry.path(), whole.substr(0, whole.size() - 1));
    EXPECT_THAT(faults(world_.index()), Contains(HasSubstr(entry.path().string())));
    fs::remove(entry.path());
    EXPECT_THAT(faults(world_.index()), Contains(HasSubstr(entry.path().string())));
    write_file(entry.path(), whole);
    ++files;
  }
  EXPECT_GT(files, 9);
  EXPECT_THAT(faults(world_.index()), IsEmpty());
  write_file(generation() / "network/more.bin", "x");
  EXPECT_THAT(faults(world_.index()), ElementsAre(HasSubstr("more.bin: is not of this generation")));
}

/// The files are as they were written, and the writer was wrong: only what is between them tells.
TEST_F(Upkeep, PartsOfDifferentGenerationsAreFound) {
  const std::string other = world_.publish(R"({"id": "gina", "name": "Gina", "headline": "Go"})");
  fs::remove_all(generation() / file::kProfiles);
  fs::copy(world_.index() / file::kGenerations / other / file::kProfiles, generation() / file::kProfiles);
  auto manifest = read_manifest(generation());
  ASSERT_TRUE(manifest);
  for (ManifestFile& file : manifest.value().files) {
    file.bytes = fs::file_size(generation() / file.path);
    file.xxh3 = checksum_of_file(generation() / file.path);
  }
  write_manifest(generation(), manifest.value());
  EXPECT_THAT(faults(world_.index()), Contains(HasSubstr("documents for")));
}

TEST_F(Upkeep, ABackupIsAnIndexThatAnswersAsBefore) {
  const auto report = copy(world_.index(), backup());
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_FALSE(report.value().was_there);
  EXPECT_THAT(faults(backup()), IsEmpty());
  fs::remove_all(world_.index());
  ASSERT_TRUE(copy(backup(), world_.index()));
  EXPECT_EQ(current_generation(world_.index()), name_);
  EXPECT_THAT(faults(world_.index()), IsEmpty());
  const auto searcher = world_.open();
  ASSERT_TRUE(searcher);
  EXPECT_TRUE(searcher->knows("anna"));
}

TEST_F(Upkeep, AnotherBackupAddsToTheOnesBefore) {
  ASSERT_TRUE(copy(world_.index(), backup()));
  const auto again = copy(world_.index(), backup());
  ASSERT_TRUE(again);
  EXPECT_TRUE(again.value().was_there);
  const std::string second = world_.publish();
  ASSERT_TRUE(copy(world_.index(), backup()));
  EXPECT_THAT(generations_of(backup()), ElementsAre(second, name_));
  EXPECT_EQ(current_generation(backup()), second);
  CopyOptions options;
  options.from = backup();
  options.to = world_.index();
  options.generation = name_;
  ASSERT_TRUE(copy_generation(options));
  EXPECT_EQ(current_generation(world_.index()), name_) << "an earlier one is restored, too";
  EXPECT_THAT(generations_of(world_.index()), ElementsAre(second, name_)) << "nothing else goes";
  options = {};
  options.from = world_.index();
  options.to = backup();
  options.keep = 1;
  ASSERT_TRUE(copy_generation(options));
  EXPECT_THAT(generations_of(backup()), ElementsAre(name_));
}

EntryDraft draft_of(const std::string& id) {
  return {RecordKind::kProfile, "anna", id, R"({"id":")" + id + R"(","updated_at":"2025-03-01"})"};
}

JournalPosition last_of(const fs::path& index) {
  const auto store = JournalStore::open(index, JournalStore::Access::kRead);
  return store ? store.value()->last() : 0;
}

TEST_F(Upkeep, TheJournalIsBackedUpWhileItIsWrittenAndComesBack) {
  const auto journal = Journal::open(world_.index());
  ASSERT_TRUE(journal);
  ASSERT_TRUE(journal.value()->append({draft_of("gina")}));
  const auto first = copy(world_.index(), backup());
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first.value().journal, JournalCopy::kCopied);
  ASSERT_TRUE(journal.value()->append({draft_of("hugo"), draft_of("ines")}));
  ASSERT_TRUE(copy(world_.index(), backup())) << "a generation that was there";
  EXPECT_EQ(last_of(backup()), 3U);
  EXPECT_THAT(faults(backup()), IsEmpty());
  const fs::path other = folder_ / "other";
  ASSERT_TRUE(copy(backup(), other));
  const auto searcher = Searcher::open(other, {});
  ASSERT_TRUE(searcher);
  EXPECT_TRUE(searcher.value()->knows("ines"));
  ASSERT_TRUE(Journal::open(other).value()->append({draft_of("jana")})) << "it goes on";
  EXPECT_TRUE(searcher.value()->knows("jana"));
}

TEST_F(Upkeep, NoEntryIsTakenAway) {
  ASSERT_TRUE(Journal::open(world_.index()).value()->append({draft_of("gina")}));
  ASSERT_TRUE(copy(world_.index(), backup()));
  ASSERT_TRUE(Journal::open(world_.index()).value()->append({draft_of("hugo")}));
  const auto back = copy(backup(), world_.index());
  ASSERT_TRUE(back);
  EXPECT_EQ(back.value().journal, JournalCopy::kKept);
  EXPECT_EQ(last_of(world_.index()), 2U);
  for (const char* name : {file::kGenerations, file::kCurrent}) fs::remove_all(world_.index() / name);
  ASSERT_TRUE(copy(backup(), world_.index())) << "an index with its journal alone";
  EXPECT_EQ(last_of(world_.index()), 2U);
  ASSERT_TRUE(Journal::open(backup()).value()->append({draft_of("ines")}));
  const auto refused = copy(world_.index(), backup());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidRequest);
  EXPECT_THAT(refused.error().message, HasSubstr("another journal"));
  EXPECT_EQ(last_of(backup()), 2U);
}

TEST_F(Upkeep, ADamagedJournalIsFoundAndNotCopied) {
  {
    const auto journal = Journal::open(world_.index());
    for (int i = 0; i < 200; ++i) ASSERT_TRUE(journal.value()->append({draft_of("person" + std::to_string(i))}));
  }
  const fs::path path = world_.index() / file::kJournal;
  const std::string whole = content_of(path);
  std::string broken = whole;
  std::fill(broken.begin() + 4096, broken.begin() + 8192, 'x');
  write_file(path, broken);
  EXPECT_THAT(faults(world_.index()), ElementsAre(HasSubstr("journal.sqlite")));
  EXPECT_FALSE(copy(world_.index(), backup()));
  EXPECT_THAT(generations_of(backup()), IsEmpty());
  write_file(path, whole);
  EXPECT_THAT(faults(world_.index()), IsEmpty());
  EXPECT_TRUE(copy(world_.index(), backup()));
}

TEST_F(Upkeep, WhatIsDamagedIsNotBackedUp) {
  ASSERT_TRUE(copy(world_.index(), backup()));
  const std::string second = world_.publish();
  flip_bit(world_.index() / file::kGenerations / second / file::kGraph);
  const auto refused = copy(world_.index(), backup());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kNoGeneration);
  EXPECT_THAT(refused.error().message, HasSubstr("graph.bin"));
  EXPECT_THAT(generations_of(backup()), ElementsAre(name_));
  EXPECT_EQ(current_generation(backup()), name_);
  EXPECT_EQ(std::distance(fs::directory_iterator(backup() / file::kGenerations), {}), 1) << "no leftovers";
}

TEST_F(Upkeep, ADamagedCopyIsReplacedUnlessItIsInUse) {
  ASSERT_TRUE(copy(world_.index(), backup()));
  flip_bit(generation() / file::kTies);
  {
    const GenerationLease lease(generation());
    const auto refused = copy(backup(), world_.index());
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("in use"));
  }
  ASSERT_TRUE(copy(backup(), world_.index()));
  EXPECT_THAT(faults(world_.index()), IsEmpty());
}

TEST_F(Upkeep, FoldersOfSomethingElseAreLeftAlone) {
  write_file(folder_ / "letters/dear-anna.txt", "Dear Anna");
  EXPECT_FALSE(copy(world_.index(), folder_ / "letters"));
  EXPECT_FALSE(copy(world_.index(), folder_ / "letters/dear-anna.txt"));
  EXPECT_FALSE(copy(world_.index(), world_.index()));
  EXPECT_FALSE(copy(folder_ / "none", backup()));
  EXPECT_FALSE(fs::exists(backup()));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "letters"), {}), 1);
  fs::create_directories(backup());
  EXPECT_TRUE(copy(world_.index(), backup())) << "an empty folder will do";
}

}  // namespace
}  // namespace kennis
