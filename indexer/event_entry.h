/// @file
/// One event towards one recipient, as it waits to be folded; and how events are known apart.
#pragma once

#include <cstdint>

#include "network/node.h"
#include "schema/records.h"

namespace kennis {

/// 48 bytes. An event towards nobody (a post, a deletion) has one entry with `to` = kNoPerson, which replaces what the event was before.
struct EventEntry {
  std::uint64_t event = 0;  ///< hash of the event's id, or of its content if it has none
  std::uint64_t order = 0;  ///< rises with file and line: of one event the last line counts
  Seconds at = 0;
  Node from = kNoPerson;
  Node to = kNoPerson;
  std::uint32_t scope = 0;  ///< 0, or the group that alone may know of it (its index + 1)
  std::uint32_t share = 0;  ///< share_of_event
  std::uint32_t skill = 0;  ///< of a statement about a skill: its index + 1
  Channel channel = Channel::kMessage;
  bool deleted = false;
  bool first = true;  ///< the first entry of its line: lines are counted by it
};
static_assert(sizeof(EventEntry) == 48);

/// XXH3-64 of the id, or of everything that is read of an event without one. Two events of 50 million meet by chance once in 15,000 runs.
[[nodiscard]] std::uint64_t hash_of_event(const Interaction& interaction);

}  // namespace kennis
