/// @file
/// The file of data/vacancy as it was when the program was built.
#pragma once

#include <span>

#include "schema/embedded_file.h"

namespace kennis {

/// Owns: static storage; views into it stay valid for the life of the program. Threads: any.
[[nodiscard]] std::span<const EmbeddedFile> embedded_vacancy();

}  // namespace kennis
