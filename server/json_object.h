/// @file
/// A body that is one JSON object, read field by field: every name known, every value of its type.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <simdjson.h>

#include "schema/result.h"

namespace kennis {

/// Calls `set` with each field; it returns what is wrong with it, and `unknown_field` for a name that it does not know.
/// Errors:  kInvalidRequest: no JSON object in UTF-8, a field twice, and what `set` says.
/// Threads: any number at once.
[[nodiscard]] std::optional<Error> read_json_object(
    std::string_view body,
    const std::function<std::optional<Error>(std::string_view name, const simdjson::dom::element& value)>& set);

/// `known` as they are listed: `query, limit`.
[[nodiscard]] Error unknown_field(std::string_view name, std::string_view known);

[[nodiscard]] std::optional<Error> set_json_text(std::string& text, std::string_view name,
                                                 const simdjson::dom::element& value);
[[nodiscard]] std::optional<Error> set_json_truth(bool& truth, std::string_view name,
                                                  const simdjson::dom::element& value);
[[nodiscard]] std::optional<Error> set_json_whole(std::uint64_t& number, std::string_view name,
                                                  const simdjson::dom::element& value);

}  // namespace kennis
