/// @file
/// The target of a request: path and query, percent-decoded strictly.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/result.h"
#include "server/http_message.h"

namespace kennis {

/// Decodes %XX once; with `plus_is_space`, + too, as forms write it. Nothing if a % is not followed by two hex digits.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

/// The part before the first ?, as sent.
[[nodiscard]] std::string_view path_of(std::string_view target);

/// The parameters after the first ?, in their order. `a` alone is `a` with an empty value; empty pieces are skipped.
/// Errors:  kInvalidRequest naming the parameter if the encoding is broken, is not UTF-8, or there are more than kParametersMax.
[[nodiscard]] Result<NameValues> query_of(std::string_view target);
inline constexpr std::size_t kParametersMax = 100;

/// What stands for each {} of `pattern` in `path`, decoded; nothing if the path is another one. A {} stands for one segment: an id with
/// slashes must be percent-encoded (`/v1/people/{}` takes `/v1/people/https%3A%2F%2Fexample.org`).
[[nodiscard]] std::optional<std::vector<std::string>> match_path(std::string_view pattern, std::string_view path);

}  // namespace kennis
