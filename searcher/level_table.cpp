/// @file
#include "searcher/level_table.h"

#include <algorithm>
#include <limits>

#include "schema/evidence.h"

namespace kennis {
namespace {

/// Beyond this evidence a level is computed: few documents have it, and the table stays in the nearest cache.
constexpr std::uint32_t kTabled = 512;

}  // namespace

LevelTable::LevelTable(double weight, std::uint32_t evidence_max) : weight_(weight), evidence_max_(evidence_max) {
  if (weight <= 0) return;  // nothing that it is asked for
  const std::uint32_t count = std::min(evidence_max, kTabled - 1) + 1;
  parts_.reserve(count);
  for (std::uint32_t evidence = 0; evidence < count; ++evidence) parts_.push_back(computed(evidence));
}

std::uint32_t LevelTable::evidence_above(double floor) const {
  const auto least = std::upper_bound(parts_.begin(), parts_.end(), floor);
  if (least != parts_.end()) return static_cast<std::uint32_t>(least - parts_.begin());
  const bool may_be_more = !parts_.empty() && evidence_max_ >= parts_.size();
  return may_be_more ? static_cast<std::uint32_t>(parts_.size()) : std::numeric_limits<std::uint32_t>::max();
}

double LevelTable::computed(std::uint32_t evidence) const {
  return on_grid(weight_ * level_of(evidence, evidence_max_));
}

}  // namespace kennis
