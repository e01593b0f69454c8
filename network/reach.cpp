/// @file
#include "network/reach.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace kennis {
namespace {

constexpr double kLogUnit = 17592186044416.0;  // 2^44

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
      if (end == searcher || (degrees_[end] != 0 && degrees_[end] != 3)) continue;
      if (degrees_[end] == 0) {
        touch(end);
        degrees_[end] = 3;
      }
      best_ends_[end] = std::max(best_ends_[end], chance);
    }
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
      const std::int64_t sum = degrees_[node] == 3 ? log_sum_of(best_ends_[node]) : log_sums_[node];
      if (node != searcher) {
        map.nodes.push_back(node);
        map.closeness.push_back(closeness_of(sum));
        map.degrees.push_back(degrees_[node]);
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
