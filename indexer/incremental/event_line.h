/// @file
/// An event as a line that says what ties and skills are made of, and nothing of what was written.
#pragma once

#include <string>

#include "schema/records.h"

namespace kennis {

/// Without subject and text, which a generation does not keep. An event without an id gets that of its content, under which it is the same event.
[[nodiscard]] std::string line_without_text(const Interaction& event);

}  // namespace kennis
