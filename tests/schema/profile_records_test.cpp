/// @file
#include "schema/profile_records.h"

#include <stdexcept>

#include <gtest/gtest.h>

#include "schema/fields.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

TEST(ProfileRecords, AreFoundByNode) {
  const TemporaryFolder folder;
  write_file(folder / file::kRecords, "{\"id\":\"anna\"}\n{}\n{\"id\":\"zoë\"}\n");
  write_record_ends(folder.path(), {14, 17, 31});
  const ProfileRecords records(folder.path());
  EXPECT_EQ(records.count(), 3U);
  EXPECT_EQ(records.of(1), "{\"id\":\"anna\"}");
  EXPECT_EQ(records.of(2), "{}");
  EXPECT_EQ(records.of(3), "{\"id\":\"zoë\"}");
}

TEST(ProfileRecords, MayBeNone) {
  const TemporaryFolder folder;
  write_file(folder / file::kRecords, "");
  write_record_ends(folder.path(), {});
  EXPECT_EQ(ProfileRecords(folder.path()).count(), 0U);
}

TEST(ProfileRecords, OfAnotherGenerationAreRefused) {
  const TemporaryFolder folder;
  write_file(folder / file::kRecords, "{}\n{}\n");
  for (const std::vector<std::uint64_t>& ends : {std::vector<std::uint64_t>{3}, {3, 7}, {7, 6}, {}}) {
    write_record_ends(folder.path(), ends);
    EXPECT_THROW(ProfileRecords(folder.path()), std::runtime_error);
  }
}

}  // namespace
}  // namespace kennis
