/// @file
/// Texts of records as a terminal may be given them.
#pragma once

#include <string>
#include <string_view>

namespace kennis {

/// `text` with ends of lines and tabs shown as spaces, and other control characters and those that turn the direction of writing as U+FFFD: what a
/// profile says can neither move the cursor nor pretend to be another line.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace kennis
