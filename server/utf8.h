/// @file
/// Text from outside may be anything; JSON is UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace kennis {

[[nodiscard]] bool is_utf8(std::string_view text);

/// The text with U+FFFD for every byte that is not UTF-8.
[[nodiscard]] std::string mend_utf8(std::string_view text);

}  // namespace kennis
