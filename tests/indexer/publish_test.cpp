/// @file
#include "indexer/publish.h"

#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schema/fields.h"
#include "schema/generation_lease.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

class Publishing : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path index() const { return folder_ / "index"; }

  void publish_one(const std::string& name, std::size_t keep) {
    const auto building = index() / file::kGenerations / ("." + name);
    Manifest manifest;
    manifest.format_version = kFormatVersion;
    manifest.generation = name;
    const auto path = write_file(building / "network/graph.bin", name);
    manifest.files = {{"network/graph.bin", name.size(), checksum_of_file(path)}};
    write_manifest(building, manifest);
    publish(index(), building, manifest, keep);
  }
  TemporaryFolder folder_;
};

TEST_F(Publishing, PutsAGenerationInForce) {
  const IndexLock lock(index());
  publish_one("2025-a", 3);
  EXPECT_EQ(current_generation(index()), "2025-a");
  const auto manifest = read_manifest(index() / file::kGenerations / "2025-a");
  ASSERT_TRUE(manifest);
  EXPECT_EQ(damage_of(index() / file::kGenerations / "2025-a", manifest.value(), Check::kContents), std::nullopt);
}

TEST_F(Publishing, KeepsTheNewestGenerations) {
  const IndexLock lock(index());
  for (const char* name : {"2021", "2022", "2023", "2024"}) publish_one(name, 3);
  EXPECT_THAT(generations_of(index()), ElementsAre("2024", "2023", "2022"));
  publish_one("2025", 1);
  EXPECT_THAT(generations_of(index()), ElementsAre("2025"));
  publish_one("2026", 0);
  EXPECT_THAT(generations_of(index()), ElementsAre("2026")) << "what is in force is always kept";
}

TEST_F(Publishing, KeepsWhatIsInForceWhenTheClockWentBack) {
  const IndexLock lock(index());
  publish_one("2025", 1);
  publish_one("2024", 1);
  EXPECT_EQ(current_generation(index()), "2024");
  EXPECT_THAT(generations_of(index()), testing::Contains("2024"));
}

TEST_F(Publishing, NamesFollowEachOtherWhateverTheClockSays) {
  const IndexLock lock(index());
  const Seconds noon = parse_instant("2025-03-01T12:00:00Z").value_or(0);
  const std::string first = new_generation_name(index(), noon);
  EXPECT_THAT(first, testing::MatchesRegex("20250301T120000Z-[0-9a-f]{8}"));
  publish_one(first, 9);
  const std::string same_second = new_generation_name(index(), noon);
  EXPECT_THAT(same_second, testing::StartsWith("20250301T120001Z-"));
  publish_one(same_second, 9);
  const std::string clock_went_back = new_generation_name(index(), noon - 100 * kSecondsPerDay);
  EXPECT_THAT(clock_went_back, testing::StartsWith("20250301T120002Z-"));
  publish_one(clock_went_back, 9);
  const std::string next_day = new_generation_name(index(), noon + kSecondsPerDay);
  EXPECT_THAT(next_day, testing::StartsWith("20250302T120000Z-"));
  publish_one(next_day, 9);
  publish_one("zz-made-by-hand", 9);
  EXPECT_THAT(new_generation_name(index(), noon), testing::StartsWith("20250302T120001Z-"));
  EXPECT_THAT(generations_of(index()), ElementsAre("zz-made-by-hand", next_day, clock_went_back, same_second, first));
}

TEST_F(Publishing, TheOldestGoFirstAndWhatIsLeasedStays) {
  const IndexLock lock(index());
  for (const char* name : {"2021", "2022", "2023"}) publish_one(name, 9);
  {
    const GenerationLease lease(index() / file::kGenerations / "2021");
    publish_one("2024", 2);
    EXPECT_THAT(generations_of(index()), ElementsAre("2024", "2023", "2021"));
  }
  publish_one("2025", 2);
  EXPECT_THAT(generations_of(index()), ElementsAre("2025", "2024"));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(index() / file::kGenerations), {}), 2);
}

