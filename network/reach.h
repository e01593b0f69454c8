/// @file
/// Reach: how well a searcher can get to everybody, by direct ties, over one person, or over two.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "network/shared_context.h"
#include "network/viewer.h"

namespace kennis {

/// Whom a viewer reaches. The three lists run side by side, by rising node.
struct ReachMap {
  std::vector<Node> nodes;
  std::vector<double> closeness;  ///< in (0, 1), a multiple of 2^-44
  std::vector<std::uint8_t>
      degrees;  ///< 1: a direct tie; 2: one person in between, or a context in common; 3: two persons in between

  struct Entry {
    double closeness = 0;
    std::uint8_t degree = 0;  ///< 0: not reached
  };
  /// Cost: a binary search.
  [[nodiscard]] Entry of(Node node) const;
};

/// closeness = 1 − Π (1 − p) over the direct tie and every path over one person; or over the paths over two, of each second person the best, where these say
/// more. A step to whoever is reached, or by an introducer to the next, counts `unmoved` of its strength where its taker only ever received.
/// The last step may also be a context that two persons share: from the searcher, or from one of the strongest direct ties where the context is
/// small enough. Each is a path of its own and joins the others; it makes nobody a contact, and leads no further.
/// A path whose p is below kChanceMin counts as none. Everything the viewer may not use is not there.
///
/// Threads: one computer a thread; it keeps 41 bytes a person between calls.
/// Cost:    proportional to the paths with p ≥ kChanceMin: everyone's ties are cut at the first that is too weak. A pass over the members of the
///          searcher's contexts, and of those of the direct ties up to TieModel::context_size_max.
/// Source:  spec section 5. Sums are in fixed point, so that they do not depend on the order of paths.
class ReachComputer {
 public:
  [[nodiscard]] ReachMap compute(const Viewer& viewer);

 private:
  void walk_direct(const Viewer& viewer);
  void walk_over_one(const Viewer& viewer);
  void walk_over_two(const Viewer& viewer);
  void walk_contexts(const Viewer& viewer);
  void walk_context(const Viewer& viewer, Node from, std::span<const ContextStay> stays, double start,
                    ContextStrengths& strengths);
  void add_over_context(Node end, std::int64_t log_sum);
  [[nodiscard]] ReachMap collect(Node searcher);
  void touch(Node node) { touched_[node >> 6U] |= std::uint64_t{1} << (node & 63U); }

  /// The best product of a path's beginning that ends with somebody, over whom, and the best over anybody else: no path comes back to its first person.
  struct Start {
    double best = 0;
    double other = 0;
    Node first = kNoPerson;

    void take(double chance, Node over) {
      if (chance > best) {
        other = best;
        best = chance;
        first = over;
      } else {
        other = std::max(other, chance);
      }
    }
  };

  std::vector<std::int64_t> log_sums_;  ///< −Σ ln(1 − p), in units of 2^-44
  std::vector<Start> starts_;           ///< of paths over two persons that have this second one
  std::vector<std::int64_t> two_sums_;  ///< as log_sums_, of the paths over two persons
  std::vector<std::uint8_t> degrees_;
  std::vector<std::uint64_t> touched_;    ///< a bit a node
  std::vector<Node> seconds_;             ///< whom a path over one person reaches
  std::vector<Node> thirds_;              ///< whom one over two persons reaches
  std::vector<std::int64_t> month_sums_;  ///< of one context's paths, by their last month
};

/// The units of the sums.
inline constexpr double kLogUnit = 17592186044416.0;  // 2^44

/// −ln(1 − p) in the units of the sums, and back: 1 − exp(−sum), below 1.
/// Cost: for a small chance, as those of most paths are, four multiplications instead of a logarithm; the series is off by less than 2^-50.
[[nodiscard]] inline std::int64_t log_sum_of(double chance) {
  constexpr double kSmall = 1.0 / 256;
  const double sum =
      chance < kSmall ? chance * (1 + chance * (1.0 / 2 + chance * (1.0 / 3 + chance * (1.0 / 4 + chance * (1.0 / 5)))))
                      : -std::log1p(-chance);
  return static_cast<std::int64_t>(sum * kLogUnit + 0.5);
}
[[nodiscard]] double closeness_of(std::int64_t log_sum);

/// Adds to a sum, which stays where it is certain enough: with constants at their limits a hundred thousand paths would be more than 64 bits hold.
inline void add_log_sum(std::int64_t& sum, std::int64_t more) {
  constexpr std::int64_t kCertain = std::int64_t{1} << 58U;
  sum = std::min(kCertain, sum + more);
}

}  // namespace kennis
