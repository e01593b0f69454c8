/// @file
/// Who belongs together: people stand in a row of slots, a community is a stretch of it, an
/// employer a stretch of that.
#pragma once

#include <cstdint>
#include <vector>

#include "generator/vocabulary.h"
#include "generator/world.h"

namespace kennis {

/// A person's place in the row. Neighbours know each other; the first of a community are its hubs.
using Slot = std::uint32_t;

/// People of one field in one town.
struct Community {
  Slot first = 0;
  std::uint32_t size = 0;
  std::uint16_t field = 0;
  std::uint16_t place = 0;
  std::uint32_t staff = 0;  ///< persons an employer, the last employer of a community excepted
};

/// The row of slots. Threads: any, once made. Cost: some 20 bytes a community of about 180 persons.
class Layout {
 public:
  Layout(const WorldOptions& options, const Vocabulary& vocabulary);

  [[nodiscard]] std::uint32_t people() const { return people_; }
  [[nodiscard]] const std::vector<Community>& communities() const { return communities_; }
  /// Indexes of the communities of one field. Cost: O(1).
  [[nodiscard]] const std::vector<std::uint32_t>& communities_of(std::uint16_t field) const { return by_field_[field]; }
  /// Cost: O(log communities).
  [[nodiscard]] std::uint32_t community_of(Slot slot) const;
  /// The number in a person's id: a shuffle of the slots, so that ids say nothing of who stands
  /// beside whom.
  [[nodiscard]] std::uint32_t number_of(Slot slot) const;
  /// Digits that the largest number needs.
  [[nodiscard]] int number_width() const { return width_; }

 private:
  std::uint32_t people_ = 0;
  std::uint32_t multiplier_ = 1;
  std::uint32_t offset_ = 0;
  int width_ = 6;
  std::vector<Community> communities_;
  std::vector<std::vector<std::uint32_t>> by_field_;
};

}  // namespace kennis
