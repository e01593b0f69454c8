/// @file
/// One event towards one recipient, as it waits to be folded.
#pragma once

#include <cstdint>

#include "network/node.h"
#include "schema/event_hash.h"
#include "schema/records.h"

namespace kennis {

/// What `about` of an entry is.
enum class About : std::uint8_t {
  kSkill,         ///< of a statement: the index + 1 of its skill
  kTopic,         ///< of any other event: the index + 1 of its first topic
  kFurtherTopic,  ///< likewise of a further one; the entry is no contact, another one of its line is
  kTalk,  ///< of what was written in a group: the index + 1 of the skill that it names; the entry is no contact either
};

/// The bits that a check may have.
inline constexpr std::uint32_t kEventCheckMask = (1U << kEventCheckBits) - 1;

/// 48 bytes, the last four of them in bits. An event towards nobody (a post, a deletion) has one entry with `to` = kNoPerson, which replaces what the event was before.
struct EventEntry {
  std::uint64_t event = 0;  ///< hash_of_event
  std::uint64_t order = 0;  ///< rises with file and line: of one event the last line counts
  Seconds at = 0;
  Node from = kNoPerson;
  Node to = kNoPerson;
  std::uint32_t scope = 0;                    ///< 0, or the group that alone may know of it (its index + 1)
  std::uint32_t share = 0;                    ///< share_of_event
  std::uint32_t about = 0;                    ///< 0: nothing
  std::uint32_t check : kEventCheckBits = 0;  ///< check_of_event
  Channel channel : 4 = Channel::kMessage;
  bool deleted : 1 = false;
  bool first : 1 = true;  ///< the first entry of its line: lines are counted by it
  About about_what : 2 = About::kSkill;
};
static_assert(sizeof(EventEntry) == 48);

}  // namespace kennis
