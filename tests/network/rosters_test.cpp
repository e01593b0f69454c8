/// @file
/// Stays in teams and groups, by person and by team.
#include "network/rosters.h"

#include <algorithm>
#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/network/world_files.h"

namespace kennis {
namespace {

class RostersFile : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "rosters.bin"; }

  ScratchFolder folder_;
};

TEST(Stay, CoversItsFirstDayAndNotItsLast) {
  const Stay stay{1, 0, 10, 20};
  EXPECT_FALSE(stay.covers(9));
  EXPECT_TRUE(stay.covers(10));
  EXPECT_TRUE(stay.covers(19));
  EXPECT_FALSE(stay.covers(20));
  EXPECT_TRUE((Stay{1, 0, kFromEver, kForEver}).covers(0));
  EXPECT_FALSE((Stay{1, 0, 10, 10}).covers(10)) << "in and out on one day";
}

TEST_F(RostersFile, FindsStaysByPersonAndByTeam) {
  RosterColumns columns;
  columns.groups = {"g0", "g1"};
  columns.group_kinds = {GroupKind::kClosed, GroupKind::kOpen};
  columns.teams = {"t0", "t1", "t2"};
  columns.memberships = {{5, 1, 0, kForEver}, {2, 0, 3, 9}, {5, 0, 1, 2}};
  columns.roster = {{9, 1, 5, 6}, {2, 0, 0, 9}, {2, 1, 0, 9}, {9, 1, 1, 2}, {7, 1, 0, 1}, {7, 0, 0, 1}};
  write_rosters(path(), columns);
  const Rosters rosters(path());
  EXPECT_EQ(rosters.group_count(), 2U);
  EXPECT_EQ(rosters.team_count(), 3U);
  EXPECT_EQ(rosters.kind_of_group(0), GroupKind::kClosed);
  EXPECT_EQ(rosters.kind_of_group(1), GroupKind::kOpen);
  ASSERT_EQ(rosters.groups_of(5).size(), 2U);
  EXPECT_EQ(rosters.groups_of(5)[0].place, 0U);
  EXPECT_EQ(rosters.groups_of(5)[1].to, kForEver);
  EXPECT_TRUE(rosters.groups_of(3).empty());
  EXPECT_TRUE(rosters.groups_of(0xFFFFFFFFU).empty());
  EXPECT_EQ(rosters.teams_of(2).size(), 2U);
  const auto team = rosters.stays_in_team(1);
  ASSERT_EQ(team.size(), 4U);
  EXPECT_EQ(team[0].person, 2U);
  EXPECT_EQ(team[1].person, 7U);
  EXPECT_EQ(team[2].from, 1) << "both stays of person 9, the earlier first";
  EXPECT_EQ(team[3].from, 5);
  EXPECT_TRUE(rosters.stays_in_team(2).empty());
  EXPECT_TRUE(rosters.stays_in_team(3).empty());
}

TEST_F(RostersFile, MayBeEmpty) {
  write_rosters(path(), {});
  const Rosters rosters(path());
  EXPECT_EQ(rosters.group_count(), 0U);
  EXPECT_TRUE(rosters.teams_of(1).empty());
  EXPECT_TRUE(rosters.stays_in_team(0).empty());
}

TEST_F(RostersFile, IsRefusedWhenCutOffAnywhere) {
  RosterColumns columns;
  columns.teams = {"t"};
  columns.roster = {{1, 0, 0, 9}};
  write_rosters(path(), columns);
  const std::string whole = read_bytes(path());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    write_bytes(path(), whole.substr(0, size));
    ASSERT_THROW(Rosters{path()}, std::runtime_error) << size;
  }
}

TEST_F(RostersFile, IsRefusedWhenAStayIsNowhere) {
  RosterColumns in_no_group;
  in_no_group.memberships = {{1, 0, 0, 9}};
  write_rosters(path(), in_no_group);
  EXPECT_THROW(Rosters{path()}, std::runtime_error);
  RosterColumns in_no_team;
  in_no_team.teams = {"t"};
  in_no_team.roster = {{1, 1, 0, 9}};
  write_rosters(path(), in_no_team);
  EXPECT_THROW(Rosters{path()}, std::runtime_error);
}

}  // namespace
}  // namespace kennis
