/// @file
/// What keeps a run from publishing: an input that is more likely broken than meant.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kennis {

inline constexpr double kBadShareMax = 0.05;           ///< of all lines, unless another share is given
inline constexpr std::uint64_t kBadShareLines = 100;   ///< from which on it is judged
inline constexpr double kDropShareMax = 0.5;           ///< of the records of a kind, as the program has it unless told
inline constexpr std::uint64_t kDropRecordsMin = 100;  ///< of a kind in force, from which on a share of them is judged

using Counts = std::map<std::string, std::uint64_t>;  ///< by name: profiles, events, groups, …

/// `share_max`: none for the share and the number of lines above, and for fewer lines if all of them are bad; one that is given is always judged.
[[nodiscard]] bool too_many_bad_lines(const Counts& read, std::uint64_t bad, std::optional<double> share_max);

/// The kinds of records (profiles, events, groups, memberships, teams) of which there are fewer than in force by more than `share_max`, or
/// none at all any more: each as a sentence. An empty or cut dump shows so.
[[nodiscard]] std::vector<std::string> drops_between(const Counts& in_force, const Counts& now, double share_max);

}  // namespace kennis
