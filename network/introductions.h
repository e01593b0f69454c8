/// @file
/// Introductions: the paths by which a searcher can get to one candidate, best first, with what lies behind each tie.
#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <vector>

#include "network/reach.h"
#include "network/shared_context.h"
#include "network/viewer.h"

namespace kennis {

/// One way from the searcher to the candidate.
struct Path {
  std::vector<Node> persons;      ///< from searcher to candidate, both included: 2, 3 or 4
  std::vector<double> strengths;  ///< of the ties between them: one fewer
  double chance = 0;              ///< p: how likely the introduction works, by these, κ of who is asked, and who acted
  std::optional<SharedContext> context;  ///< of a path whose last step is a context that its two persons share
  bool counts =
      true;  ///< false for another way that is no part of the closeness: over two persons where another first one leads to the same second
             ///< better, or over one where those over two say more
};

/// Of each step, the share of its strength that it counts for: the chance is the product of these, the strengths, and κ of whoever is asked.
/// Cost: a binary search a step.
[[nodiscard]] std::vector<double> shares_of(const Path& path, const Viewer& viewer);

struct Introductions {
  /// The best: first those with introducers of their own, then those that share one with an earlier path; both by falling chance, then by the
  /// nodes.
  std::vector<Path> paths;
  std::size_t counted_total = 0;  ///< all paths that count, shown or not
  std::int64_t log_sum = 0;       ///< −Σ ln(1 − p) over all that count, in the units of log_sum_of
};

/// Finds paths for one viewer; made once for a page of hits.
/// Threads: one a thread. Cost: proportional to the candidate's ties and to the members of the candidate's contexts up to
/// TieModel::context_size_max, and without a direct tie to their ties' ties.
class IntroductionFinder {
 public:
  explicit IntroductionFinder(const Viewer& viewer);

  /// The best `path_max` paths to `candidate`. Their log_sum is the one that reach is computed from, unless nothing reaches the candidate.
  [[nodiscard]] Introductions find(Node candidate, std::size_t path_max) const;

 private:
  struct Direct {
    Node to;
    double strength;
    double chance;     ///< of an introduction by nobody
    std::size_t rank;  ///< among the direct ties, by strength
  };
  /// The beginning of a path over two persons.
  struct Start {
    Node second;
    Node first;
    double direct;  ///< t(searcher, first)
    double middle;  ///< t(first, second)
    double chance;  ///< of getting as far as second
  };
  struct Starts {
    std::vector<Start> by_second;
    std::bitset<std::size_t{1} << 16U> seconds;  ///< by their last bits: tells most others apart

    [[nodiscard]] bool may_have(Node second) const { return seconds.test(second % seconds.size()); }
  };
  [[nodiscard]] const Starts& starts() const;
  [[nodiscard]] const Direct* direct_to(Node node) const;
  [[nodiscard]] double strength_to(Node node) const;
  void add_over_one(Node candidate, std::vector<Path>& paths) const;
  void add_over_two(Node candidate, std::vector<Path>& paths) const;
  void add_over_two_to_many(Node candidate, std::vector<Path>& paths) const;
  void join_over_two(Node candidate, std::vector<Path>& paths) const;
  [[nodiscard]] bool are_told_before(const std::vector<Node>& a, const std::vector<Node>& b) const;
  void add_over_contexts(Node candidate, std::vector<Path>& paths) const;

  const Viewer* viewer_;
  const TieModel* model_;
  std::vector<Direct> direct_;            ///< by node
  mutable std::optional<Starts> starts_;  ///< made when a candidate needs them
};

}  // namespace kennis
