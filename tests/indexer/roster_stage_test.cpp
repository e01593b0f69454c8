/// @file
/// What lines of groups, memberships and teams mean together.
#include "indexer/roster_stage.h"

#include <tuple>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "network/ties.h"

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// From and to of a stay as text; "" is open.
using Span = std::pair<std::string, std::string>;

class RosterStages : public testing::Test {
 protected:
  void SetUp() override {
    columns_.add("anna", {}, kNeverSet);
    columns_.add("bram", {}, kNeverSet);
    columns_.profile_count = 2;
    directory_.add_profile(1, names_of_profile("anna", {"mailto:anna@example.org"}));
    directory_.add_profile(2, names_of_profile("bram", {}));
    directory_.close_profiles();
  }
  std::string take(std::string (RosterStage::*how)(std::string_view), const std::string& line) {
    const simdjson::padded_string padded(line);
    return (stage_.*how)({padded.data(), padded.size()});
  }
  std::string group(const std::string& line) { return take(&RosterStage::take_group, line); }
  std::string membership(const std::string& line) { return take(&RosterStage::take_membership, line); }
  std::string team(const std::string& line) { return take(&RosterStage::take_team, line); }

  std::vector<Span> stays(const std::vector<Stay>& all, Node person) {
    std::vector<Span> out;
    for (const Stay& stay : all) {
      if (stay.person != person) continue;
      out.emplace_back(stay.from == kFromEver ? "" : format_date(stay.from),
                       stay.to == kForEver ? "" : format_date(stay.to));
    }
    return out;
  }
  RosterColumns finished() {
    directory_.finish(columns_);
    return stage_.take_columns();
  }
  GroupKind kind_of(const std::string& id) { return groups_.kinds()[groups_.index_of(id)]; }

  Directory directory_;
  PeopleColumns columns_;
  GroupScopes groups_;
  RosterStage stage_{directory_, groups_};
};

TEST_F(RosterStages, ARosterNamesPersonsByAnything) {
  EXPECT_EQ(team(R"({"team":"t","person":"Anna@example.org","from":"2020-01-01"})"), "");
  EXPECT_EQ(team(R"({"team":"t","person":"zoe@example.org"})"), "");
  const RosterColumns columns = finished();
  EXPECT_THAT(stays(columns.roster, 1), ElementsAre(Span{"2020-01-01", ""}));
  EXPECT_THAT(stays(columns.roster, 3), ElementsAre(Span{"", ""}));
  EXPECT_THAT(columns.teams, ElementsAre("t"));
}

TEST_F(RosterStages, TheSameStayAgainIsAnUpdate) {
  EXPECT_EQ(team(R"({"team":"t","person":"anna","from":"2020-01-01"})"), "");
  EXPECT_EQ(team(R"({"team":"t","person":"anna","from":"2020-01-01","to":"2021-05-01"})"), "");
  EXPECT_THAT(stays(finished().roster, 1), ElementsAre(Span{"2020-01-01", "2021-05-01"}));
}

TEST_F(RosterStages, AnotherFromIsAnotherStay) {
  EXPECT_EQ(team(R"({"team":"t","person":"anna","from":"2018-01-01","to":"2019-01-01"})"), "");
  EXPECT_EQ(team(R"({"team":"t","person":"anna","from":"2022-01-01"})"), "");
  EXPECT_EQ(team(R"({"team":"other","person":"anna","from":"2022-01-01"})"), "");
  const RosterColumns columns = finished();
  EXPECT_THAT(stays(columns.roster, 1), SizeIs(3));
  EXPECT_THAT(columns.teams, ElementsAre("t", "other"));
}

TEST_F(RosterStages, ALineWithoutFromClosesTheLatestStay) {
  EXPECT_EQ(team(R"({"team":"t","person":"anna","from":"2018-01-01","to":"2019-01-01"})"), "");
  EXPECT_EQ(team(R"({"team":"t","person":"anna","from":"2022-01-01"})"), "");
  EXPECT_EQ(team(R"({"team":"t","person":"anna","to":"2024-06-30"})"), "");
  EXPECT_THAT(stays(finished().roster, 1),
              ElementsAre(Span{"2018-01-01", "2019-01-01"}, Span{"2022-01-01", "2024-06-30"}));
}

TEST_F(RosterStages, TheLatestStayIsTheOneThatBeganLastWhicheverLineCameFirst) {
  EXPECT_EQ(team(R"({"team":"t","person":"anna","from":"2022-01-01"})"), "");
  EXPECT_EQ(team(R"({"team":"t","person":"anna","from":"2018-01-01","to":"2019-01-01"})"), "");
  EXPECT_EQ(team(R"({"team":"t","person":"anna","to":"2024-06-30"})"), "");
  EXPECT_THAT(stays(finished().roster, 1),
              testing::UnorderedElementsAre(Span{"2018-01-01", "2019-01-01"}, Span{"2022-01-01", "2024-06-30"}));
}

