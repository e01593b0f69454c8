/// @file
#include "journal/entry_fields.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <simdjson.h>

namespace kennis {
namespace {

namespace dom = simdjson::dom;

Error invalid(std::string message) { return {ErrorCode::kInvalidRecord, std::move(message), {}}; }

std::string json_text(std::string_view text) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> json(buffer);
  json.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  return {buffer.GetString(), buffer.GetSize()};
}

std::optional<std::vector<std::string>> texts_of(const dom::array& array) {
  std::vector<std::string> texts;
  for (const dom::element element : array) {
    std::string_view text;
    if (element.get(text) != simdjson::SUCCESS) return std::nullopt;
    texts.emplace_back(text);
  }
  return texts;
}

}  // namespace

Result<EntryFields> EntryFields::read(std::string_view json) {
  thread_local dom::parser parser;
  const simdjson::padded_string padded(json);
  dom::object object;
  if (parser.parse(padded).get(object) != simdjson::SUCCESS) return invalid("is not a JSON object in UTF-8");
  EntryFields fields;
  for (const auto field : object) {
    Value& value = fields.values_[std::string(field.key)];
    switch (field.value.type()) {
      case dom::element_type::STRING:
        value = std::string(std::string_view(field.value));
        break;
      case dom::element_type::INT64:
        value = std::int64_t(field.value);
        break;
      case dom::element_type::DOUBLE:
        value = double(field.value);
        break;
      case dom::element_type::BOOL:
        value = bool(field.value);
        break;
      case dom::element_type::OBJECT:
        value = std::string(simdjson::minify(field.value));
        break;
      case dom::element_type::ARRAY: {
        auto texts = texts_of(dom::array(field.value));
        if (!texts) return invalid(fmt::format("{}: must be a list of texts", field.key));
        value = std::move(*texts);
        break;
      }
      default:
        return invalid(fmt::format("{}: is of a kind that no entry has", field.key));
    }
  }
  return fields;
}

template <typename T>
const T* EntryFields::find(std::string_view name) const {
  const auto found = values_.find(name);
  return found != values_.end() ? std::get_if<T>(&found->second) : nullptr;
}

std::string EntryFields::text(std::string_view name) const {
  const auto* text = find<std::string>(name);
  return text != nullptr ? *text : std::string();
}

std::optional<std::int64_t> EntryFields::whole(std::string_view name) const {
  const auto* whole = find<std::int64_t>(name);
  return whole != nullptr ? std::optional(*whole) : std::nullopt;
}

std::optional<double> EntryFields::number(std::string_view name) const {
  if (const auto* number = find<double>(name)) return *number;
  const auto* whole = find<std::int64_t>(name);
  return whole != nullptr ? std::optional(static_cast<double>(*whole)) : std::nullopt;
}

bool EntryFields::truth(std::string_view name) const {
  const auto* truth = find<bool>(name);
  return truth != nullptr && *truth;
}

std::vector<std::string> EntryFields::texts(std::string_view name) const {
  const auto* texts = find<std::vector<std::string>>(name);
  return texts != nullptr ? *texts : std::vector<std::string>();
}

EntryRecord& EntryRecord::raw(std::string_view name, std::string_view json) {
  fields_ += fmt::format("{}{}:{}", fields_.empty() ? "" : ",", json_text(name), json);
  return *this;
}
EntryRecord& EntryRecord::text(std::string_view name, std::string_view value) { return raw(name, json_text(value)); }
EntryRecord& EntryRecord::whole(std::string_view name, std::int64_t value) { return raw(name, std::to_string(value)); }
EntryRecord& EntryRecord::number(std::string_view name, double value) {
  return raw(name, fmt::format("{:.17g}", value));
}
EntryRecord& EntryRecord::truth(std::string_view name, bool value) { return raw(name, value ? "true" : "false"); }
EntryRecord& EntryRecord::object(std::string_view name, std::string_view json) { return raw(name, json); }

EntryRecord& EntryRecord::texts(std::string_view name, const std::vector<std::string>& values) {
  std::string list;
  for (const std::string& value : values) list += (list.empty() ? "" : ",") + json_text(value);
  return raw(name, "[" + list + "]");
}

std::optional<Error> fault_of_text(std::string_view what, std::string_view text, std::size_t bytes_max) {
  const auto fault = [&](std::string why) {
    return Error{ErrorCode::kInvalidRequest, fmt::format("{} {}", what, why), {}};
  };
  if (text.size() > bytes_max) return fault(fmt::format("has {} bytes, at most {} are kept", text.size(), bytes_max));
  if (!simdjson::validate_utf8(text.data(), text.size())) return fault("is not UTF-8");
  const bool has_controls = std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
  });
  if (has_controls) return fault("has control characters in it");
  return std::nullopt;
}

}  // namespace kennis
