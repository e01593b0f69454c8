/// @file
/// Who is in touch with whom: for each person the contacts whose history is told there.
#pragma once

#include <vector>

#include "generator/people.h"

namespace kennis {

enum class Nearness : std::uint8_t { kColleague, kCommunity, kField, kAnybody };

struct PlannedTie {
  Slot slot = 0;
  Nearness nearness = Nearness::kColleague;
};

/// The contacts of `slot` that are told of at `slot`; those with the remaining contacts are told of
/// at the other end, so each pair comes up exactly once in the whole world. On average each person
/// tells of half its contacts.
///
/// Shape:   degrees have a heavy tail from both ends: some persons seek many, and the first of a
///          community, of a field and of the world are sought by many.
/// Cost:    O(contacts²), 10 contacts on average; a hub of thousands takes some milliseconds.
[[nodiscard]] std::vector<PlannedTie> contacts_of(const People& people, Slot slot, std::uint32_t contacts_mean);

}  // namespace kennis
