/// @file
#include "schema/evidence.h"

#include <algorithm>
#include <cmath>

#include "schema/own_words.h"

namespace kennis {

std::uint32_t evidence::stored(double points) {
  constexpr double kMost = 1U << 24U;  // sums over a long profile stay far below 2^32
  return static_cast<std::uint32_t>(std::clamp(std::round(points * kPoint), 1.0, kMost));
}

double evidence::endorsement_points(std::uint32_t strength) {
  return kEndorsed * (kUnproven + (1 - kUnproven) * strength / kStrengthMax);
}

double level_of(std::uint32_t evidence, std::uint32_t evidence_max) {
  if (evidence == 0) return 0;
  if (evidence >= evidence_max) return 1;
  return std::min(1.0, std::log1p(evidence::points(evidence)) / std::log1p(evidence::points(evidence_max)));
}

double idf_of(std::uint32_t persons_with_it, std::uint32_t persons_all) {
  const double having = std::max(1U, persons_with_it);
  const double all = std::max<double>(having, persons_all);
  return std::log1p((all - having + 0.5) / (having + 0.5));
}

double on_grid(double value) {
  constexpr double kGrid = 17592186044416.0;  // 2^44
  return std::floor(value * kGrid) / kGrid;
}

}  // namespace kennis
