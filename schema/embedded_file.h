/// @file
/// A text file of data/ as it was when the program was built.
#pragma once

#include <string_view>

namespace kennis {

struct EmbeddedFile {
  std::string_view name;  ///< without folder and extension: `cities`
  std::string_view text;
};

}  // namespace kennis
