/// @file
/// Every write, flush and rename of a run fails in turn, is short, or is the last thing that happens: indexing, the journal, erasing, backups. A small
/// part of the moments is tried in each test run, another one each time it is given another KENNIS_FAULT_SEED; with KENNIS_EVERY_FAULT, all.
#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <signal.h>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "indexer/index_run.h"
#include "indexer/upkeep/verify.h"
#include "journal/copy.h"
#include "journal/store.h"
#include "journal/tombstones.h"
#include "schema/fields.h"
#include "schema/manifest.h"
#include "searcher/searcher.h"
#include "tests/fixtures/seeds.h"
#include "tests/fixtures/temporary_folder.h"
#include "tests/server/tiny_world.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;
using testing::IsEmpty;

constexpr std::size_t kMomentsTried = 6;  ///< of each kind, unless all are

class Fault : public testing::Test {
 protected:
  struct Outcome {
    int status = 0;  ///< or minus the signal that ended it
    std::string said;
  };

  /// Runs a command on the disk that `fault` describes; what it counts goes to counts().
  [[nodiscard]] Outcome run(const std::vector<std::string>& arguments, const std::string& fault) const {
    const fs::path output = folder_ / "output";
    const pid_t child = ::fork();
    if (child == 0) {
      const int file = ::creat(output.c_str(), 0600);
      ::dup2(file, 1);
      ::dup2(file, 2);
      ::setenv("KENNIS_FAULT_FOLDER", work().c_str(), 1);
      ::setenv("KENNIS_FAULT", fault.c_str(), 1);
      ::setenv("KENNIS_FAULT_COUNT", (folder_ / "counts").c_str(), 1);
      std::vector<char*> pointers = {const_cast<char*>(KENNIS_FAULTY_RUN)};
      for (const std::string& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
      pointers.push_back(nullptr);
      ::execv(KENNIS_FAULTY_RUN, pointers.data());
      std::_Exit(127);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), content_of(output)};
  }
  [[nodiscard]] std::map<std::string, long> counts() const {
    std::map<std::string, long> counted;
    std::ifstream in(folder_ / "counts");
    std::string name;
    for (long count = 0; in >> name >> count;) counted[name] = count;
    return counted;
  }

  /// The faults to try, of each kind as many as there were calls of it when nothing failed.
  [[nodiscard]] std::vector<std::string> faults() const {
    const auto counted = counts();
    const bool all = std::getenv("KENNIS_EVERY_FAULT") != nullptr;
    const char* seed = std::getenv("KENNIS_FAULT_SEED");
    std::mt19937 random(seed != nullptr ? static_cast<unsigned>(std::atoi(seed)) : 1U);
    std::vector<std::string> found = {"short:0"};
    for (const auto& [fault, counter] : std::vector<std::pair<std::string, std::string>>{{"full", "full"},
                                                                                         {"short", "full"},
                                                                                         {"sync", "sync"},
                                                                                         {"rename", "rename"},
                                                                                         {"kill", "kill"},
                                                                                         {"power", "kill"}}) {
      std::vector<long> moments;
      for (long n = 1; n <= counted.at(counter); ++n) moments.push_back(n);
      if (!all) {
        std::shuffle(moments.begin(), moments.end(), random);
        moments.resize(std::min(moments.size(), kMomentsTried));
      }
      for (const long moment : moments) found.push_back(fault + ":" + std::to_string(moment));
    }
    return found;
  }

  void SetUp() override {
    fs::create_directories(work());
    fs::copy(world_.index(), kept(), fs::copy_options::recursive);
    reset();
    ASSERT_EQ(run({"append", kept().string(), "3"}, "none:0").status, 0) << content_of(folder_ / "output");
    reset();
  }
  /// What everything is tried on, again as it was.
  void reset() const {
    fs::remove_all(index());
    fs::copy(kept(), index(), fs::copy_options::recursive);
  }
  [[nodiscard]] fs::path work() const { return folder_ / "work"; }
  [[nodiscard]] fs::path index() const { return work() / "index"; }
  [[nodiscard]] fs::path kept() const { return folder_ / "kept"; }
  [[nodiscard]] std::string input() const { return (world_.index().parent_path() / "input").string(); }

