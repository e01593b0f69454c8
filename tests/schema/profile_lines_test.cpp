/// @file
#include "schema/profile_lines.h"

#include <algorithm>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

TEST(ProfileLines, KnowTheDocumentOfEveryLineAndOfNoOther) {
  TemporaryFolder folder;
  for (const std::size_t count : {0U, 1U, 2U, 1000U, 20000U}) {
    for (const bool is_skewed : {false, true}) {  // hashes are even; a search must be right all the same
      std::mt19937_64 random(count);
      std::vector<std::uint64_t> lines(count);
      for (std::uint64_t& line : lines) line = is_skewed ? random() >> 40U << 3U : random();
      std::sort(lines.begin(), lines.end());
      lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
      std::shuffle(lines.begin(), lines.end(), random);
      write_profile_lines(folder / "lines.bin", lines, {{{3, 4}, 2}, {{1, 2}, 9}, {{1, 2}, 7}});
      const ProfileLines read(folder / "lines.bin");
      for (std::size_t i = 0; i < lines.size(); ++i) ASSERT_EQ(read.find(lines[i]), i + 1);
      const std::set<std::uint64_t> known(lines.begin(), lines.end());
      for (const std::uint64_t line : {std::uint64_t{0}, ~std::uint64_t{0}, random(), random() >> 40U}) {
        EXPECT_EQ(read.find(line).has_value(), known.contains(line));
      }
      ASSERT_EQ(read.claimants_of({1, 2}).size(), 2U);
      EXPECT_EQ(read.claimants_of({1, 2}).front().document, 7U);
      EXPECT_EQ(read.claimants_of({1, 2}).back().document, 9U);
      EXPECT_TRUE(read.is_contested({1, 2}));
      EXPECT_FALSE(read.is_contested({2, 1}));
    }
  }
}

}  // namespace
}  // namespace kennis
