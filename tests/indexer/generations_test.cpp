/// @file
#include "indexer/upkeep/generations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "indexer/publish.h"
#include "schema/fields.h"
#include "schema/generation_lease.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Generations : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"2022", "2023", "2024"}) publish_one(name);
  }
  [[nodiscard]] std::filesystem::path index() const { return folder_ / "index"; }
  [[nodiscard]] std::filesystem::path generation(const std::string& name) const {
    return index() / file::kGenerations / name;
  }
  void publish_one(const std::string& name) {
    const IndexLock lock(index());
    const auto building = index() / file::kGenerations / ("." + name);
    Manifest manifest;
    manifest.format_version = kFormatVersion;
    manifest.generation = name;
    manifest.counts["profiles"] = 7;
    const auto path = write_file(building / "network/graph.bin", name);
    manifest.files = {{"network/graph.bin", name.size(), checksum_of_file(path)}};
    write_manifest(building, manifest);
    publish(index(), building, manifest, 9);
  }
  TemporaryFolder folder_;
};

TEST_F(Generations, AreListedTheNewestFirst) {
  write_file(generation("2023") / file::kManifest, "{");
  std::filesystem::resize_file(generation("2022") / file::kGraph, 3);
  const auto found = summaries_of(index());
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].name, "2024");
  EXPECT_TRUE(found[0].in_force);
  EXPECT_EQ(found[0].manifest.counts.at("profiles"), 7U);
  EXPECT_GT(found[0].bytes, 4U);
  EXPECT_EQ(found[0].damage, "");
  EXPECT_FALSE(found[1].in_force);
  EXPECT_THAT(found[1].damage, HasSubstr("is cut off"));
  EXPECT_THAT(found[2].damage, HasSubstr("has 3 bytes instead of 4"));
  EXPECT_TRUE(summaries_of(folder_ / "none").empty());
}

TEST_F(Generations, RollBackOneAtATime) {
  ASSERT_TRUE(roll_back(index(), std::nullopt));
  EXPECT_EQ(current_generation(index()), "2023");
  ASSERT_TRUE(roll_back(index(), std::nullopt));
  EXPECT_EQ(current_generation(index()), "2022");
  const auto further = roll_back(index(), std::nullopt);
  ASSERT_FALSE(further);
  EXPECT_EQ(further.error().code, ErrorCode::kNoGeneration);
  EXPECT_EQ(current_generation(index()), "2022");
  ASSERT_TRUE(roll_back(index(), "2024")) << "forward, by name";
  EXPECT_EQ(current_generation(index()), "2024");
}

TEST_F(Generations, RollBackPassesOverWhatIsDamaged) {
  std::filesystem::resize_file(generation("2023") / file::kGraph, 3);
  EXPECT_FALSE(roll_back(index(), "2023"));
  EXPECT_FALSE(roll_back(index(), "2021"));
  EXPECT_EQ(current_generation(index()), "2024");
  const auto found = roll_back(index(), std::nullopt);
  ASSERT_TRUE(found);
  EXPECT_EQ(found.value(), "2022");
}

TEST_F(Generations, RollBackFromATornCurrentTakesTheNewest) {
  write_file(index() / file::kCurrent, "");
  const auto found = roll_back(index(), std::nullopt);
  ASSERT_TRUE(found);
  EXPECT_EQ(found.value(), "2024");
}

TEST_F(Generations, RollBackWaitsForNobody) {
  const IndexLock lock(index());
  EXPECT_THROW((void)roll_back(index(), std::nullopt), std::runtime_error);
  EXPECT_FALSE(roll_back(folder_ / "none", std::nullopt));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "none")) << "nothing is made";
}

TEST_F(Generations, TidyingKeepsWhatIsInForceAndInUse) {
  publish_one("2025");
  ASSERT_TRUE(roll_back(index(), "2022"));
  write_file(index() / file::kGenerations / ".2026/scratch/x", "x");
  const GenerationLease lease(generation("2023"));
  tidy_index(index(), 2);
  EXPECT_THAT(generations_of(index()), ElementsAre("2025", "2023", "2022"));
  EXPECT_FALSE(std::filesystem::exists(index() / file::kGenerations / ".2026"));
}

}  // namespace
}  // namespace kennis
