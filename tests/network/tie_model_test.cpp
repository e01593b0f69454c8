/// @file
/// The formula of a tie against values worked out by hand, and how it must move.
#include "network/tie_model.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace kennis {
namespace {

constexpr Seconds kAsOf = 1'700'000'000;

ChannelCounts counted(Channel channel, unsigned forward, unsigned backward, Days days_ago = 0) {
  const Seconds last = kAsOf - days_ago * kSecondsPerDay;
  return {
      channel, forward * kCountUnit, backward * kCountUnit, forward > 0 ? last : 0, backward > 0 ? last : 0, forward,
      backward};
}

double evidence(const std::vector<ChannelCounts>& counts) {
  return evidence_of_tie(default_tie_model(), counts, kAsOf);
}

/// One channel of weight 0.5, half-life 10 days, ρ = 0.25, and one that needs no answer.
TieModel simple_model() {
  TieModel model;
  model.channels[static_cast<std::size_t>(Channel::kEmail)] = {0.5, 10, true};
  model.channels[static_cast<std::size_t>(Channel::kCall)] = {0.8, 20, false};
  model.one_way = 0.25;
  return model;
}

TEST(TieModel, FollowsTheFormula) {
  const TieModel model = simple_model();
  const auto of = [&](const std::vector<ChannelCounts>& counts) { return evidence_of_tie(model, counts, kAsOf); };
  EXPECT_DOUBLE_EQ(of({}), 0);
  EXPECT_NEAR(of({counted(Channel::kEmail, 1, 1)}), 0.549306144334055, 1e-12);      // 0.5 ln 3
  EXPECT_NEAR(of({counted(Channel::kEmail, 2, 0)}), 0.549306144334055 / 4, 1e-12);  // · ρ
  EXPECT_NEAR(of({counted(Channel::kEmail, 1, 1, 10)}), 0.274653072167027, 1e-12);  // one half-life: half
  EXPECT_NEAR(of({counted(Channel::kEmail, 1, 1, 20)}), 0.183102048111352, 1e-12);  // two: a third
  EXPECT_NEAR(of({counted(Channel::kEmail, 1, 1, 90)}), 0.0549306144334055, 1e-12);
  EXPECT_NEAR(of({counted(Channel::kEmail, 3, 1)}), 0.613159347304803, 1e-12);  // 0.5 · (0.25 · ln 5 + 0.75 · ln 3)
  EXPECT_NEAR(of({counted(Channel::kCall, 1, 0)}), 0.554517744447956, 1e-12);   // 0.8 ln 2, no answer needed
  EXPECT_NEAR(of({counted(Channel::kEmail, 1, 1), counted(Channel::kCall, 1, 0)}), 1.10382388878201, 1e-12);
}

TEST(TieModel, SilenceIsSinceTheLaterOfBothWays) {
  ChannelCounts counts = counted(Channel::kEmail, 1, 1);
  counts.last_forward = kAsOf - 100 * kSecondsPerDay;
  counts.last_backward = kAsOf - 10 * kSecondsPerDay;
  EXPECT_EQ(last_contact(counts), counts.last_backward);
  EXPECT_NEAR(evidence_of_tie(simple_model(), {{counts}}, kAsOf), 0.274653072167027, 1e-12);
  EXPECT_EQ(last_contact(counted(Channel::kEmail, 0, 1, 5)), kAsOf - 5 * kSecondsPerDay);
  ChannelCounts before_1970 = counted(Channel::kEmail, 1, 0);
  before_1970.last_forward = -5;
  EXPECT_EQ(last_contact(before_1970), -5) << "the 0 of the empty way is no time";
}

TEST(TieModel, AContactAfterAsOfIsNoSilence) {
  EXPECT_EQ(evidence({counted(Channel::kEmail, 2, 1, -1)}), evidence({counted(Channel::kEmail, 2, 1, 0)}));
}

TEST(TieModel, AnAnsweredMailOfTodayIsTheYardstick) {
  EXPECT_NEAR(value_of(strength_of_evidence(evidence({counted(Channel::kEmail, 1, 1)}))), 0.93, 0.005);
}

TEST(TieModel, TheShareOfAnEventFallsWithTheLogarithmOfItsRecipients) {
  EXPECT_EQ(share_of_event(1), kCountUnit);
  EXPECT_EQ(share_of_event(3), kCountUnit / 2);
  EXPECT_EQ(share_of_event(7), 21845U);  // a third
  EXPECT_EQ(share_of_event(1023), 6554U);
  for (std::size_t recipients = 2; recipients < 10'000; ++recipients) {
    ASSERT_LE(share_of_event(recipients), share_of_event(recipients - 1));
    ASSERT_GT(share_of_event(recipients), 0U);
  }
}

TEST(TieModel, EveryChannelHasConstantsThatMakeSense) {
  EXPECT_GE(default_tie_model().one_way, 0);
  EXPECT_LE(default_tie_model().one_way, 1);
  for (const ChannelModel& channel : default_tie_model().channels) {
    EXPECT_GT(channel.weight, 0);
    EXPECT_LE(channel.weight, 4);
    EXPECT_GE(channel.halflife_days, 7);
  }
}

class TieModelOfChannel : public testing::TestWithParam<int> {
 protected:
  [[nodiscard]] static Channel channel() { return static_cast<Channel>(GetParam()); }
  [[nodiscard]] static double of(unsigned forward, unsigned backward, Days days_ago = 0) {
    return evidence({counted(channel(), forward, backward, days_ago)});
  }
};

TEST_P(TieModelOfChannel, MoreOfTheSameBalanceIsNeverWeaker) {
  for (unsigned n = 0; n < 200; ++n) {
    EXPECT_LE(of(n, n), of(n + 1, n + 1));
    EXPECT_LE(of(n, 0), of(n + 1, 0));
    EXPECT_LE(of(2 * n, n), of(2 * n + 2, n + 1));
  }
}

TEST_P(TieModelOfChannel, NoFurtherEventWeakens) {
  for (unsigned forward = 0; forward < 60; ++forward) {
    for (unsigned backward = 0; backward < 60; ++backward) {
      EXPECT_LE(of(forward, backward), of(forward, backward + 1));
      EXPECT_LE(of(forward, backward), of(forward + 1, backward)) << "18 to 5 against 5 to 5 was once less";
    }
  }
}

TEST_P(TieModelOfChannel, LongerSilenceIsNeverStronger) {
  for (Days days = 0; days < 5000; days += 13) EXPECT_GE(of(5, 3, days), of(5, 3, days + 13));
}

TEST_P(TieModelOfChannel, OneWayIsNeverStrongerThanTwoWay) {
  for (unsigned n = 2; n < 100; n += 2) {
    for (unsigned backward = 0; backward <= n / 2; ++backward) EXPECT_LE(of(n, 0), of(n - backward, backward) + 1e-12);
  }
}

TEST_P(TieModelOfChannel, IsTheSameFromBothSides) {
  for (unsigned forward = 0; forward < 30; ++forward) {
    for (unsigned backward = 0; backward < 30; ++backward) EXPECT_EQ(of(forward, backward), of(backward, forward));
  }
}

INSTANTIATE_TEST_SUITE_P(All, TieModelOfChannel, testing::Range(0, static_cast<int>(kChannelCount)),
                         [](const auto& channel) { return std::string(name_of(static_cast<Channel>(channel.param))); });

TEST(TieStrength, IsClampedBelowOneAndNeverBelowZero) {
  EXPECT_EQ(strength_of_evidence(0), 0U);
  EXPECT_NEAR(value_of(strength_of_evidence(1)), 1 - std::exp(-1), kStrengthUnit);
  for (const double evidence : {20.0, 21.0, 30.0, 1e6, 1e300, std::numeric_limits<double>::infinity()}) {
    EXPECT_LT(value_of(strength_of_evidence(evidence)), 1.0) << evidence;
    EXPECT_GT(value_of(strength_of_evidence(evidence)), 0.99999999);
  }
}

TEST(TieStrength, ThousandsOfEventsOnAllChannelsStayBelowOne) {
  std::vector<ChannelCounts> counts;
  for (std::size_t c = 0; c < kChannelCount; ++c)
    counts.push_back(counted(static_cast<Channel>(c), 1U << 31U, 1U << 31U));
  EXPECT_LT(value_of(strength_of_evidence(evidence(counts))), 1.0);
}

TEST(Attention, FallsFromOneWithTheSumOfStrengths) {
  TieModel model;
  model.attention = 3;
  EXPECT_EQ(attention_of(model, 0), 1.0);
  EXPECT_NEAR(attention_of(model, std::uint64_t{3} << kStrengthBits), 0.5, 1e-12);
  EXPECT_NEAR(attention_of(model, std::uint64_t{27} << kStrengthBits), 0.1, 1e-12);
  double before = 1;
  for (std::uint64_t sum = 1; sum < 1ULL << 50U; sum *= 3) {
    EXPECT_LE(attention_of(model, sum), before);
    before = attention_of(model, sum);
  }
}

}  // namespace
}  // namespace kennis
