/// @file
#include "schema/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schema/fields.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;

Manifest example() {
  Manifest manifest;
  manifest.format_version = kFormatVersion;
  manifest.generation = "20250301T093000Z-0123abcd";
  manifest.created = 1740821400;
  manifest.as_of = -5;
  manifest.xapian_version = "1.4.22";
  manifest.counts = {{"profiles", 3}, {"ties", 18446744073709551615ULL}};
  manifest.inputs = {{"profiles \"é\"\n.ndjson", 12, std::string(32, 'a')}};
  return manifest;
}

class Manifests : public testing::Test {
 protected:
  [[nodiscard]] std::string refusal() const {
    const auto read = read_manifest(folder_.path());
    return read ? "" : read.error().message;
  }
  TemporaryFolder folder_;
};

TEST_F(Manifests, ReadsWhatWasWritten) {
  Manifest manifest = example();
  manifest.files = {{"network/graph.bin", 7, std::string(32, 'b')}, {"profiles/x", 0, std::string(32, 'c')}};
  write_manifest(folder_.path(), manifest);
  const auto read = read_manifest(folder_.path());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read.value().format_version, kFormatVersion);
  EXPECT_EQ(read.value().generation, manifest.generation);
  EXPECT_EQ(read.value().created, manifest.created);
  EXPECT_EQ(read.value().as_of, manifest.as_of);
  EXPECT_EQ(read.value().xapian_version, manifest.xapian_version);
  EXPECT_EQ(read.value().counts, manifest.counts);
  ASSERT_EQ(read.value().inputs.size(), 1U);
  EXPECT_EQ(read.value().inputs[0].path, manifest.inputs[0].path);
  EXPECT_EQ(read.value().inputs[0].bytes, 12U);
  EXPECT_EQ(read.value().inputs[0].xxh3, manifest.inputs[0].xxh3);
  ASSERT_EQ(read.value().files.size(), 2U);
  EXPECT_EQ(read.value().files[1].path, "profiles/x");
}

TEST_F(Manifests, AMissingManifestIsNoGeneration) {
  const auto read = read_manifest(folder_.path());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kNoGeneration);
  EXPECT_THAT(read.error().message, HasSubstr("manifest.json: cannot be opened"));
}

TEST_F(Manifests, AManifestCutOffAnywhereIsRefused) {
  write_manifest(folder_.path(), example());
  const std::string whole = content_of(folder_ / "manifest.json");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    write_file(folder_ / "manifest.json", std::string_view(whole).substr(0, size));
    EXPECT_THAT(refusal(), HasSubstr("cut off")) << size;
  }
}

TEST_F(Manifests, AnAlteredByteAnywhereIsRefused) {
  write_manifest(folder_.path(), example());
  const std::string whole = content_of(folder_ / "manifest.json");
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    write_file(folder_ / "manifest.json", bytes);
    EXPECT_THAT(refusal(), HasSubstr("altered")) << at;
  }
  write_file(folder_ / "manifest.json", whole + "\n");
  EXPECT_THAT(refusal(), HasSubstr("altered"));
  write_file(folder_ / "manifest.json", whole);
  EXPECT_EQ(refusal(), "");
}

TEST_F(Manifests, AnotherFormatVersionIsRefusedWithAWayOut) {
  Manifest manifest = example();
  manifest.format_version = kFormatVersion + 1;
  write_manifest(folder_.path(), manifest);
  EXPECT_THAT(refusal(), AllOf(HasSubstr("format version"), HasSubstr("run `kennis index` again")));
}

TEST_F(Manifests, FindsWhatIsWrongWithTheFiles) {
  const auto path = write_file(folder_ / "network/graph.bin", "graph");
  write_file(folder_ / "empty", "");
  Manifest manifest = example();
  manifest.files = {{"network/graph.bin", 5, checksum_of_file(path)},
                    {"empty", 0, checksum_of_file(folder_ / "empty")}};
  for (const Check check : {Check::kSizes, Check::kContents})
    EXPECT_EQ(damage_of(folder_.path(), manifest, check), std::nullopt);
  write_file(path, "grbph");
  EXPECT_EQ(damage_of(folder_.path(), manifest, Check::kSizes), std::nullopt) << "sizes alone do not show it";
  EXPECT_THAT(damage_of(folder_.path(), manifest, Check::kContents),
              Optional(AllOf(HasSubstr("graph.bin"), HasSubstr("checksum"))));
  write_file(path, "grap");
  EXPECT_THAT(damage_of(folder_.path(), manifest, Check::kSizes), Optional(HasSubstr("has 4 bytes instead of 5")));
  std::filesystem::remove(path);
  EXPECT_THAT(damage_of(folder_.path(), manifest, Check::kSizes), Optional(HasSubstr("graph.bin: No such file")));
}

TEST_F(Manifests, NamesTheGenerationInForce) {
  EXPECT_EQ(current_generation(folder_.path()), "");
  for (const char* bad : {"", "\n", ".hidden\n", "../elsewhere\n", "a/b\n"}) {
    write_file(folder_ / file::kCurrent, bad);
    EXPECT_EQ(current_generation(folder_.path()), "") << bad;
  }
  write_file(folder_ / file::kCurrent, "20250301T093000Z-1\n");
  EXPECT_EQ(current_generation(folder_.path()), "20250301T093000Z-1");
}

TEST_F(Manifests, ListsGenerationsNewestFirst) {
  EXPECT_THAT(generations_of(folder_.path()), IsEmpty());
  for (const char* name : {"2024-a", "2025-b", ".2026-building"}) {
    std::filesystem::create_directories(folder_.path() / file::kGenerations / name);
  }
  write_file(folder_.path() / file::kGenerations / "2027-file", "");
  EXPECT_THAT(generations_of(folder_.path()), ElementsAre("2025-b", "2024-a"));
}

}  // namespace
}  // namespace kennis
