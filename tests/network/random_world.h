/// @file
/// Small invented worlds in which everything that decides reach happens often: leavers, hubs, closed groups, strangers, weak ties.
#pragma once

#include <cstdint>
#include <random>

#include "tests/reference/linear_reach.h"

namespace kennis {

/// The day of rights around which stays begin and end and `sharing` is set.
inline constexpr Days kToday = 19'700;

/// Random numbers that are the same with every library.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  /// 0…sides-1. Needs: sides > 0.
  [[nodiscard]] std::size_t roll(std::size_t sides) { return engine_() % sides; }
  [[nodiscard]] bool percent(std::size_t chance) { return roll(100) < chance; }

 private:
  std::mt19937_64 engine_;
};

/// The world of a seed: the same for ever, of 0 to 26 persons.
[[nodiscard]] reference::World random_world(std::uint64_t seed);

}  // namespace kennis
