/// @file
/// How a log of interactions becomes the strength of a tie: the constants of every channel, and the formula.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "schema/records.h"

namespace kennis {

/// What two persons did on one channel. `forward` is from the person with the smaller node to the other.
struct ChannelCounts {
  Channel channel = Channel::kMessage;
  std::uint64_t forward = 0;          ///< events, each 1 / log2(1 + recipients), in units of 1/kCountUnit
  std::uint64_t backward = 0;         ///< likewise the other way
  Seconds last_forward = 0;           ///< 0 where forward is 0
  Seconds last_backward = 0;          ///< 0 where backward is 0
  std::uint32_t events_forward = 0;   ///< events, each counted as one: what is shown
  std::uint32_t events_backward = 0;  ///< likewise the other way
};

inline constexpr std::uint64_t kCountUnit = 1U << 16U;

/// The share of one event with that many recipients, in units of 1/kCountUnit. Needs: recipients > 0.
[[nodiscard]] std::uint64_t share_of_event(std::size_t recipients);

/// The later of the two ways' last contacts. Needs: an event either way.
[[nodiscard]] Seconds last_contact(const ChannelCounts& counts);

struct ChannelModel {
  double weight = 0;          ///< evidence of the first contact
  double halflife_days = 90;  ///< of silence, after which its evidence has halved
  bool two_way = true;        ///< an answer is expected, and what goes one way counts for less
};

struct TieModel {
  std::array<ChannelModel, kChannelCount> channels{};
  double one_way = 0;  ///< ρ: the share of its evidence that an unanswered two-way channel keeps
};

/// The constants in force, each with its source, in tie_model.cpp.
[[nodiscard]] const TieModel& default_tie_model();

/// U = Σ over channels  weight · ln(1 + n) · 2^(−silence / halflife) · (two-way: ρ + (1 − ρ) · 2·min(n→, n←)/n).
/// Units: as_of and the counts' times in seconds; a contact after as_of counts as silence 0. Source: spec section 5.
[[nodiscard]] double evidence_of_tie(const TieModel& model, std::span<const ChannelCounts> counts, Seconds as_of);

/// A strength t = 1 − exp(−U) as it lies on disk: in units of 2^-30, below 1.
using Strength = std::uint32_t;
inline constexpr std::uint32_t kStrengthBits = 30;
inline constexpr double kStrengthUnit = 1.0 / (1U << kStrengthBits);

[[nodiscard]] Strength strength_of_evidence(double evidence);
[[nodiscard]] constexpr double value_of(Strength strength) { return strength * kStrengthUnit; }

/// The least strength of a direct tie, and the least chance of a path that counts. Source: spec sections 5 and 8.
inline constexpr double kChanceMin = 0.001;

/// κ = 1 / log2(2 + sum of the strengths of someone's ties): a busy hub has less attention for each. Source: spec section 5.
[[nodiscard]] double attention_of(std::uint64_t strength_sum);

}  // namespace kennis
