/// @file
/// The list of skills of a profile, as it counts.
#pragma once

#include <vector>

#include "schema/records.h"

namespace kennis {

/// A skill that is listed again, in whatever capitals, is no other one: the first stays, with the most years.
/// Cost: a look at every pair of the list.
void merge_listed_twice(std::vector<Skill>& skills);

}  // namespace kennis
