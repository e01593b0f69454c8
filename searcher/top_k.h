/// @file
/// The exact top k: what a scan of all matches would give.
#pragma once

#include <cstdint>
#include <vector>

#include <xapian.h>

#include "network/reach.h"
#include "schema/fields.h"
#include "searcher/match_plan.h"
#include "searcher/ranking.h"

namespace kennis {

struct TopKRequest {
  double lambda = 0.3;
  std::size_t count = 20;
  bool exact = false;                      ///< count to the end
  std::size_t scan_max = limit::kHitsMax;  ///< up to this many matches are all scored
};

struct RankedCandidate {
  Candidate candidate;
  std::uint64_t fit_rank = 0;
  bool fit_rank_exact = true;
};

struct TopK {
  std::vector<RankedCandidate> hits;
  std::uint64_t total = 0;
  bool total_exact = true;
};

/// Two ways, by how many match. Up to scan_max matches (or all, if `exact`) every one is scored. Beyond, the best by fit alone and the best among
/// the reached are looked for apart: an unreached member of the true top k is in the top k by fit alone, a reached one among the reached, so the
/// best of both are the top k. A query without anything to score is ordered by reach, then id.
///
/// Except: beyond scan_max, a query with a phrase that need not be met is ranked among the best few hundred more than asked for, evaluated by hand, because
/// Xapian 1.4.22 credits such a phrase where it is not; there a place near the end of the page may go to another.
///
/// Needs: the plan and the database are of one generation, whose documents are the reach map's nodes.
/// Threads: as the database. Cost: one or two Xapian matches, the second over the reached only.
[[nodiscard]] TopK find_top_k(const Xapian::Database& database, const MatchPlan& plan, const ReachMap& reach,
                              const TopKRequest& request);

}  // namespace kennis
