/// @file
/// More like these as JSON: the same object over HTTP and from the command line's `--json`. docs/API.md describes every field.
#pragma once

#include <string>

#include "searcher/similar.h"

namespace kennis {

/// One JSON object without a line end, as in server/answer_json.h.
[[nodiscard]] std::string to_json(const SimilarAnswer& similar);

}  // namespace kennis
