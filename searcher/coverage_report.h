/// @file
/// Coverage of a team: how many people its members know, over time, by skill and by member.
#pragma once

#include "searcher/network_answers.h"
#include "searcher/searcher.h"

namespace kennis {

inline constexpr std::size_t kQuartersMax = 40;
inline constexpr std::size_t kCoverageSkillsMax = 50;

/// How many of all who can be hits, the team's present members left out, the team knows. Only ties that the searcher may use count, and they are
/// those of today in every row: a row of the past says what today's ties of those who were members then give.
///
/// Errors:  kUnknownPerson (also for a team in which the searcher is not today, in the same words as for none), kInvalidRequest, kInvalidQuery.
/// Threads: any number at once.
/// Cost:    the members' ties, and a match for each skill; without skills besides a look at two thousand records.
[[nodiscard]] Result<CoverageAnswer> find_coverage(const Searcher& searcher, const CoverageRequest& request);

}  // namespace kennis
