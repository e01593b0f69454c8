/// @file
/// What every evidence of one term is worth, looked up instead of computed: a logarithm a posting is half of a match's time.
#pragma once

#include <cstdint>
#include <vector>

namespace kennis {

/// weight · level of a term's evidence, on the grid. Source: spec sections 4 and 8.
class LevelTable {
 public:
  /// `weight` is the part of the fit at level 1, `evidence_max` the E of the level.
  LevelTable(double weight, std::uint32_t evidence_max);

  [[nodiscard]] double at(std::uint32_t evidence) const {
    return evidence < parts_.size() ? parts_[evidence] : computed(evidence);
  }

  /// The least evidence that may be worth more than `floor`; more than any if none is. Cost: a binary search.
  [[nodiscard]] std::uint32_t evidence_above(double floor) const;

 private:
  [[nodiscard]] double computed(std::uint32_t evidence) const;

  double weight_;
  std::uint32_t evidence_max_;
  std::vector<double> parts_;  ///< by evidence
};

}  // namespace kennis
