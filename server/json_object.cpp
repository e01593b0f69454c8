/// @file
#include "server/json_object.h"

#include <set>

#include <fmt/format.h>

#include "schema/fields.h"

namespace kennis {
namespace {

constexpr std::size_t kNameShownMax = 60;

Error invalid(std::string message) { return {ErrorCode::kInvalidRequest, std::move(message), {}}; }

}  // namespace

std::optional<Error> read_json_object(
    std::string_view body,
    const std::function<std::optional<Error>(std::string_view name, const simdjson::dom::element& value)>& set) {
  thread_local simdjson::dom::parser parser;
  const simdjson::padded_string padded(body);
  simdjson::dom::object object;
  if (parser.parse(padded).get(object) != simdjson::SUCCESS) return invalid("the body is not a JSON object in UTF-8");
  std::set<std::string_view> seen;
  for (const auto field : object) {
    if (auto fault = set(field.key, field.value)) return fault;
    if (!seen.insert(field.key).second) return invalid(fmt::format("{} is there more than once", field.key));
  }
  return std::nullopt;
}

Error unknown_field(std::string_view name, std::string_view known) {
  return invalid(fmt::format("there is no field '{}{}'; known are {}", cut_text(name, kNameShownMax),
                             name.size() > kNameShownMax ? "…" : "", known));
}

std::optional<Error> set_json_text(std::string& text, std::string_view name, const simdjson::dom::element& value) {
  std::string_view read;
  if (value.get(read) != simdjson::SUCCESS) return invalid(fmt::format("{} must be a text", name));
  text = read;
  return std::nullopt;
}

std::optional<Error> set_json_truth(bool& truth, std::string_view name, const simdjson::dom::element& value) {
  if (value.get(truth) != simdjson::SUCCESS) return invalid(fmt::format("{} must be true or false", name));
  return std::nullopt;
}

std::optional<Error> set_json_whole(std::uint64_t& number, std::string_view name, const simdjson::dom::element& value) {
  if (value.get(number) != simdjson::SUCCESS) {
    return invalid(fmt::format("{} must be a whole number from 0 on", name));
  }
  return std::nullopt;
}

}  // namespace kennis
