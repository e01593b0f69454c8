/// @file
/// Since when each profile is held, carried on from one generation to the next: whom it is of has a right to be told within a month.
#pragma once

#include <filesystem>

#include "network/people.h"
#include "schema/time.h"

namespace kennis {

/// Writes the day of each profile of `people`, by node: that of the generation in force where it has the same id, else `today`.
/// Needs: the profiles in the order of their ids. Cost: a pass over both. Errors: as ArrayFileWriter; what cannot be read of the generation
/// in force counts as not there.
void write_held_since(const std::filesystem::path& index, const std::filesystem::path& building,
                      const PeopleColumns& people, Days today);

}  // namespace kennis
