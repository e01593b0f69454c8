/// @file
/// The files of data/vocabulary as they were when the program was built.
#pragma once

#include <span>

#include "schema/embedded_file.h"

namespace kennis {

/// Lines of `key | value | value`; `#` begins a comment line.
/// Owns: static storage; views into it stay valid for the life of the program. Threads: any.
[[nodiscard]] std::span<const EmbeddedFile> embedded_vocabulary();

}  // namespace kennis
