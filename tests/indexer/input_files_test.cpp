/// @file
#include "indexer/input_files.h"

#include <stdexcept>
#include <sys/stat.h>
#include <system_error>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

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
  const InputFiles found = find_input_files({folder.path()});
  EXPECT_THAT(names_of(found.files),
              ElementsAre("profiles-2.ndjson.gz", "profiles.ndjson", "interactions.ndjson",
                          "interactions_2024.ndjson.zst", "groups.ndjson", "memberships-a.ndjson", "teams.ndjson"));
  EXPECT_THAT(names_of(found.of(RecordKind::kProfile)), ElementsAre("profiles-2.ndjson.gz", "profiles.ndjson"));
  EXPECT_EQ(found.files[0].bytes, 5U);
  EXPECT_THAT(found.ignored, IsEmpty());
}

TEST(InputFiles, OfSeveralFoldersAreInTheOrderOfTheFolders) {
  const TemporaryFolder folder;
  for (const char* name : {"b/profiles-1.ndjson", "b/teams.ndjson", "a/profiles-2.ndjson", "a/profiles.json"}) {
    write_file(folder / name, "12345");
  }
  const InputFiles found = find_input_files({folder / "b", folder / "a"});
  EXPECT_THAT(names_of(found.files), ElementsAre("profiles-1.ndjson", "profiles-2.ndjson", "teams.ndjson"));
  EXPECT_EQ(found.files[1].name, (folder / "a/profiles-2.ndjson").string()) << "told apart by their folders";
  EXPECT_THAT(found.ignored, ElementsAre((folder / "a/profiles.json").string()));
}

TEST(InputFiles, WhatLooksLikeInputAndIsNoneIsReported) {
  const TemporaryFolder folder;
  for (const char* name : {"profile.ndjson", "profiles.json", "profiles.ndjson.bz2", "Profiles.ndjson",
                           "PROFILES.NDJSON", "people.ndjson", "profiles.ndjson.partial"}) {
    write_file(folder / name, "");
  }
  std::filesystem::create_directories(folder / "team.ndjson");
  std::filesystem::create_symlink("nowhere", folder / "group.ndjson");
  const InputFiles found = find_input_files({folder.path()});
  EXPECT_THAT(found.files, IsEmpty());
  EXPECT_THAT(found.ignored,
              ElementsAre("PROFILES.NDJSON", "Profiles.ndjson", "group.ndjson", "people.ndjson", "profile.ndjson",
                          "profiles.json", "profiles.ndjson.bz2", "profiles.ndjson.partial", "team.ndjson"));
}

TEST(InputFiles, AnInputThatIsNoFileStopsTheRunByName) {
  const auto refused = [](const TemporaryFolder& folder, const char* name) {
    write_file(folder / "profiles.ndjson", "");
    EXPECT_THAT([&] { (void)find_input_files({folder.path()}); },
                ThrowsMessage<std::runtime_error>(HasSubstr((folder / name).string())));
  };
  const TemporaryFolder with_folder;
  std::filesystem::create_directories(with_folder / "teams.ndjson");
  refused(with_folder, "teams.ndjson");
  const TemporaryFolder with_link;
  std::filesystem::create_symlink("nowhere", with_link / "groups.ndjson.gz");
  refused(with_link, "groups.ndjson.gz");
  const TemporaryFolder with_loop;
  std::filesystem::create_symlink("teams.ndjson", with_loop / "teams.ndjson");
  refused(with_loop, "teams.ndjson");
  const TemporaryFolder with_pipe;
  ASSERT_EQ(::mkfifo((with_pipe / "teams-2.ndjson").c_str(), 0600), 0);
  refused(with_pipe, "teams-2.ndjson");
}

TEST(InputFiles, ALinkToAFileIsAFile) {
  const TemporaryFolder folder;
  write_file(folder / "elsewhere/a", "12345");
  std::filesystem::create_symlink("elsewhere/a", folder / "teams.ndjson");
  const InputFiles found = find_input_files({folder.path()});
  ASSERT_THAT(names_of(found.files), ElementsAre("teams.ndjson"));
  EXPECT_EQ(found.files[0].bytes, 5U);
}

TEST(InputFiles, HiddenFilesAndOtherFoldersAreNotLookedInto) {
  const TemporaryFolder folder;
  write_file(folder / ".profiles.ndjson", "");
  write_file(folder / "old/profiles.ndjson", "");
  const InputFiles found = find_input_files({folder.path()});
  EXPECT_THAT(found.files, IsEmpty());
  EXPECT_THAT(found.ignored, IsEmpty());
}

TEST(InputFiles, AFolderThatCannotBeReadThrows) {
  EXPECT_THROW((void)find_input_files({"/nowhere/at/all"}), std::system_error);
}

}  // namespace
}  // namespace kennis
