/// @file
/// What people paste, as the parser wants it: quotes of any shape, full-width signs, invisible characters, dashes for minus.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kennis {

struct QueryText {
  std::string text;
  std::vector<std::uint32_t> origins;  ///< for each byte, and the end: where it stood in what was pasted
};

/// Needs: valid UTF-8. Words are left as they are. Cost: one pass.
[[nodiscard]] QueryText plain_query(std::string_view pasted);

}  // namespace kennis
