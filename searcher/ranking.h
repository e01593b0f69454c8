/// @file
/// Score and order of hits, as pure functions.
#pragma once

#include <cstdint>
#include <vector>

#include "network/node.h"

namespace kennis {

/// Billionths: what scores are compared in, so that the last bits of a sum decide nothing. Source: spec section 8.
using Nano = std::int64_t;
[[nodiscard]] Nano to_nano(double value);

/// (1 − λ) · fit + λ · reach.
[[nodiscard]] double score_of(double fit, double reach, double lambda);

struct Candidate {
  Node node = kNoPerson;
  double fit = 0;
  double reach = 0;
  Nano score = 0;                     ///< what the order is by
  std::uint64_t place_among_ids = 0;  ///< 0: as node; for who came after the nodes were given: between two nodes

  [[nodiscard]] std::uint64_t place() const {
    return place_among_ids != 0 ? place_among_ids : std::uint64_t{node} << 32U;
  }
};

/// Falling score, then rising place, which is rising id.
[[nodiscard]] bool ranks_before(const Candidate& a, const Candidate& b);

/// Keeps the best `count`, in order. Cost: linear, and count · log count.
void keep_best(std::vector<Candidate>& candidates, std::size_t count);

}  // namespace kennis
