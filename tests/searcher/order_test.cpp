/// @file
#include "searcher/order.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "searcher/ranking.h"
#include "searcher/searcher.h"
#include "tests/reference/indexed_world.h"

namespace kennis {
namespace {

TEST(HelpOf, RisesToModeratelyWeakTiesAndFallsBeyond) {
  EXPECT_EQ(help_of(0), 0);
  EXPECT_NEAR(help_of(kHelpPeak), 1, 1e-12);
  double before = 0;
  for (double reach = 0.01; reach <= kHelpPeak; reach += 0.01) {
    EXPECT_GT(help_of(reach), before);
    before = help_of(reach);
  }
  before = help_of(kHelpPeak);
  for (double reach = kHelpPeak + 0.01; reach < 1; reach += 0.01) {
    EXPECT_LT(help_of(reach), before);
    before = help_of(reach);
  }
  EXPECT_GT(help_of(0.999), 0) << "the strongest still help";
  EXPECT_LT(help_of(0.999), help_of(0.05));
}

TEST(Order, HasANameEach) {
  for (const Order order : {Order::kScore, Order::kFit, Order::kReach, Order::kHelp}) {
    EXPECT_EQ(order_named(name_of(order)), order);
  }
  EXPECT_FALSE(order_named(""));
  EXPECT_FALSE(order_named("Score"));
}

double key_of(const Hit& hit, Order order, double lambda) {
  switch (order) {
    case Order::kFit:
      return hit.fit;
    case Order::kReach:
      return hit.reach;
    case Order::kHelp:
      return score_of(hit.fit, help_of(hit.reach), lambda);
    default:
      return score_of(hit.fit, hit.reach, lambda);
  }
}

TEST(Order, OfTheHitsIsThatOfEverybodySortedByIt) {
  const reference::IndexedWorld world(300, 5);
  const auto searcher = Searcher::open(world.index(), {});
  ASSERT_TRUE(searcher.ok());
  SearchRequest request;
  request.as = "p000007";
  request.query = "java OR python OR sql OR project";
  request.paths = 0;
  request.rights_date = 20'500;
  for (const double lambda : {0.0, 0.3, 1.0}) {
    request.closeness = lambda;
    request.order = Order::kScore;
    request.limit = limit::kHitsMax;
    const auto everybody = searcher.value()->search(request);
    ASSERT_TRUE(everybody.ok()) << everybody.error().message;
    ASSERT_GT(everybody.value().hits.size(), 30U);
    for (const Order order : {Order::kScore, Order::kFit, Order::kReach, Order::kHelp}) {
      std::vector<Hit> sorted = everybody.value().hits;
      std::stable_sort(sorted.begin(), sorted.end(), [&](const Hit& a, const Hit& b) {
        const Nano x = to_nano(key_of(a, order, lambda));
        const Nano y = to_nano(key_of(b, order, lambda));
        return x != y ? x > y : a.id < b.id;
      });
      request.order = order;
      request.limit = 25;
      const auto answer = searcher.value()->search(request);
      ASSERT_TRUE(answer.ok());
      EXPECT_EQ(answer.value().order, order);
      ASSERT_EQ(answer.value().hits.size(), 25U);
      for (std::size_t i = 0; i < 25; ++i) {
        const Hit& hit = answer.value().hits[i];
        EXPECT_EQ(hit.id, sorted[i].id) << name_of(order) << " at " << i << " lambda " << lambda;
        EXPECT_EQ(hit.reach, sorted[i].reach);
        EXPECT_EQ(hit.score, sorted[i].score) << "the score is the same in every order";
        EXPECT_EQ(hit.help, order == Order::kHelp ? help_of(hit.reach) : 0);
      }
    }
  }
}

}  // namespace
}  // namespace kennis
