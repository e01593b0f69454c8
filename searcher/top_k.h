/// @file
/// The exact top k: what a scan of all matches would give.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <xapian.h>

#include "network/reach.h"
#include "schema/fields.h"
#include "schema/profile_words.h"
#include "schema/result.h"
#include "searcher/cursor.h"
#include "searcher/facets.h"
#include "searcher/match_plan.h"
#include "searcher/order_keys.h"
#include "searcher/posting_cache.h"
#include "searcher/ranking.h"

namespace kennis {

struct TopKRequest {
  double lambda = 0.3;
  std::size_t count = 20;
  bool exact = false;                      ///< count to the end
  std::size_t scan_max = limit::kHitsMax;  ///< up to this many matches are counted and ranked by fit exactly
  std::optional<std::chrono::steady_clock::time_point> deadline{};  ///< none: it may take as long as it takes
  std::span<const Node> masked{};    ///< documents that are no longer what they were, rising: not there
  Refinement* refinement = nullptr;  ///< filters and facets; none: everybody who matches
  const OrderKeys* keys =
      nullptr;                     ///< what the order is by instead of the score; live ones have theirs as their scores
  std::optional<PageEnd> after{};  ///< hits begin behind it; none: with the first
  std::span<const Candidate> live{};  ///< who matches from outside of the database, in any order, with fit and reach
  PostingCache* postings = nullptr;   ///< of the same generation; none: all are read from the database
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

/// Looks at every match, and scores each one whose place it could change. A query without anything to score is ordered by reach, then id.
/// Beyond scan_max matches, who has to be looked up in positions to be a match is passed over where that changes no hit, and then the total
/// is that many or more; and the rank by fit is known for the best, a little more than asked for.
///
/// Needs: the plan and the database are of one generation, whose documents are the reach map's nodes.
/// Errors: kTimeout, once the deadline has passed; never a part of the answer.
/// Threads: as the database. Cost: as Matcher, and a few ns a match.
[[nodiscard]] Result<TopK> find_top_k(const Xapian::Database& database, const ProfileWords& words,
                                      const MatchPlan& plan, const ReachMap& reach, const TopKRequest& request);

}  // namespace kennis
