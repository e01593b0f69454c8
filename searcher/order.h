/// @file
/// The orders in which hits can come, and the curve of the one that puts helpful ties first.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "network/reach.h"

namespace kennis {

enum class Order : std::uint8_t {
  kScore,       ///< (1 − λ) · fit + λ · reach
  kFit,         ///< fit alone
  kReach,       ///< reach alone
  kHelp,        ///< (1 − λ) · fit + λ · help_of(reach): most likely to help
  kName,        ///< A first
  kUpdated,     ///< the latest first, who never was last
  kExperience,  ///< the longest first
};

[[nodiscard]] constexpr bool is_by_column(Order order) { return order >= Order::kName; }
[[nodiscard]] std::string_view name_of(Order order);
[[nodiscard]] std::optional<Order> order_named(std::string_view name);

/// The reach that helps most. Source: see help_of.
inline constexpr double kHelpPeak = 0.25;

/// How likely a reach is to help, as a share of the most helpful one: (reach / peak) · exp(1 − reach / peak), in [0, 1]. It rises fast from nobody
/// in reach to moderately weak ties, and falls slowly towards the strongest.
/// Source: the shape is that of Rajkumar, Saint-Jacques, Bojinov, Brynjolfsson and Aral, "A causal test of the strength of weak ties", Science 377
/// (2022): job mobility rises with the strength of a new tie up to moderately weak ones and falls beyond. The peak at a quarter is our choice: their
/// strength is mutual friends and messages, not ours.
[[nodiscard]] double help_of(double reach);

/// The same persons with help_of their reach in its place.
[[nodiscard]] ReachMap help_map(const ReachMap& reach);

}  // namespace kennis
