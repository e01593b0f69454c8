/// @file
#include "schema/statement_weight.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "schema/evidence.h"

namespace kennis {
namespace {

bool has_dates(const Position& position) { return position.from.has_value() || position.to.has_value(); }

}  // namespace

double recency_of(Days age) {
  if (age <= 0) return 1;
  return recency::kLasting + (1 - recency::kLasting) * std::exp2(-age / recency::kHalfLifeDays);
}

StatementWeights::StatementWeights(const Profile& profile, Days as_of) : as_of_(as_of) {
  Days latest = std::numeric_limits<Days>::min();
  for (const Position& position : profile.positions) {
    if (has_dates(position)) latest = std::max(latest, position.to.value_or(as_of));
  }
  if (latest != std::numeric_limits<Days>::min() && latest < as_of) of_profile_ = recency_of(as_of - latest);
  double skills = 0;
  for (const Skill& skill : profile.skills) skills += static_cast<double>(skill.name.size());
  double size =
      of_profile_ * (evidence::kHeadline * static_cast<double>(profile.headline.size()) +
                     evidence::kSummary * static_cast<double>(profile.summary.size()) + evidence::kSkill * skills);
  for (const Position& position : profile.positions) {
    size += recency_in(position) * (evidence::kTitle * static_cast<double>(position.title.size()) +
                                    evidence::kDescription * static_cast<double>(position.description.size()));
  }
  if (size > brevity::kLongestCv) brevity_ = std::pow(brevity::kLongestCv / size, brevity::kPower);
}

double StatementWeights::recency_in(const Position& position) const {
  if (!has_dates(position)) return of_profile_;
  const Days end = position.to.value_or(as_of_);
  return end < as_of_ ? recency_of(as_of_ - end) : 1;
}

}  // namespace kennis
