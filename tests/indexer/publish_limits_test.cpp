/// @file
#include "indexer/publish_limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(PublishLimits, BadLinesAreJudgedFromAHundredOnOrWhenAsked) {
  EXPECT_FALSE(too_many_bad_lines({{"profiles", 60}, {"teams", 39}}, 98, std::nullopt));
  EXPECT_TRUE(too_many_bad_lines({{"profiles", 60}, {"teams", 39}}, 99, std::nullopt)) << "not one is good";
  EXPECT_TRUE(too_many_bad_lines({{"profiles", 1}}, 1, std::nullopt));
  EXPECT_TRUE(too_many_bad_lines({{"profiles", 60}, {"teams", 40}}, 6, std::nullopt));
  EXPECT_FALSE(too_many_bad_lines({{"profiles", 60}, {"teams", 40}}, 5, std::nullopt)) << "just the share";
  EXPECT_TRUE(too_many_bad_lines({{"profiles", 3}}, 2, 0.5));
  EXPECT_FALSE(too_many_bad_lines({{"profiles", 4}}, 2, 0.5));
  EXPECT_TRUE(too_many_bad_lines({{"profiles", 1000}}, 1, 0.0));
  EXPECT_FALSE(too_many_bad_lines({}, 0, 0.0));
}

TEST(PublishLimits, AnEmptyDumpIsNeverMeant) {
  EXPECT_THAT(drops_between({{"profiles", 1}, {"events", 0}}, {}, 0.5),
              ElementsAre("profiles: 0 instead of the 1 in force"));
  EXPECT_THAT(drops_between({{"teams", 7}}, {{"profiles", 10}, {"teams", 0}}, 1.0),
              ElementsAre("teams: 0 instead of the 7 in force"));
}

TEST(PublishLimits, DropsAreJudgedByKindFromAHundredRecordsOn) {
  EXPECT_THAT(drops_between({{"profiles", 99}}, {{"profiles", 1}}, 0.2), IsEmpty());
  EXPECT_THAT(drops_between({{"profiles", 100}}, {{"profiles", 80}}, 0.2), IsEmpty());
  EXPECT_THAT(drops_between({{"profiles", 100}, {"events", 1000}}, {{"profiles", 79}, {"events", 799}}, 0.2),
              ElementsAre("profiles: 79 instead of the 100 in force", "events: 799 instead of the 1000 in force"));
  EXPECT_THAT(drops_between({{"profiles", 100}, {"ties", 100}}, {{"profiles", 500}}, 0.2), IsEmpty())
      << "ties follow from the rest";
}

}  // namespace
}  // namespace kennis
