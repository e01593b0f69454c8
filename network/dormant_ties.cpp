/// @file
#include "network/dormant_ties.h"

#include <algorithm>
#include <cmath>

#include "network/id_order.h"

namespace kennis {
namespace {

/// The strength of a tie had its contacts all been at `as_of`.
double awake_strength(const Network& network, std::vector<ChannelCounts> counts) {
  const Seconds as_of = network.as_of();
  for (ChannelCounts& count : counts) {
    if (count.events_forward > 0) count.last_forward = as_of;
    if (count.events_backward > 0) count.last_backward = as_of;
  }
  return value_of(strength_of_evidence(evidence_of_tie(network.tie_model(), counts, as_of)));
}

}  // namespace

std::vector<DormantTie> find_dormant_ties(const Viewer& viewer) {
  std::vector<DormantTie> ties;
  for (const Arc& arc : viewer.arcs(viewer.searcher())) {
    if (!viewer.may_see(arc.to)) continue;
    const double awake = awake_strength(viewer.network(), viewer.counts(viewer.searcher(), arc.to));
    if (awake < kStrongTieMin || std::log1p(-arc.strength()) < kFadedShareMax * std::log1p(-awake)) continue;
    ties.push_back({arc.to, arc.strength(), awake});
  }
  std::sort(ties.begin(), ties.end(), [&](const DormantTie& a, const DormantTie& b) {
    const double lost_a = a.awake - a.strength;
    const double lost_b = b.awake - b.strength;
    return lost_a != lost_b ? lost_a > lost_b : is_told_before(viewer.people(), a.person, b.person);
  });
  return ties;
}

}  // namespace kennis
