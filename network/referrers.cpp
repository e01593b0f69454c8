/// @file
#include "network/referrers.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>

namespace kennis {
namespace {

constexpr double kWorthUnit = 17592186044416.0;  // 2^44: sums of millions of such do not depend on their order

std::int64_t units_of(double worth) { return std::llround(worth * kWorthUnit); }

}  // namespace

ReferrerFinder::ReferrerFinder(const Viewer& viewer) : viewer_(&viewer) {
  std::map<Node, double> strengths;
  for (const Arc& arc : viewer.arcs(viewer.searcher())) {
    if (arc.strength() < kTieMin) break;
    strengths[arc.to] = arc.strength();
  }
  for (const Node colleague : viewer.colleagues()) strengths.try_emplace(colleague, 0);
  for (const auto& [node, strength] : strengths) {
    if (!viewer.may_carry(node)) continue;
    const bool is_colleague = viewer.is_member(node) || viewer.is_alumnus(node);
    const double ask = std::max(strength, is_colleague ? kColleagueStrength : 0);
    asked_.push_back({node, strength, ask * viewer.attention(node)});
  }
}

template <typename Use>
void ReferrerFinder::for_each_candidate(const Asked& asked, const Use& use) const {
  for (const Arc& arc : viewer_->arcs(asked.node)) {
    const double chance = asked.start * arc.strength();
    if (chance < kChanceMin) break;
    if (arc.to != viewer_->searcher() && viewer_->people().has_profile(arc.to)) use(arc, chance);
  }
}

std::vector<Node> ReferrerFinder::candidates() const {
  std::vector<bool> seen(std::size_t{viewer_->people().node_max()} + 1);
  std::vector<Node> nodes;
  for (const Asked& asked : asked_) {
    for_each_candidate(asked, [&](const Arc& arc, double) {
      if (!seen[arc.to]) nodes.push_back(arc.to);
      seen[arc.to] = true;
    });
  }
  std::sort(nodes.begin(), nodes.end());
  return nodes;
}

std::vector<Referrer> ReferrerFinder::rank(std::vector<double> merits, std::size_t referrers_max,
                                           std::size_t best_max) const {
  assert(merits.size() == std::size_t{viewer_->people().node_max()} + 1);
  for (const Arc& arc : viewer_->arcs(viewer_->searcher())) {
    if (viewer_->people().has_profile(arc.to)) merits[arc.to] *= 1 - arc.strength();
  }
  struct Sum {
    std::int64_t units;
    std::size_t index;
    std::size_t candidates;
  };
  std::vector<Sum> sums;
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    Sum sum{0, i, 0};
    for_each_candidate(asked_[i], [&](const Arc& arc, double chance) {
      if (merits[arc.to] == 0) return;
      sum.units += units_of(merits[arc.to] * chance);
      ++sum.candidates;
    });
    if (sum.units > 0) sums.push_back(sum);
  }
  const std::size_t kept = std::min(referrers_max, sums.size());
  std::partial_sort(
      sums.begin(), sums.begin() + static_cast<std::ptrdiff_t>(kept), sums.end(),
      [](const Sum& a, const Sum& b) { return a.units != b.units ? a.units > b.units : a.index < b.index; });
  std::vector<Referrer> referrers(kept);
  for (std::size_t i = 0; i < kept; ++i) {
    const Asked& asked = asked_[sums[i].index];
    referrers[i] = {
        asked.node, asked.strength, static_cast<double>(sums[i].units) / kWorthUnit, sums[i].candidates, {}};
    find_best(referrers[i], asked, merits, best_max);
  }
  return referrers;
}

void ReferrerFinder::find_best(Referrer& referrer, const Asked& asked, const std::vector<double>& merits,
                               std::size_t best_max) const {
  std::vector<ReferredCandidate>& best = referrer.best;
  for_each_candidate(asked, [&](const Arc& arc, double chance) {
    if (merits[arc.to] > 0) best.push_back({arc.to, arc.strength(), chance, merits[arc.to] * chance});
  });
  const std::size_t kept = std::min(best_max, best.size());
  std::partial_sort(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(kept), best.end(),
                    [](const ReferredCandidate& a, const ReferredCandidate& b) {
                      const std::int64_t ua = units_of(a.worth);
                      const std::int64_t ub = units_of(b.worth);
                      return ua != ub ? ua > ub : a.node < b.node;
                    });
  best.resize(kept);
}

}  // namespace kennis