TEST_F(Publishing, WhatLacksAFileOfItsManifestIsNotPutInForce) {
  const IndexLock lock(index());
  publish_one("2023", 2);
  const auto building = index() / file::kGenerations / ".2024";
  std::filesystem::create_directories(building);
  Manifest manifest;
  manifest.generation = "2024";
  manifest.files.push_back({"network/graph.bin", 8, "0"});
  EXPECT_THROW(publish(index(), building, manifest, 2), std::system_error);
  EXPECT_EQ(current_generation(index()), "2023");
}

TEST_F(Publishing, RejectsGoWithTheirGenerations) {
  const IndexLock lock(index());
  const auto rejects = index() / file::kRejects;
  publish_one("2023", 2);
  for (const char* name : {"2023.ndjson", "2024-not-published.ndjson", "2025.ndjson", "mine.txt"}) {
    write_file(rejects / name, "{}\n");
  }
  publish_one("2025", 2);
  EXPECT_FALSE(std::filesystem::exists(rejects / "2024-not-published.ndjson"));
  for (const char* name : {"2023.ndjson", "2025.ndjson", "mine.txt"}) {
    EXPECT_TRUE(std::filesystem::exists(rejects / name)) << name;
  }
  publish_one("2026", 1);
  EXPECT_FALSE(std::filesystem::exists(rejects / "2023.ndjson"));
  EXPECT_FALSE(std::filesystem::exists(rejects / "2025.ndjson"));
  EXPECT_TRUE(std::filesystem::exists(rejects / "mine.txt")) << "not ours";
}

TEST_F(Publishing, SweepsWhatRunsHaveLeft) {
  const IndexLock lock(index());
  publish_one("2025", 3);
  write_file(index() / file::kGenerations / ".2026/scratch/profiles-0.run", "x");
  write_file(index() / ".CURRENT.new", "half a na");
  sweep_leftovers(index());
  EXPECT_THAT(generations_of(index()), ElementsAre("2025"));
  EXPECT_FALSE(std::filesystem::exists(index() / file::kGenerations / ".2026"));
  EXPECT_FALSE(std::filesystem::exists(index() / ".CURRENT.new"));
  EXPECT_EQ(current_generation(index()), "2025");
}

TEST_F(Publishing, OneRunAtATimeHoldsTheIndex) {
  {
    const IndexLock lock(index());
    EXPECT_THAT([&] { const IndexLock second(index()); },
                ThrowsMessage<std::runtime_error>(AllOf(
                    HasSubstr(index().string()), HasSubstr("is being written by process " + std::to_string(::getpid())),
                    HasSubstr(" since 20"))));
  }
  EXPECT_NO_THROW(IndexLock{index()}) << "given up with its owner";
  EXPECT_EQ(content_of(index() / file::kLock), "") << "nobody holds it";
}

TEST_F(Publishing, AProcessThatDiesGivesTheIndexUp) {
  int told[2];
  ASSERT_EQ(::pipe(told), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const IndexLock lock(index());
    (void)!::write(told[1], "x", 1);
    ::pause();
    ::_exit(0);
  }
  char byte = 0;
  ASSERT_EQ(::read(told[0], &byte, 1), 1);
  EXPECT_THAT([&] { const IndexLock second(index()); },
              ThrowsMessage<std::runtime_error>(HasSubstr("process " + std::to_string(child))));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(told[0]);
  ::close(told[1]);
  EXPECT_NO_THROW(IndexLock{index()});
}

TEST_F(Publishing, AnIndexThatCannotBeMadeIsNamed) {
  write_file(index(), "a plain file");
  EXPECT_THROW(IndexLock{index()}, std::system_error);
}

TEST_F(Publishing, WhatCannotBePublishedLeavesTheOldOneInForce) {
  const IndexLock lock(index());
  publish_one("2024", 3);
  Manifest manifest;
  manifest.generation = "2025";
  EXPECT_THROW(publish(index(), index() / file::kGenerations / ".missing", manifest, 3), std::system_error);
  EXPECT_EQ(current_generation(index()), "2024");
}

}  // namespace
}  // namespace kennis
