/// @file
/// What is shown of referrers adds up: whoever reads the answer can reckon each number from the others.
#include "searcher/referrer_search.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/fixtures/seeds.h"
#include "tests/reference/indexed_world.h"

namespace kennis {
namespace {

/// 1 − Π over the ways (1 − their chance).
double chance_of(const ShownReferrer& referrer, const ShownReferral& referral) {
  const double start = referrer.ask * referrer.attention;
  double fails = 1 - start * referral.tie.strength * referral.share;
  for (const ShownContext& context : referral.tie.contexts) fails *= 1 - start * context.strength;
  return 1 - fails;
}

TEST(ReferrerSearch, EveryNumberCanBeReckonedFromTheOthers) {
  std::size_t over_contexts = 0;
  std::size_t known = 0;
  for (const std::uint64_t seed : seeds(5, 6)) {
    const reference::IndexedWorld world(300, seed);
    const auto searcher = Searcher::open(world.index(), {});
    ASSERT_TRUE(searcher);
    for (const char* as : {"p000003", "p000007", "p000011", "p000020"}) {
      for (const char* query : {"", "java OR python OR sql OR project", "country:BE"}) {
        const auto answer = find_referrers(*searcher.value(), {query, as, 100, 20, 20'500});
        ASSERT_TRUE(answer);
        for (const ShownReferrer& referrer : answer.value().referrers) {
          double sum = 0;
          for (const ShownReferral& referral : referrer.candidates) {
            EXPECT_NEAR(referral.chance, chance_of(referrer, referral), 1e-9) << as << " " << referral.person.id;
            EXPECT_NEAR(referral.worth, referral.fit * (1 - referral.known) * referral.chance, 1e-9);
            sum += referral.worth;
            over_contexts += referral.tie.contexts.empty() ? 0U : 1U;
            known += referral.known > 0 ? 1U : 0U;
          }
          if (referrer.candidates.size() == referrer.candidates_total) {
            EXPECT_NEAR(referrer.expected, sum, 1e-9);
          }
          EXPECT_LE(sum, referrer.expected + 1e-9);
        }
      }
    }
  }
  EXPECT_GT(over_contexts, 20U);
  EXPECT_GT(known, 20U);
}

}  // namespace
}  // namespace kennis
