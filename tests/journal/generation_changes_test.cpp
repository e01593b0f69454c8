/// @file
#include "journal/generation_changes.h"

#include <fstream>

#include <gtest/gtest.h>

#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

TEST(GenerationChanges, AreReadAsTheyWereWritten) {
  TemporaryFolder folder;
  const GenerationChanges written{{{ChangeKind::kGone, "anna\nanna@example.org"},
                                   {ChangeKind::kProfile, "{\"id\":\"bram\"}"},
                                   {ChangeKind::kInteraction, ""}},
                                  {{"bram", 19000}, {"cléo", -1}}};
  write_generation_changes(folder / "changes.bin", written);
  const GenerationChanges read = read_generation_changes(folder / "changes.bin");
  ASSERT_EQ(read.changes.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(read.changes[i].kind, written.changes[i].kind);
    EXPECT_EQ(read.changes[i].text, written.changes[i].text);
  }
  ASSERT_EQ(read.new_persons.size(), 2U);
  EXPECT_EQ(read.new_persons[1].id, "cléo");
  EXPECT_EQ(read.new_persons[1].since, -1);
  write_generation_changes(folder / "none.bin", {});
  EXPECT_TRUE(read_generation_changes(folder / "none.bin").changes.empty());
}

TEST(GenerationChanges, ADamagedFileIsRefused) {
  TemporaryFolder folder;
  EXPECT_THROW((void)read_generation_changes(folder / "none"), std::exception);
  write_generation_changes(folder / "changes.bin", {{{static_cast<ChangeKind>(99), "x"}}, {}});
  EXPECT_THROW((void)read_generation_changes(folder / "changes.bin"), std::runtime_error) << "a kind that there is not";
  write_generation_changes(folder / "changes.bin", {{{ChangeKind::kProfile, std::string(200, 'x')}}, {{"anna", 1}}});
  std::ifstream in(folder / "changes.bin", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    write_file(folder / "cut.bin", bytes.substr(0, size));
    EXPECT_THROW((void)read_generation_changes(folder / "cut.bin"), std::exception) << size;
  }
}

}  // namespace
}  // namespace kennis
