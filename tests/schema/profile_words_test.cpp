/// @file
#include "schema/profile_words.h"

#include <filesystem>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "indexer/profile_words_writer.h"
#include "schema/fields.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Blocks of profiles, each a list of words.
void write(const std::filesystem::path& generation,
           const std::vector<std::vector<std::vector<std::uint32_t>>>& blocks) {
  ProfileWordsWriter writer(generation);
  for (const auto& block : blocks) {
    WordsOfProfiles profiles;
    for (const auto& words : block) profiles.add(words);
    writer.add(profiles);
  }
  writer.finish();
}

TEST(ProfileWords, AreFoundByNode) {
  const TemporaryFolder folder;
  write(folder.path(), {{{7, 8}, {}}, {}, {{9, 10, 11}}});
  const ProfileWords words(folder.path());
  ASSERT_EQ(words.count(), 3U);
  EXPECT_THAT(words.of(1), ElementsAre(7, 8));
  EXPECT_THAT(words.of(2), IsEmpty());
  EXPECT_THAT(words.of(3), ElementsAre(9, 10, 11));
}

TEST(ProfileWords, MayBeNone) {
  const TemporaryFolder folder;
  write(folder.path(), {});
  EXPECT_EQ(ProfileWords(folder.path()).count(), 0U);
}

TEST(ProfileWords, OfAnotherGenerationAreRefused) {
  const TemporaryFolder folder;
  write(folder.path(), {{{7, 8}, {9}}});
  for (const std::uintmax_t bytes : {8U, 11U, 16U}) {
    std::filesystem::resize_file(folder / file::kWords, bytes);
    EXPECT_THROW(ProfileWords(folder.path()), std::runtime_error) << bytes;
  }
  std::filesystem::remove(folder / file::kWords);
  EXPECT_THROW(ProfileWords(folder.path()), std::system_error);
}

}  // namespace
}  // namespace kennis
