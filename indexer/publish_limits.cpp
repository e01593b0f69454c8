/// @file
#include "indexer/publish_limits.h"

#include <fmt/format.h>

namespace kennis {

bool too_many_bad_lines(const Counts& read, std::uint64_t bad, std::optional<double> share_max) {
  std::uint64_t lines = 0;
  for (const auto& [kind, count] : read) lines += count;
  if (bad == 0) return false;
  if (!share_max && lines < kBadShareLines) return bad >= lines;
  return static_cast<double>(bad) / static_cast<double>(lines) > share_max.value_or(kBadShareMax);
}

std::vector<std::string> drops_between(const Counts& in_force, const Counts& now, double share_max) {
  std::vector<std::string> drops;
  for (const char* kind : {"profiles", "events", "groups", "memberships", "teams"}) {
    const auto was = in_force.find(kind);
    if (was == in_force.end() || was->second == 0) continue;
    const auto found = now.find(kind);
    const std::uint64_t is = found == now.end() ? 0 : found->second;
    const double kept = static_cast<double>(was->second) * (1 - share_max);
    const bool is_large = was->second >= kDropRecordsMin && static_cast<double>(is) < kept;
    if (is > 0 && !is_large) continue;
    drops.push_back(fmt::format("{}: {} instead of the {} in force", kind, is, was->second));
  }
  return drops;
}

}  // namespace kennis
