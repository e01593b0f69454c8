/// @file
/// Answers as JSON: the same object over HTTP and from the command line's `--json`. docs/API.md describes every field.
#pragma once

#include <string>

#include "searcher/answer.h"

namespace kennis {

/// One JSON object without a line end. Valid JSON whatever the texts are: what is not UTF-8 becomes U+FFFD.
/// Units:   instants are RFC 3339 UTC, `rights_date` is a date, `took_ms` milliseconds; doubles read back bit for bit.
[[nodiscard]] std::string to_json(const SearchAnswer& answer);
[[nodiscard]] std::string to_json(const IntroductionsAnswer& answer);

/// Needs:   `profile` is a JSON object or empty.
[[nodiscard]] std::string to_json(const PersonAnswer& answer);

}  // namespace kennis
