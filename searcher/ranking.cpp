/// @file
#include "searcher/ranking.h"

#include <algorithm>
#include <cmath>

namespace kennis {

Nano to_nano(double value) { return std::llround(value * 1e9); }

double score_of(double fit, double reach, double lambda) { return (1 - lambda) * fit + lambda * reach; }

bool ranks_before(const Candidate& a, const Candidate& b) {
  return a.score != b.score ? a.score > b.score : a.place() < b.place();
}

void keep_best(std::vector<Candidate>& candidates, std::size_t count) {
  const std::size_t kept = std::min(count, candidates.size());
  const auto end = candidates.begin() + static_cast<std::ptrdiff_t>(kept);
  if (kept < candidates.size()) std::nth_element(candidates.begin(), end, candidates.end(), ranks_before);
  candidates.resize(kept);
  std::sort(candidates.begin(), candidates.end(), ranks_before);
}

}  // namespace kennis
