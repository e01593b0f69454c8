/// @file
/// The order in which persons who are equal otherwise are told.
#pragma once

#include "network/people.h"

namespace kennis {

/// Whoever has a profile first, then by id: the order of nodes after a whole build, and the same where persons came or changed since.
[[nodiscard]] inline bool is_told_before(const People& people, Node a, Node b) {
  const bool of_a = people.has_profile(a);
  return of_a != people.has_profile(b) ? of_a : people.id(a) < people.id(b);
}

}  // namespace kennis
