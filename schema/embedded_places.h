/// @file
/// The files of data/places as they were when the program was built, with their names already folded and sorted (made by
/// schema/make_place_names.cpp): nothing has to be built before the first look-up.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace kennis {

/// A folded name of a row. Both are bytes from the beginning of what they point into.
struct EmbeddedName {
  std::uint32_t key;  ///< into EmbeddedNames::keys, up to the line end
  std::uint32_t row;  ///< into EmbeddedNames::text
};

struct EmbeddedNames {
  std::string_view file;                ///< places, countries, languages
  std::string_view text;                ///< the file
  std::string_view keys;                ///< a line each, every key once, rising
  std::span<const EmbeddedName> names;  ///< by rising key, then row
};

/// Owns: static storage; views into it stay valid for the life of the program. Threads: any.
[[nodiscard]] std::span<const EmbeddedNames> embedded_places();

}  // namespace kennis
