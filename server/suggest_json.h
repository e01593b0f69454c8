/// @file
/// Suggestions as JSON: the same object over HTTP and from the command line's `--json`. docs/API.md describes every field.
#pragma once

#include <string>

#include "searcher/suggest.h"

namespace kennis {

/// One JSON object without a line end, as in server/answer_json.h.
[[nodiscard]] std::string to_json(const SuggestAnswer& answer);

}  // namespace kennis
