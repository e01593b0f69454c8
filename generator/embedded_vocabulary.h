/// @file
/// The files of data/vocabulary as they were when the program was built.
#pragma once

#include <span>
#include <string_view>

namespace kennis {

struct EmbeddedFile {
  std::string_view name;  ///< without folder and extension: `cities`
  std::string_view text;  ///< lines of `key | value | value`, `#` begins a comment line
};

/// Owns: static storage; views into it stay valid for the life of the program. Threads: any.
[[nodiscard]] std::span<const EmbeddedFile> embedded_vocabulary();

}  // namespace kennis