  /// CURRENT is whole, searches answer what they should, and the journal is whole.
  void expect_whole(const fs::path& folder) const {
    const std::string current = current_generation(folder);
    const auto verified = verify_generation(folder, current);
    ASSERT_TRUE(verified) << verified.error().message;
    EXPECT_THAT(verified.value().faults, IsEmpty());
    const auto searcher = Searcher::open(folder, {});
    ASSERT_TRUE(searcher) << searcher.error().message;
    EXPECT_EQ(searcher.value()->manifest().generation, current);
    SearchRequest request;
    request.as = "anna";
    request.query = "rust";
    const auto answer = searcher.value()->search(request);
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer.value().total, 1U);
  }
  [[nodiscard]] std::set<std::string> ids_in_journal(const fs::path& folder) const {
    std::set<std::string> ids;
    const auto store = JournalStore::open(folder, JournalStore::Access::kRead);
    EXPECT_TRUE(store) << store.error().message;
    if (!store) return ids;
    store.value()->read(0, store.value()->last(), [&](const JournalEntry& entry) { ids.insert(entry.draft.key); });
    return ids;
  }

  tests::TinyWorld world_;
  TemporaryFolder folder_;
};

TEST_F(Fault, IndexingLeavesAWholeGenerationAndTheNextRunSucceeds) {
  const std::vector<std::string> command = {"index", input(), index().string()};
  ASSERT_EQ(run(command, "none:0").status, 0) << content_of(folder_ / "output");
  int failed = 0;
  int tried = 0;
  for (const std::string& fault : faults()) {
    reset();
    const std::string before = current_generation(index());
    const Outcome outcome = run(command, fault);
    ASSERT_TRUE(outcome.status == 0 || outcome.status == 1 || outcome.status == -SIGKILL)
        << fault << ": " << outcome.said;
    if (outcome.status == 1) {
      EXPECT_FALSE(outcome.said.empty()) << fault << ": says why";
    }
    if (fault.starts_with("short")) {
      EXPECT_EQ(outcome.status, 0) << fault << ": half a write is no failure";
    }
    if (outcome.status == 0) {
      EXPECT_NE(current_generation(index()), before) << fault << ": it said that it was done";
    }
    ASSERT_NO_FATAL_FAILURE(expect_whole(index())) << fault;
    EXPECT_EQ(ids_in_journal(index()).size(), 3U) << fault;
    failed += outcome.status == 0 ? 0 : 1;
    if (++tried % 5 == 0) {
      ASSERT_EQ(run(command, "none:0").status, 0) << "after " << fault << ": " << content_of(folder_ / "output");
      ASSERT_NO_FATAL_FAILURE(expect_whole(index())) << "after " << fault;
      for (const auto& entry : fs::directory_iterator(index() / file::kGenerations)) {
        EXPECT_FALSE(entry.path().filename().string().starts_with(".")) << fault << " left " << entry.path();
      }
    }
    if (HasFailure()) FAIL() << "at " << fault;
  }
  EXPECT_GT(failed, 12);
}

TEST_F(Fault, WhatTheJournalAcknowledgedIsThere) {
  const std::vector<std::string> command = {"append", index().string(), "8"};
  ASSERT_EQ(run(command, "none:0").status, 0) << content_of(folder_ / "output");
  int failed = 0;
  for (const std::string& fault : faults()) {
    reset();
    const Outcome outcome = run(command, fault);
    ASSERT_TRUE(outcome.status == 0 || outcome.status == 1 || outcome.status == -SIGKILL)
        << fault << ": " << outcome.said;
    ASSERT_EQ(fault_of_journal(index()), "") << fault;
    const std::set<std::string> there = ids_in_journal(index());
    std::istringstream said(outcome.said);
    for (std::string id; std::getline(said, id);) {
      if (id.find('/') == std::string::npos) {
        EXPECT_TRUE(there.contains(id)) << fault << " lost " << id;
      }
    }
    EXPECT_GE(there.size(), 3U) << fault;
    failed += outcome.status == 0 ? 0 : 1;
    if (failed % 10 == 1) {
      ASSERT_EQ(run(command, "none:0").status, 0) << "after " << fault;
    }
    if (HasFailure()) FAIL() << "at " << fault << ": " << outcome.said;
  }
  EXPECT_GT(failed, 12);
}

