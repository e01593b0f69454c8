/// @file
#include "indexer/input_files.h"

#include <system_error>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> names_of(const std::vector<InputFile>& files) {
  std::vector<std::string> names;
  for (const InputFile& file : files) names.push_back(file.path.filename().string());
  return names;
}

TEST(InputFiles, AreFoundByNameAndSortedByKindAndName) {
  const TemporaryFolder folder;
  for (const char* name :
       {"teams.ndjson", "profiles.ndjson", "profiles-2.ndjson.gz", "interactions_2024.ndjson.zst", "groups.ndjson",
        "memberships-a.ndjson", "interactions.ndjson", "README.md", "generated-world.txt"}) {
    write_file(folder / name, "12345");
  }
  const InputFiles found = find_input_files(folder.path());
  EXPECT_THAT(names_of(found.files),
              ElementsAre("profiles-2.ndjson.gz", "profiles.ndjson", "interactions.ndjson",
                          "interactions_2024.ndjson.zst", "groups.ndjson", "memberships-a.ndjson", "teams.ndjson"));
  EXPECT_THAT(names_of(found.of(RecordKind::kProfile)), ElementsAre("profiles-2.ndjson.gz", "profiles.ndjson"));
  EXPECT_EQ(found.files[0].bytes, 5U);
  EXPECT_THAT(found.ignored, IsEmpty());
}

TEST(InputFiles, WhatLooksLikeInputAndIsNoneIsReported) {
  const TemporaryFolder folder;
  for (const char* name : {"profile.ndjson", "profiles.json", "profiles.ndjson.bz2", "Profiles.ndjson",
                           "PROFILES.NDJSON", "people.ndjson", "profiles.ndjson.partial"}) {
    write_file(folder / name, "");
  }
  std::filesystem::create_directories(folder / "teams.ndjson");
  std::filesystem::create_symlink("nowhere", folder / "groups.ndjson");
  const InputFiles found = find_input_files(folder.path());
  EXPECT_THAT(found.files, IsEmpty());
  EXPECT_THAT(found.ignored,
              ElementsAre("PROFILES.NDJSON", "Profiles.ndjson", "groups.ndjson", "people.ndjson", "profile.ndjson",
                          "profiles.json", "profiles.ndjson.bz2", "profiles.ndjson.partial", "teams.ndjson"));
}

TEST(InputFiles, HiddenFilesAndOtherFoldersAreNotLookedInto) {
  const TemporaryFolder folder;
  write_file(folder / ".profiles.ndjson", "");
  write_file(folder / "old/profiles.ndjson", "");
  const InputFiles found = find_input_files(folder.path());
  EXPECT_THAT(found.files, IsEmpty());
  EXPECT_THAT(found.ignored, IsEmpty());
}

TEST(InputFiles, AFolderThatCannotBeReadThrows) {
  EXPECT_THROW((void)find_input_files("/nowhere/at/all"), std::system_error);
}

}  // namespace
}  // namespace kennis
