/// @file
/// Why a hit is a hit, in the profile's own words: fragments of its fields with what matched marked.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kennis {

/// Bytes of a text, from `begin` up to `end`.
struct TextRange {
  std::size_t begin = 0, end = 0;
  friend bool operator==(const TextRange&, const TextRange&) = default;
};

/// A piece of one field of a profile.
struct Snippet {
  std::string field;             ///< headline, title, skill, summary, description, name, organisation
  std::string text;              ///< as written, line ends and other control characters as spaces, … where it was cut
  std::vector<TextRange> marks;  ///< what matched: rising, none over another
};

/// Where the text has so many characters (code points) before the byte.
[[nodiscard]] std::size_t characters_before(std::string_view text, std::size_t byte);

/// The text as HTML: `<mark>` around what matched, and everything that means something to HTML escaped, so that nothing in a profile becomes markup.
[[nodiscard]] std::string marked_html(const Snippet& snippet);

}  // namespace kennis
