/// @file
/// Identifiers that two profiles claim, put into words for the operator.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "indexer/directory.h"
#include "network/people.h"

namespace kennis {

inline constexpr std::size_t kConflictsShownMax = 100;

/// One sentence a conflict, at most kConflictsShownMax, in the order of the conflicts. `sorted` holds the profile of node n in line n.
/// Cost: reads the profiles again; the directory keeps hashes only. Throws as BlockSource.
[[nodiscard]] std::vector<std::string> explain_conflicts(const std::filesystem::path& sorted,
                                                         std::vector<IdentifierConflict>& conflicts,
                                                         const PeopleColumns& people);

}  // namespace kennis