TEST_F(RosterStages, ADeletionRemovesTheStayOfItsFromOrAll) {
  for (const char* person : {"anna", "bram"}) {
    const std::string begin = std::string(R"({"team":"t","person":")") + person + "\"";
    EXPECT_EQ(team(begin + R"(,"from":"2018-01-01"})"), "");
    EXPECT_EQ(team(begin + R"(,"from":"2022-01-01"})"), "");
  }
  EXPECT_EQ(team(R"({"team":"t","person":"anna","from":"2018-01-01","deleted":true})"), "");
  EXPECT_EQ(team(R"({"team":"t","person":"bram","deleted":true})"), "");
  EXPECT_EQ(team(R"({"team":"t","person":"zoe","deleted":true})"), "") << "nothing to delete is no mistake";
  const RosterColumns columns = finished();
  EXPECT_THAT(stays(columns.roster, 1), ElementsAre(Span{"2022-01-01", ""}));
  EXPECT_THAT(stays(columns.roster, 2), IsEmpty());
}

TEST_F(RosterStages, MembershipsFollowTheSameRules) {
  EXPECT_EQ(membership(R"({"group":"g","person":"anna","from":"2020"})"), "");
  EXPECT_EQ(membership(R"({"group":"g","person":"anna","to":"2021"})"), "");
  EXPECT_EQ(membership(R"({"group":"h","person":"bram"})"), "");
  const RosterColumns columns = finished();
  EXPECT_THAT(stays(columns.memberships, 1), ElementsAre(Span{"2020-01-01", "2021-12-31"}));
  EXPECT_THAT(columns.groups, ElementsAre("g", "h"));
}

TEST_F(RosterStages, OfOneGroupTheLaterUpdateWins) {
  EXPECT_EQ(group(R"({"id":"g","kind":"open","updated_at":"2025-02-01"})"), "");
  EXPECT_EQ(group(R"({"id":"g","kind":"closed","updated_at":"2025-01-01"})"), "");
  EXPECT_EQ(kind_of("g"), GroupKind::kOpen);
  EXPECT_EQ(group(R"({"id":"g","kind":"closed"})"), "");
  EXPECT_EQ(kind_of("g"), GroupKind::kOpen) << "no update time is earlier than any";
  EXPECT_EQ(group(R"({"id":"g","kind":"members_only","updated_at":"2025-02-01"})"), "");
  EXPECT_EQ(kind_of("g"), GroupKind::kMembersOnly) << "a tie goes to the later line";
}

TEST_F(RosterStages, ADeletedGroupTellsNobodyMore) {
  EXPECT_EQ(group(R"({"id":"g","kind":"open","updated_at":"2025-02-01"})"), "");
  EXPECT_EQ(group(R"({"id":"g","deleted":true,"updated_at":"2025-02-02"})"), "");
  EXPECT_EQ(kind_of("g"), GroupKind::kClosed);
}

TEST_F(RosterStages, ADeletionWithoutTimeRemovesTheGroupToo) {
  EXPECT_EQ(group(R"({"id":"g","kind":"open","updated_at":"2025-02-01"})"), "");
  EXPECT_EQ(group(R"({"id":"g","deleted":true})"), "");
  EXPECT_EQ(kind_of("g"), GroupKind::kClosed);
  EXPECT_EQ(group(R"({"id":"g","kind":"open"})"), "") << "a later line brings it back";
  EXPECT_EQ(kind_of("g"), GroupKind::kOpen);
}

TEST_F(RosterStages, AGroupThatNobodyDescribedIsClosed) {
  EXPECT_EQ(membership(R"({"group":"g","person":"anna"})"), "");
  EXPECT_EQ(kind_of("g"), GroupKind::kClosed);
  EXPECT_NE(groups_.scope_of("g", 0), kPublicScope);
  EXPECT_NE(groups_.scope_of("unheard of", 0), kPublicScope);
  EXPECT_EQ(group(R"({"id":"o","kind":"open"})"), "");
  EXPECT_EQ(groups_.scope_of("o", 0), kPublicScope);
  EXPECT_EQ(groups_.scope_of("", 0), kPublicScope) << "outside any group";
}

TEST_F(RosterStages, ALineThatIsNoRecordSaysWhyAndChangesNothing) {
  EXPECT_THAT(group("{}"), HasSubstr("id: is missing"));
  EXPECT_THAT(membership(R"({"group":"g"})"), HasSubstr("person: is missing"));
  EXPECT_THAT(team(R"({"person":"anna"})"), HasSubstr("team: is missing"));
  EXPECT_THAT(team("nonsense"), HasSubstr("not JSON"));
  const RosterColumns columns = finished();
  EXPECT_THAT(columns.roster, IsEmpty());
  EXPECT_THAT(columns.groups, IsEmpty());
}

}  // namespace
}  // namespace kennis
