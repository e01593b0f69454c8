/// @file
#include "evaluation/metrics.h"

#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace kennis {
namespace {

TEST(Metrics, AWorkedExample) {
  const std::vector<std::uint64_t> ranked = {7, 1, 8, 2, 9, 10, 3};
  const Grades grades = {{1, 2}, {2, 1}, {3, 1}, {4, 1}, {8, 0}};
  const RankingMeasures measures = measures_of(ranked, grades);
  EXPECT_NEAR(measures.mrr, 1.0 / 2, 1e-12);
  EXPECT_NEAR(measures.map, (1.0 / 2 + 2.0 / 4 + 3.0 / 7) / 4, 1e-12);
  EXPECT_NEAR(measures.r5, 2.0 / 4, 1e-12);
  const double gained = 3 / std::log2(3) + 1 / std::log2(5) + 1 / std::log2(8);
  const double best = 3 / std::log2(2) + 1 / std::log2(3) + 1 / std::log2(4) + 1 / std::log2(5);
  EXPECT_NEAR(measures.ndcg10, gained / best, 1e-12);
}

TEST(Metrics, TheBestOrderHasOnesAndNothingHasZeros) {
  const std::vector<std::uint64_t> ranked = {1, 2};
  const RankingMeasures best = measures_of(ranked, {{1, 2}, {2, 1}});
  EXPECT_NEAR(best.mrr + best.map + best.r5 + best.ndcg10, 4, 1e-12);
  for (const auto& grades : {Grades{}, Grades{{1, 0}}, Grades{{9, 1}}}) {
    const RankingMeasures none = measures_of(ranked, grades);
    EXPECT_EQ(none.mrr + none.map + none.r5 + none.ndcg10, 0);
  }
  EXPECT_EQ(measures_of({}, {{1, 1}}).map, 0);
}

TEST(Metrics, MeansAreOverQuestions) {
  const std::array<RankingMeasures, 2> all = {RankingMeasures{1, 1, 1, 1}, RankingMeasures{0, 0.5, 0, 0}};
  EXPECT_EQ(mean_of(all).mrr, 0.5);
  EXPECT_EQ(mean_of(all).map, 0.75);
  EXPECT_EQ(mean_of({}).mrr, 0);
}

}  // namespace
}  // namespace kennis
