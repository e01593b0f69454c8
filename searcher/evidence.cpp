/// @file
#include "searcher/evidence.h"

#include <algorithm>

namespace kennis {

bool stands_in_row(const std::vector<std::vector<std::uint32_t>>& positions, std::uint32_t window) {
  if (positions.empty()) return false;
  for (const std::uint32_t first : positions[0]) {
    std::uint32_t last = first;
    bool whole = true;
    for (std::size_t i = 1; i < positions.size() && whole; ++i) {
      const auto next = std::upper_bound(positions[i].begin(), positions[i].end(), last);
      whole = next != positions[i].end();
      if (whole) last = *next;
    }
    if (whole && last - first < window) return true;
  }
  return false;
}

}  // namespace kennis
