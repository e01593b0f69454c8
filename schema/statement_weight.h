/// @file
/// How much what a profile says counts, by how long ago it was true and by how much else the profile says.
#pragma once

#include "schema/records.h"

namespace kennis {

/// What is `age` days old counts so much: 1 today, never less than kLasting, since what was learnt is not all forgotten.
/// Source: our choice. On judged sets half-lives from three to seven years, and a lasting part from 0.2 to 0.4, do equally well.
namespace recency {
inline constexpr double kHalfLifeDays = 5 * 365.25;
inline constexpr double kLasting = 0.4;
}  // namespace recency
[[nodiscard]] double recency_of(Days age);

/// A CV's length counts neither for nor against it. What is longer than any CV, such as a log of all that somebody did, says each thing with less weight: evidence is
/// multiplied by (kLongestCv / size)^kPower. So slight that twice the text, with twice the mentions, is still more evidence by far.
/// Source: our choice; on a judged set powers from 0.2 to 0.3 do equally well, and no such factor is behind (decision 0022).
namespace brevity {
inline constexpr double kPower = 0.25;
inline constexpr double kLongestCv =
    20'000;  ///< bytes, each times the points of where it stands: some seven pages of description
}  // namespace brevity

/// The weights of one profile's statements as of a day. A position's statements are as old as its end; headline, summary and listed skills are as old as the end
/// of the latest position. What has no dates is of today.
/// Cost: an exponential a position. Threads: any.
class StatementWeights {
 public:
  StatementWeights(const Profile& profile, Days as_of);

  /// Of headline, summary and skills.
  [[nodiscard]] double of_profile() const { return of_profile_ * brevity_; }
  [[nodiscard]] double of_position(const Position& position) const { return recency_in(position) * brevity_; }

 private:
  [[nodiscard]] double recency_in(const Position& position) const;

  Days as_of_;
  double of_profile_ = 1;
  double brevity_ = 1;
};

}  // namespace kennis
