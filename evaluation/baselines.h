/// @file
/// The plain methods that reach is measured against. For evaluation only: nothing of the product answers with them.
#pragma once

#include <string_view>
#include <vector>

#include "evaluation/contact_graph.h"

namespace kennis {

enum class Baseline : std::uint8_t {
  kCount,                 ///< events with the person
  kRecency,               ///< the time of the last one
  kDecayedCount,          ///< events, each halved every kDecayDays
  kCommonNeighbours,      ///< contacts in common
  kAdamicAdar,            ///< likewise, each 1 / ln(its contacts)
  kResourceAllocation,    ///< likewise, each 1 / its contacts
  kPopularity,            ///< how many contacts the candidate has
  kPersonalisedPageRank,  ///< a walk over contacts by their events that starts anew at the searcher with kRestart
};
inline constexpr std::size_t kBaselineCount = 8;
inline constexpr double kRestart = 0.5;

/// `count`, `recency`, `decayed_count`, `common_neighbours`, …
[[nodiscard]] std::string_view name_of(Baseline baseline);

/// The score of everybody for `searcher`, by node; 0 where the method has nothing to say.
/// Source: Liben-Nowell and Kleinberg, The link-prediction problem for social networks (2007); Zhou, Lü and Zhang (2009) for resource allocation.
/// Cost: the contacts of the searcher's contacts; personalised PageRank 30 rounds over all contacts.
[[nodiscard]] std::vector<double> scores_of(Baseline baseline, const ContactGraph& graph, Node searcher);

}  // namespace kennis
