/// @file
/// How events are known apart: by their id, or by all that is said of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "schema/records.h"

namespace kennis {

/// XXH3-64 of the id, or of everything that is read of an event without one. Two events of 50 million meet by chance once in 15,000 runs.
[[nodiscard]] std::uint64_t hash_of_event(const Interaction& interaction);

/// Some bits of a hash of all that is read of an event but its id: of two events with one id it says whether they are the same, but for a chance of
/// one in 16 million.
[[nodiscard]] std::uint32_t check_of_event(const Interaction& interaction);
inline constexpr unsigned kEventCheckBits = 24;

/// An id for an event without one, under which it is the same event as one of the same content and no id: `content:` and its hash.
[[nodiscard]] std::string content_id(const Interaction& interaction);
inline constexpr std::string_view kContentId = "content:";

}  // namespace kennis
