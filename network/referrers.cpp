/// @file
#include "network/referrers.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>
#include <unordered_map>

#include "network/id_order.h"

namespace kennis {
namespace {

constexpr double kWorthUnit = 17592186044416.0;  // 2^44: sums of millions of such do not depend on their order

std::int64_t units_of(double worth) { return std::llround(worth * kWorthUnit); }

}  // namespace

ReferrerFinder::ReferrerFinder(const Viewer& viewer) : viewer_(&viewer) {
  struct Tie {
    double strength = 0;
    bool is_strong = false;
  };
  std::map<Node, Tie> ties;
  for (const Arc& arc : viewer.arcs(viewer.searcher())) {
    if (arc.strength() < kTieMin) break;
    const bool is_strong = ties.size() < kContextIntroducersMax;
    ties[arc.to] = {arc.strength(), is_strong};
  }
  for (const Node colleague : viewer.colleagues()) ties.try_emplace(colleague);
  for (const auto& [node, tie] : ties) {
    if (!viewer.may_carry(node)) continue;
    const bool is_colleague = viewer.is_member(node) || viewer.is_alumnus(node);
    const double ask = std::max(tie.strength, is_colleague ? kColleagueStrength : 0);
    asked_.push_back({node, tie.strength, ask, ask * viewer.attention(node), is_colleague || tie.is_strong});
  }
}

template <typename Use>
void ReferrerFinder::for_each_met_over_contexts(const Asked& asked, const Use& use) const {
  const std::span<const ContextStay> all = viewer_->stays(asked.node);
  ContextStrengths strengths(*viewer_);
  for (std::size_t begin = 0; asked.over_contexts && begin < all.size();) {
    const std::span<const ContextStay> stays = stays_in(all.subspan(begin), all[begin].context);
    begin += stays.size();
    const ContextIndex context = stays.front().context;
    if (!viewer_->may_know_of(context) || !introduces(*viewer_, context)) continue;
    strengths.set_context(context);
    if (asked.start * strengths.of(kStillThere) < kChanceMin) continue;
    viewer_->for_each_member(context, [&](Node other, std::span<const ContextMember> others) {
      if (other == asked.node) return;
      const MonthSpan common = common_span(stays, others);
      if (common.from > common.to) return;
      const double chance = asked.start * strengths.of(common.to);
      if (chance >= kChanceMin) use(other, chance);
    });
  }
}

/// Collects whom `asked` could introduce; with merits only those who have one.
void ReferrerFinder::meet(const Asked& asked, const std::vector<double>* merits, Met& met) const {
  const auto add = [&](Node node, double chance) {
    if (merits != nullptr && (*merits)[node] == 0) return;
    if (node == viewer_->searcher() || !viewer_->people().has_profile(node)) return;
    double& fails = met.fails[node];
    if (fails == 1) met.nodes.push_back(node);
    fails *= 1 - chance;
  };
  const TieModel& model = viewer_->network().tie_model();
  for (const Arc& arc : viewer_->arcs(asked.node)) {
    const double most = asked.start * arc.strength();
    if (most < kChanceMin) break;
    const double chance = most * share_of_step(model, arc);
    if (chance >= kChanceMin) add(arc.to, chance);
  }
  for_each_met_over_contexts(asked, add);
}

void ReferrerFinder::forget(Met& met) const {
  for (const Node node : met.nodes) met.fails[node] = 1;
  met.nodes.clear();
}

std::vector<Node> ReferrerFinder::candidates() const {
  const std::size_t size = std::size_t{viewer_->people().node_max()} + 1;
  Met met{std::vector<double>(size, 1), {}};
  std::vector<bool> seen(size);
  std::vector<Node> nodes;
  for (const Asked& asked : asked_) {
    meet(asked, nullptr, met);
    for (const Node node : met.nodes) {
      if (!seen[node]) nodes.push_back(node);
      seen[node] = true;
    }
    forget(met);
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
  Met met{std::vector<double>(merits.size(), 1), {}};
  std::vector<Sum> sums;
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    meet(asked_[i], &merits, met);
    Sum sum{0, i, met.nodes.size()};
    for (const Node node : met.nodes) sum.units += units_of(merits[node] * (1 - met.fails[node]));
    forget(met);
    if (sum.units > 0) sums.push_back(sum);
  }
  const std::size_t kept = std::min(referrers_max, sums.size());
  std::partial_sort(
      sums.begin(), sums.begin() + static_cast<std::ptrdiff_t>(kept), sums.end(), [&](const Sum& a, const Sum& b) {
        return a.units != b.units ? a.units > b.units
                                  : is_told_before(viewer_->people(), asked_[a.index].node, asked_[b.index].node);
      });
  std::vector<Referrer> referrers(kept);
  for (std::size_t i = 0; i < kept; ++i) {
    const Asked& asked = asked_[sums[i].index];
    referrers[i] = {.node = asked.node,
                    .strength = asked.strength,
                    .ask = asked.ask,
                    .attention = viewer_->attention(asked.node),
                    .over_contexts = asked.over_contexts,
                    .expected = static_cast<double>(sums[i].units) / kWorthUnit,
                    .candidates_total = sums[i].candidates,
                    .best = {}};
    find_best(referrers[i], asked, merits, best_max, met);
  }
  tell_known(referrers);
  return referrers;
}

/// One pass over the searcher's ties, however many are shown.
void ReferrerFinder::tell_known(std::vector<Referrer>& referrers) const {
  std::unordered_map<Node, double> known;
  for (const Referrer& referrer : referrers) {
    for (const ReferredCandidate& candidate : referrer.best) known.try_emplace(candidate.node, 0);
  }
  for (const Arc& arc : viewer_->arcs(viewer_->searcher())) {
    if (const auto shown = known.find(arc.to); shown != known.end()) shown->second = arc.strength();
  }
  for (Referrer& referrer : referrers) {
    for (ReferredCandidate& candidate : referrer.best) candidate.known = known.at(candidate.node);
  }
}

void ReferrerFinder::find_best(Referrer& referrer, const Asked& asked, const std::vector<double>& merits,
                               std::size_t best_max, Met& met) const {
  std::vector<ReferredCandidate>& best = referrer.best;
  meet(asked, &merits, met);
  for (const Node node : met.nodes) {
    const double chance = 1 - met.fails[node];
    best.push_back({.node = node, .chance = chance, .worth = merits[node] * chance});
  }
  forget(met);
  const std::size_t kept = std::min(best_max, best.size());
  std::partial_sort(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(kept), best.end(),
                    [&](const ReferredCandidate& a, const ReferredCandidate& b) {
                      const std::int64_t ua = units_of(a.worth);
                      const std::int64_t ub = units_of(b.worth);
                      return ua != ub ? ua > ub : is_told_before(viewer_->people(), a.node, b.node);
                    });
  best.resize(kept);
  for (ReferredCandidate& candidate : best) {
    const std::span<const Arc> arcs = viewer_->arcs(asked.node);
    const auto tie = std::find_if(arcs.begin(), arcs.end(), [&](const Arc& arc) { return arc.to == candidate.node; });
    if (tie == arcs.end()) continue;
    candidate.strength = tie->strength();
    const double share = share_of_step(viewer_->network().tie_model(), *tie);
    if (asked.start * candidate.strength * share >= kChanceMin) candidate.share = share;
  }
}

}  // namespace kennis
