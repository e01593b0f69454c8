/// @file
/// What is held about a person as JSON: the copy that the person has a right to. docs/OPERATIONS.md describes it.
#pragma once

#include <string>

#include "searcher/held_report.h"

namespace kennis {

/// One JSON object without a line end.
[[nodiscard]] std::string to_json(const HeldAnswer& answer);

}  // namespace kennis
