/// @file
/// How good an order is, measured against judgments.
#pragma once

#include <cstdint>
#include <map>
#include <span>

namespace kennis {

/// Means over questions; each in [0, 1].
struct RankingMeasures {
  double mrr = 0;     ///< 1 / rank of the first that is relevant, 0 if none is
  double map = 0;     ///< precision at each relevant one, averaged over all that are relevant
  double r5 = 0;      ///< share of the relevant among the first 5
  double ndcg10 = 0;  ///< gain 2^grade − 1, discounted by log2(1 + rank), of the first 10 over that of the best order
};

/// The grades of what was judged, by any number that names it; above 0 is relevant.
using Grades = std::map<std::uint64_t, int>;

/// Measures one order; zeros if nothing is relevant. What is relevant and not in the order counts as not found.
/// Needs: nothing stands twice in `ranked`.
[[nodiscard]] RankingMeasures measures_of(std::span<const std::uint64_t> ranked, const Grades& grades);

/// The mean; zeros of none.
[[nodiscard]] RankingMeasures mean_of(std::span<const RankingMeasures> all);

}  // namespace kennis
