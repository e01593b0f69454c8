/// @file
#include "searcher/shared_time.h"

#include <gtest/gtest.h>

namespace kennis {
namespace {

Days day(const char* text) { return parse_date(text).value(); }

Position position(const char* organisation, const char* from, const char* to, const char* id = "") {
  Position made;
  made.organisation = organisation;
  made.organisation_id = id;
  made.from = parse_date(from);
  made.to = parse_date(to, true);
  return made;
}

Profile profile(std::vector<Position> positions) {
  Profile made;
  made.positions = std::move(positions);
  return made;
}

const Days kAsOf = day("2025-12-15");

TEST(SharedTime, IsTheCommonPartOfTwoPositions) {
  const auto shared = longest_shared_time(profile({position("Zwaluw", "2020-01", "2022-12")}),
                                          profile({position("ZWALUW", "2021-07", "")}), kAsOf);
  ASSERT_TRUE(shared);
  EXPECT_EQ(shared->organisation, "Zwaluw");
  EXPECT_EQ(shared->from, day("2021-07-01"));
  EXPECT_EQ(shared->to, day("2022-12-31"));
  EXPECT_EQ(shared->months, 18U);
}

TEST(SharedTime, IsCountedInWholeMonths) {
  const auto months = [](const char* from, const char* to) {
    const auto both = profile({position("Zwaluw", from, to)});
    return longest_shared_time(both, both, kAsOf)->months;
  };
  EXPECT_EQ(months("2021-04", "2021-04"), 1U);
  EXPECT_EQ(months("2020-02", "2021-04"), 15U);
  EXPECT_EQ(months("2021", "2021"), 12U);
}

TEST(SharedTime, GoesByTheIdWhereBothHaveOne) {
  const auto one = profile({position("Zwaluw", "2020", "2022", "org-1")});
  EXPECT_FALSE(longest_shared_time(one, profile({position("Zwaluw", "2020", "2022", "org-2")}), kAsOf));
  EXPECT_TRUE(longest_shared_time(one, profile({position("Renamed", "2020", "2022", "org-1")}), kAsOf));
  EXPECT_TRUE(longest_shared_time(one, profile({position("zwaluw", "2020", "2022")}), kAsOf));
  EXPECT_FALSE(
      longest_shared_time(profile({position("", "2020", "2022")}), profile({position("", "2020", "2022")}), kAsOf));
}

TEST(SharedTime, OfTwoWhoAreThereStillEndsWithTheAsOfDay) {
  const auto both = profile({position("Zwaluw", "2025-01", "")});
  const auto shared = longest_shared_time(both, both, kAsOf);
  ASSERT_TRUE(shared);
  EXPECT_EQ(shared->to, kAsOf);
  EXPECT_FALSE(longest_shared_time(both, profile({position("Zwaluw", "2020", "2024")}), kAsOf))
      << "one after the other";
  EXPECT_FALSE(longest_shared_time(both, profile({position("Zwaluw", "", "")}), kAsOf)) << "nobody knows since when";
}

TEST(SharedTime, IsTheLongestOfSeveral) {
  const auto one = profile({position("A", "2010", "2012"), position("B", "2013", "2020")});
  const auto other = profile({position("B", "2015", "2016"), position("A", "2000", "2010"), position("B", "2018", "")});
  const auto shared = longest_shared_time(one, other, kAsOf);
  ASSERT_TRUE(shared);
  EXPECT_EQ(shared->from, day("2018-01-01"));
  EXPECT_EQ(shared->to, day("2020-12-31"));
}

}  // namespace
}  // namespace kennis
