/// @file
#include "network/reach.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace kennis {
namespace {

constexpr double kLogUnit = 17592186044416.0;  // 2^44
constexpr std::uint8_t kOverTwo = 3;
constexpr std::uint8_t kOverTwoAndContext = 4;  // while it is computed: nearest is the context
constexpr std::int64_t kNotYet = -1;

}  // namespace

std::int64_t log_sum_of(double chance) { return std::llround(-std::log1p(-chance) * kLogUnit); }

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
    best_starts_.resize(roomy, 0);
    best_ends_.resize(roomy, 0);
    degrees_.resize(roomy, 0);
    touched_.resize(roomy / 64 + 1, 0);
  }
  seconds_.clear();
  walk_direct(viewer);
  walk_over_one(viewer);
  walk_over_two(viewer);
  walk_contexts(viewer);
  return collect(viewer.searcher());
}

void ReachComputer::walk_direct(const Viewer& viewer) {
  for (const Arc& arc : viewer.arcs(viewer.searcher())) {
    if (arc.strength() < kTieMin) break;
    touch(arc.to);
    degrees_[arc.to] = 1;
    log_sums_[arc.to] += log_sum_of(arc.strength());
  }
}

void ReachComputer::walk_over_one(const Viewer& viewer) {
  const Node searcher = viewer.searcher();
  for (const Arc& first : viewer.arcs(searcher)) {
    if (first.strength() < kTieMin) break;
    if (!viewer.may_carry(first.to)) continue;
    const double start = first.strength() * viewer.attention(first.to);
    for (const Arc& second : viewer.arcs(first.to)) {
      const double chance = start * second.strength();
      if (chance < kChanceMin) break;
      const Node end = second.to;
      if (end == searcher) continue;
      if (best_starts_[end] == 0) seconds_.push_back(end);
      best_starts_[end] = std::max(best_starts_[end], chance);
      if (degrees_[end] == 0) {
        touch(end);
        degrees_[end] = 2;
      }
      log_sums_[end] += log_sum_of(chance);
    }
  }
}

void ReachComputer::walk_over_two(const Viewer& viewer) {
  const Node searcher = viewer.searcher();
  for (const Node second : seconds_) {
    const double start = best_starts_[second] * viewer.attention(second);
    if (start < kChanceMin || !viewer.may_carry(second)) continue;
    for (const Arc& third : viewer.arcs(second)) {
      const double chance = start * third.strength();
      if (chance < kChanceMin) break;
      const Node end = third.to;
      if (end == searcher || (degrees_[end] != 0 && degrees_[end] != kOverTwo)) continue;
      if (degrees_[end] == 0) {
        touch(end);
        degrees_[end] = kOverTwo;
      }
      best_ends_[end] = std::max(best_ends_[end], chance);
    }
  }
}

void ReachComputer::add_over_context(Node end, std::int64_t log_sum) {
  log_sums_[end] += log_sum;
  if (degrees_[end] == 0) {
    touch(end);
    degrees_[end] = 2;
  } else if (degrees_[end] == kOverTwo) {
    degrees_[end] = kOverTwoAndContext;
  }
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
      const std::uint8_t degree = degrees_[node];
      const std::int64_t sum = log_sums_[node] + (degree >= kOverTwo ? log_sum_of(best_ends_[node]) : 0);
      if (node != searcher) {
        map.nodes.push_back(node);
        map.closeness.push_back(closeness_of(sum));
        map.degrees.push_back(degree == kOverTwoAndContext ? std::uint8_t{2} : degree);
      }
      log_sums_[node] = 0;
      best_ends_[node] = 0;
      degrees_[node] = 0;
    }
    touched_[word] = 0;
  }
  for (const Node node : seconds_) best_starts_[node] = 0;
  return map;
}

}  // namespace kennis
