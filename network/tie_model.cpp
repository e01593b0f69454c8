/// @file
#include "network/tie_model.h"

#include <algorithm>
#include <cmath>

namespace kennis {
namespace {

constexpr double kMonth = 30;
constexpr double kYear = 365;

/// Half-lives: 90 days is the best of those tried on mail and on code reviews, about a week on chat among strangers (spec section 5);
/// what is said for good (an endorsement, a connection) fades over years, our choice until `kennis fit` can tune it on a log.
/// Weights: our choice, by how much of the other's time a contact takes; mail is the yardstick: a mail of today that is answered today gives t = 0.39.
TieModel make_default() {
  TieModel model;
  const auto set = [&](Channel channel, double weight, double halflife_days, bool two_way) {
    model.channels[static_cast<std::size_t>(channel)] = {weight, halflife_days, two_way};
  };
  set(Channel::kMessage, 0.40, kMonth, true);
  set(Channel::kEmail, 0.45, 3 * kMonth, true);
  set(Channel::kCall, 0.60, 3 * kMonth, false);     // one line a call: both spoke
  set(Channel::kMeeting, 0.70, 3 * kMonth, false);  // likewise
  set(Channel::kConnection, 0.15, 3 * kYear, false);
  set(Channel::kInvitation, 0.10, kYear, false);
  set(Channel::kEndorsement, 0.30, kYear, false);
  set(Channel::kRecommendation, 0.60, 2 * kYear, false);
  set(Channel::kReferral, 0.60, kYear, false);
  set(Channel::kIntroduction, 0.50, kYear, false);
  set(Channel::kPost, 0.20, 3 * kMonth, true);
  set(Channel::kComment, 0.35, 3 * kMonth, true);
  set(Channel::kReaction, 0.10, 2 * kMonth, true);
  set(Channel::kShare, 0.15, 2 * kMonth, true);
  set(Channel::kEvent, 0.20, 6 * kMonth, false);
  model.one_way = 0.5;  // our choice: an unanswered mail still shows that the address was known
  return model;
}

}  // namespace

Seconds last_contact(const ChannelCounts& counts) {
  if (counts.events_forward == 0) return counts.last_backward;
  if (counts.events_backward == 0) return counts.last_forward;
  return std::max(counts.last_forward, counts.last_backward);
}

std::uint64_t share_of_event(std::size_t recipients) {
  if (recipients == 1) return kCountUnit;
  const double share = 1.0 / std::log2(1.0 + static_cast<double>(recipients));
  return static_cast<std::uint64_t>(std::llround(share * static_cast<double>(kCountUnit)));
}

const TieModel& default_tie_model() {
  static const TieModel kModel = make_default();
  return kModel;
}

double evidence_of_tie(const TieModel& model, std::span<const ChannelCounts> counts, Seconds as_of) {
  double evidence = 0;
  for (const ChannelCounts& count : counts) {
    const ChannelModel& channel = model.channels[static_cast<std::size_t>(count.channel)];
    const double forward = static_cast<double>(count.forward) / static_cast<double>(kCountUnit);
    const double backward = static_cast<double>(count.backward) / static_cast<double>(kCountUnit);
    const double n = forward + backward;
    if (n <= 0) continue;
    const Seconds silence = std::max<Seconds>(0, as_of - last_contact(count));
    const double days = static_cast<double>(silence) / static_cast<double>(kSecondsPerDay);
    double part = channel.weight * std::log1p(n) * std::exp2(-days / channel.halflife_days);
    if (channel.two_way) part *= model.one_way + (1 - model.one_way) * 2 * std::min(forward, backward) / n;
    evidence += part;
  }
  return evidence;
}

Strength strength_of_evidence(double evidence) {
  const double strength = -std::expm1(-evidence) * (1U << kStrengthBits);
  return static_cast<Strength>(std::clamp(std::nearbyint(strength), 0.0, double{(1U << kStrengthBits) - 1}));
}

double attention_of(std::uint64_t strength_sum) {
  return 1.0 / std::log2(2.0 + static_cast<double>(strength_sum) * kStrengthUnit);
}

}  // namespace kennis
