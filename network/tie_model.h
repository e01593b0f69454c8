/// @file
/// How a log of interactions becomes the strength of a tie: the constants of every channel, and the formula.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "network/context_claims.h"
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

/// True for what two persons do together, whoever wrote the line: a call, a meeting, a connection, an event.
[[nodiscard]] constexpr bool is_of_both(Channel channel) {
  return channel == Channel::kCall || channel == Channel::kMeeting || channel == Channel::kConnection ||
         channel == Channel::kEvent;
}

/// The later of the two ways' last contacts. Needs: an event either way.
[[nodiscard]] Seconds last_contact(const ChannelCounts& counts);

struct ChannelModel {
  double weight = 0;          ///< of the channel's evidence
  double halflife_days = 30;  ///< of silence, after which its evidence has halved; after twice as much a third is left
  bool two_way = true;        ///< an answer is expected, and what goes one way counts for less
  friend bool operator==(const ChannelModel&, const ChannelModel&) = default;
};

/// Having been in one place at the same time.
struct ContextModel {
  double weight = 0;           ///< of its evidence, which is divided by log2(1 + persons in the context)
  double halflife_days = 365;  ///< after it ended, as of a channel's silence
  friend bool operator==(const ContextModel&, const ContextModel&) = default;
};

/// Every constant of ties and of the attention that somebody has for each: what `kennis fit` fits and a generation is built with.
struct TieModel {
  std::array<ChannelModel, kChannelCount> channels{};
  std::array<ContextModel, kContextKindCount> contexts{};
  /// Of larger contexts nobody introduces anybody whom they did not meet in the log: nobody knows more than some hundreds of one place.
  std::uint32_t context_size_max = 500;
  double one_way = 0;          ///< ρ: the share of its evidence that an unanswered two-way channel keeps
  double attention = 1;        ///< σ: the sum of strengths at which someone's attention for each begins to be divided
  double attention_power = 1;  ///< by how much: at σ, 2^-power of it is left
  double fading =
      1;  ///< φ: 1: evidence fades as 1 / (1 + silence / half-life); the larger, the more like 2^-(silence / half-life)
  double unmoved =
      1;  ///< δ: the share of its chance that a step keeps whose taker never acted towards the other, nor did anything together
  friend bool operator==(const TieModel&, const TieModel&) = default;
};

/// The constants in force, each with its source, in tie_model.cpp.
[[nodiscard]] const TieModel& default_tie_model();

/// U = Σ over channels  weight · (ρ · ln(1 + n) + (1 − ρ) · ln(1 + 2·min(n→, n←))) / (1 + (2^(1/φ) − 1) · silence / halflife)^φ; where no answer is
/// expected, ρ is 1. Never falls when an event is added.
/// Units: as_of and the counts' times in seconds; a contact after as_of counts as silence 0.
/// Source: spec section 5, changed in two places for the reasons in docs/decisions/0012-ties-and-reach-as-measured.md.
[[nodiscard]] double evidence_of_tie(const TieModel& model, std::span<const ChannelCounts> counts, Seconds as_of);

/// The evidence that two persons were in a context of `size` at the same time, up to `silence_months` ago:
/// weight / log2(1 + size) / (1 + silence / halflife). Source: spec section 5 and docs/decisions/0025-shared-context.md.
[[nodiscard]] double evidence_of_context(const TieModel& model, ContextKind kind, std::uint32_t size,
                                         unsigned silence_months);

/// A strength t = 1 − exp(−U) as it lies on disk: in units of 2^-29, below 1.
using Strength = std::uint32_t;
inline constexpr std::uint32_t kStrengthBits = 29;
inline constexpr double kStrengthUnit = 1.0 / (1U << kStrengthBits);

[[nodiscard]] Strength strength_of_evidence(double evidence);
[[nodiscard]] constexpr double value_of(Strength strength) { return strength * kStrengthUnit; }

/// The least strength of a direct tie. Source: spec section 8.
inline constexpr double kTieMin = 0.001;
/// The least chance of a path that counts, but for a direct tie: bounds the work. Source: docs/decisions/0050-who-takes-a-step-and-paths-over-two.md.
inline constexpr double kChanceMin = 0.0005;

/// κ = (σ / (σ + sum of the strengths of someone's ties))^power: a busy hub has less attention for each. `strength_sum` in units of 2^-29.
/// Source: docs/decisions/0050-who-takes-a-step-and-paths-over-two.md.
[[nodiscard]] double attention_of(const TieModel& model, std::uint64_t strength_sum);

}  // namespace kennis
