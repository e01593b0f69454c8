/// @file
#include "network/reach.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace kennis {
namespace {

constexpr std::uint8_t kOverTwo = 3;
constexpr std::int64_t kNotYet = -1;

}  // namespace

double closeness_of(std::int64_t log_sum) {
  const double closeness = std::nearbyint(-std::expm1(-static_cast<double>(log_sum) / kLogUnit) * kLogUnit) / kLogUnit;
  return std::min(closeness, 1.0 - 1.0 / kLogUnit);
}

ReachMap::Entry ReachMap::of(Node node) const {
  const auto found = std::lower_bound(nodes.begin(), nodes.end(), node);
  if (found == nodes.end() || *found != node) return {};
  const auto index = static_cast<std::size_t>(found - nodes.begin());
  return {closeness[index], degrees[index]};
}

ReachMap ReachComputer::compute(const Viewer& viewer) {
  const std::size_t size = std::size_t{viewer.people().node_max()} + 1;
  if (log_sums_.size() < size) {
    const std::size_t roomy = size + size / 64;  // persons may be met while the generation is in force
    log_sums_.resize(roomy, 0);
    starts_.resize(roomy);
    two_sums_.resize(roomy, 0);
    degrees_.resize(roomy, 0);
    touched_.resize(roomy / 64 + 1, 0);
  }
  seconds_.clear();
  thirds_.clear();
  walk_direct(viewer);
  walk_over_one(viewer);
  walk_over_two(viewer);
  walk_contexts(viewer);
  return collect(viewer.searcher());
}

void ReachComputer::walk_direct(const Viewer& viewer) {
  const TieModel& model = viewer.network().tie_model();
  for (const Arc& arc : viewer.arcs(viewer.searcher())) {
    if (arc.strength() < kTieMin) break;
    touch(arc.to);
    degrees_[arc.to] = 1;
    add_log_sum(log_sums_[arc.to], log_sum_of(arc.strength() * share_of_step(model, arc)));
  }
}

void ReachComputer::walk_over_one(const Viewer& viewer) {
  const Node searcher = viewer.searcher();
  const TieModel& model = viewer.network().tie_model();
  for (const Arc& first : viewer.arcs(searcher)) {
    if (first.strength() < kTieMin) break;
    if (!viewer.may_carry(first.to)) continue;
    const double start = first.strength() * viewer.attention(first.to);
    for (const Arc& second : viewer.arcs(first.to)) {
      const double most = start * second.strength();
      if (most < kChanceMin) break;
      const Node end = second.to;
      const double chance = most * share_of_step(model, second);
      if (end == searcher || chance < kChanceMin) continue;
      if (starts_[end].best == 0) seconds_.push_back(end);
      starts_[end].take(chance, first.to);
      if (degrees_[end] == 0) {
        touch(end);
        degrees_[end] = 2;
      }
      add_log_sum(log_sums_[end], log_sum_of(chance));
    }
  }
}

void ReachComputer::walk_over_two(const Viewer& viewer) {
  const Node searcher = viewer.searcher();
  const TieModel& model = viewer.network().tie_model();
  for (const Node second : seconds_) {
    const Start& beginning = starts_[second];
    const double attention = viewer.attention(second);
    const double start = beginning.best * attention;
    if (start < kChanceMin || !viewer.may_carry(second)) continue;
    for (const Arc& third : viewer.arcs(second)) {
      double most = start * third.strength();
      if (most < kChanceMin) break;
      const Node end = third.to;
      if (end == beginning.first) most = beginning.other * attention * third.strength();
      const double chance = most * share_of_step(model, third);
      if (end == searcher || chance < kChanceMin) continue;
      if (two_sums_[end] == 0) thirds_.push_back(end);
      add_log_sum(two_sums_[end], log_sum_of(chance));
    }
  }
  for (const Node end : thirds_) {
    if (degrees_[end] == 0) {
      touch(end);
      degrees_[end] = kOverTwo;
    }
    log_sums_[end] = std::max(log_sums_[end], two_sums_[end]);
    two_sums_[end] = 0;
  }
}

void ReachComputer::add_over_context(Node end, std::int64_t log_sum) {
  add_log_sum(log_sums_[end], log_sum);
  if (degrees_[end] == 0) touch(end);
  if (degrees_[end] != 1) degrees_[end] = 2;
}

/// Paths that go from `from`, who is reached with the chance `start`, over one context, in which `from` was during `stays`.
void ReachComputer::walk_context(const Viewer& viewer, Node from, std::span<const ContextStay> stays, double start,
                                 ContextStrengths& strengths) {
  const ContextIndex context = stays.front().context;
  strengths.set_context(context);
  if (start * strengths.of(kStillThere) < kChanceMin) return;
  month_sums_.assign(month_sums_.size(), kNotYet);
  const Node searcher = viewer.searcher();
  viewer.for_each_member(context, [&](Node end, std::span<const ContextMember> others) {
    const MonthSpan common = common_span(stays, others);
    if (common.from > common.to || end == from || end == searcher) return;
    const std::size_t month = std::min<std::size_t>(common.to, month_sums_.size() - 1);
    std::int64_t& sum = month_sums_[month];
    if (sum == kNotYet) {  // most members of a context were last there together with `from` in a few months
      const double chance = start * strengths.of(common.to);
      sum = chance < kChanceMin ? 0 : log_sum_of(chance);
    }
    if (sum > 0) add_over_context(end, sum);
  });
}

void ReachComputer::walk_contexts(const Viewer& viewer) {
  month_sums_.resize(std::size_t{kMonthMax} + 2);
  ContextStrengths strengths(viewer);
  const auto walk_all = [&](Node from, double start, bool introduced) {
    const std::span<const ContextStay> all = viewer.stays(from);
    for (std::size_t begin = 0; begin < all.size();) {
      const std::span<const ContextStay> stays = stays_in(all.subspan(begin), all[begin].context);
      begin += stays.size();
      const ContextIndex context = stays.front().context;
      if (!viewer.may_know_of(context) || (introduced && !introduces(viewer, context))) continue;
      walk_context(viewer, from, stays, start, strengths);
    }
  };
  walk_all(viewer.searcher(), 1, false);
  const std::span<const Arc> direct = viewer.arcs(viewer.searcher());
  for (const Arc& first : direct.first(std::min(direct.size(), kContextIntroducersMax))) {
    if (first.strength() < kTieMin) break;
    if (viewer.stays(first.to).empty() || !viewer.may_carry(first.to)) continue;
    walk_all(first.to, first.strength() * viewer.attention(first.to), true);
  }
}

ReachMap ReachComputer::collect(Node searcher) {
  ReachMap map;
  std::size_t count = 0;
  for (const std::uint64_t bits : touched_) count += static_cast<std::size_t>(std::popcount(bits));
  map.nodes.reserve(count);
  map.closeness.reserve(count);
  map.degrees.reserve(count);
  for (std::size_t word = 0; word < touched_.size(); ++word) {
    for (std::uint64_t bits = touched_[word]; bits != 0; bits &= bits - 1) {
      const Node node = static_cast<Node>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
      if (node != searcher) {
        map.nodes.push_back(node);
        map.closeness.push_back(closeness_of(log_sums_[node]));
        map.degrees.push_back(degrees_[node]);
      }
      log_sums_[node] = 0;
      degrees_[node] = 0;
    }
    touched_[word] = 0;
  }
  for (const Node node : seconds_) starts_[node] = {};
  return map;
}

}  // namespace kennis
