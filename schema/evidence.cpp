/// @file
#include "schema/evidence.h"

#include <algorithm>
#include <cmath>

namespace kennis {

double level_of(std::uint32_t evidence, std::uint32_t evidence_max) {
  if (evidence == 0) return 0;
  if (evidence >= evidence_max) return 1;
  return std::min(1.0, std::log1p(evidence) / std::log1p(evidence_max));
}

double idf_of(std::uint32_t persons_with_it, std::uint32_t persons_all) {
  const double all = std::max(1U, persons_all);
  return std::log1p(all / std::max(1U, persons_with_it));
}

double on_grid(double value) {
  constexpr double kGrid = 17592186044416.0;  // 2^44
  return std::floor(value * kGrid) / kGrid;
}

}  // namespace kennis