TEST_F(Fault, AnErasureIsDoneOrCanBeDoneAgain) {
  const std::vector<std::string> command = {"erase", index().string(), "carla"};
  ASSERT_EQ(run(command, "none:0").status, 0) << content_of(folder_ / "output");
  const auto is_there = [&] { return Searcher::open(index(), {}).value()->knows("carla"); };
  for (const std::string& fault : faults()) {
    reset();
    const Outcome outcome = run(command, fault);
    const bool is_done = outcome.status == 0;
    if (is_done) {
      EXPECT_FALSE(is_there()) << fault;
    }
    EXPECT_EQ(is_there(), Tombstones::of(index()).empty()) << fault << ": from the first tombstone on";
    ASSERT_EQ(run(command, "none:0").status, 0) << "again after " << fault << ": " << content_of(folder_ / "output");
    EXPECT_FALSE(is_there()) << fault;
    ASSERT_NO_FATAL_FAILURE(expect_whole(index())) << fault;
    if (HasFailure()) FAIL() << "at " << fault << ": " << outcome.said;
  }
}

TEST_F(Fault, ABackupIsWholeOrIsNotThere) {
  const fs::path backup = work() / "backup";
  const std::vector<std::string> command = {"backup", index().string(), backup.string()};
  ASSERT_EQ(run(command, "none:0").status, 0) << content_of(folder_ / "output");
  for (const std::string& fault : faults()) {
    fs::remove_all(backup);
    const Outcome outcome = run(command, fault);
    if (outcome.status == 0) {
      ASSERT_NO_FATAL_FAILURE(expect_whole(backup)) << fault;
    }
    if (outcome.status != 0 && !current_generation(backup).empty()) {
      ASSERT_NO_FATAL_FAILURE(expect_whole(backup)) << fault;
    }
    ASSERT_EQ(run(command, "none:0").status, 0) << "again after " << fault << ": " << content_of(folder_ / "output");
    ASSERT_NO_FATAL_FAILURE(expect_whole(backup)) << fault;
    if (HasFailure()) FAIL() << "at " << fault << ": " << outcome.said;
  }
}

TEST_F(Fault, AFlippedBitInAnyFileIsNeverAnsweredFrom) {
  const std::string damaged = current_generation(index());
  ASSERT_EQ(run({"index", input(), index().string()}, "none:0").status, 0);
  const std::string current = current_generation(index());
  const fs::path generation = index() / file::kGenerations / current;
  std::mt19937 random(seed_of(1));
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(generation)) {
    if (!entry.is_regular_file() || entry.file_size() == 0) continue;
    const std::string whole = content_of(entry.path());
    std::string flipped = whole;
    const std::size_t at = random() % flipped.size();
    flipped[at] = static_cast<char>(flipped[at] ^ (1 << (random() % 8)));
    write_file(entry.path(), flipped);
    std::string warned;
    SearcherOptions options;
    options.check = Check::kContents;  // as a server compares them
    options.warn = [&](const std::string& warning) { warned += warning; };
    const auto searcher = Searcher::open(index(), options);
    ASSERT_TRUE(searcher) << entry.path();
    EXPECT_EQ(searcher.value()->manifest().generation, damaged) << entry.path() << ": the one before";
    EXPECT_THAT(warned, testing::HasSubstr(current)) << entry.path() << ": says so";
    write_file(entry.path(), whole);
    ++files;
  }
  EXPECT_GT(files, 12);
  const std::string manifest = content_of(generation / file::kManifest);
  for (std::size_t size = 0; size < manifest.size(); size += 97) {
    write_file(generation / file::kManifest, manifest.substr(0, size));
    EXPECT_EQ(Searcher::open(index(), {}).value()->manifest().generation, damaged)
        << "a manifest of " << size << " bytes";
  }
  write_file(generation / file::kManifest, manifest);
  EXPECT_EQ(Searcher::open(index(), {}).value()->manifest().generation, current);
}

}  // namespace
}  // namespace kennis
