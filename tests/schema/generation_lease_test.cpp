/// @file
#include "schema/generation_lease.h"

#include <atomic>
#include <system_error>
#include <thread>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

TEST(GenerationLease, KeepsAGenerationUntilTheLastReaderIsGone) {
  const TemporaryFolder folder;
  write_file(folder / "2025/network/graph.bin", "x");
  {
    GenerationLease first(folder / "2025");
    const GenerationLease second(folder / "2025");
    EXPECT_FALSE(remove_unless_leased(folder / "2025"));
    const GenerationLease moved = std::move(first);
  }
  {
    const GenerationLease third(folder / "2025");
    EXPECT_FALSE(remove_unless_leased(folder / "2025"));
    EXPECT_EQ(content_of(folder / "2025/network/graph.bin"), "x");
  }
  EXPECT_TRUE(remove_unless_leased(folder / "2025"));
  EXPECT_TRUE(fs::is_empty(folder.path())) << "nothing hidden is left either";
}

TEST(GenerationLease, WhatIsNotThereCannotBeLeasedNorRemoved) {
  const TemporaryFolder folder;
  EXPECT_THROW(GenerationLease{folder / "2025"}, std::system_error);
  EXPECT_FALSE(remove_unless_leased(folder / "2025"));
  write_file(folder / "2026", "a file");
  EXPECT_THROW(GenerationLease{folder / "2026"}, std::system_error);
}

TEST(GenerationLease, IsNeverOfAFolderThatIsBeingRemoved) {
  const TemporaryFolder folder;
  int leased = 0;
  for (int round = 0; round < 300; ++round) {
    for (int i = 0; i < 5; ++i) write_file(folder / ("2025/part" + std::to_string(i)), "x");
    std::atomic<bool> begun = false;
    std::thread remover([&] {
      while (!begun) std::this_thread::yield();
      remove_unless_leased(folder / "2025");
    });
    begun = true;
    try {
      const GenerationLease lease(folder / "2025");
      ++leased;
      for (int i = 0; i < 5; ++i) EXPECT_TRUE(fs::exists(folder / ("2025/part" + std::to_string(i)))) << round;
      remover.join();
      EXPECT_TRUE(fs::exists(folder / "2025/part0"));
    } catch (const std::system_error& error) {
      EXPECT_EQ(error.code().value(), ENOENT);
      remover.join();
    }
    remove_unless_leased(folder / "2025");
  }
  EXPECT_GT(leased, 0);
}

}  // namespace
}  // namespace kennis
