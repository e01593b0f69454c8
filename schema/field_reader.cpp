/// @file
#include "schema/field_reader.h"

#include <algorithm>
#include <cassert>

#include <fmt/format.h>

#include "schema/read_record.h"
#include "schema/text.h"

namespace kennis {
namespace {

using Element = simdjson::dom::element;
using Type = simdjson::dom::element_type;

std::string_view kind_of(Element value) {
  switch (value.type()) {
    case Type::ARRAY:
      return "an array";
    case Type::OBJECT:
      return "an object";
    case Type::STRING:
      return "a string";
    case Type::BOOL:
      return "true or false";
    case Type::NULL_VALUE:
      return "null";
    default:
      return "a number";
  }
}

/// As curricula say that there is no end yet.
bool says_present(std::string_view text) {
  const std::string folded = fold_case(cut_text(text, 8));
  return folded == "present" || folded == "now" || folded == "heden";
}

}  // namespace

bool FieldReader::refuse(std::string_view field, std::string_view why) {
  if (!complaint_.empty()) return false;
  if (!list_.empty()) complaint_ = fmt::format("{}[{}]{}", list_, index_, field.empty() ? "" : ".");
  complaint_ += fmt::format("{}: {}", field, why);
  return false;
}

bool FieldReader::wrong_type(std::string_view field, Element value, std::string_view wanted) {
  return refuse(field, fmt::format("wants {}, found {}", wanted, kind_of(value)));
}

bool FieldReader::text(std::string_view field, Element value, std::string& out) {
  std::string_view view;
  if (value.get(view) != simdjson::SUCCESS) return wrong_type(field, value, "a string");
  out.assign(view);
  return true;
}

bool FieldReader::id(std::string_view field, Element value, std::string& out) {
  return text(field, value, out) && valid_id(field, out);
}

bool FieldReader::valid_id(std::string_view field, const std::string& id) {
  if (is_valid_id(id)) return true;
  if (id.empty()) return refuse(field, "is empty");
  if (id.size() > limit::kIdBytesMax) {
    return refuse(field, fmt::format("has {} bytes, at most {} are allowed", id.size(), limit::kIdBytesMax));
  }
  const bool is_blank = id.find_first_not_of(' ') == std::string::npos;
  return refuse(field, is_blank ? "is blank" : "holds a control character");
}

bool FieldReader::boolean(std::string_view field, Element value, bool& out) {
  return value.get(out) == simdjson::SUCCESS || wrong_type(field, value, "true or false");
}

bool FieldReader::number(std::string_view field, Element value, std::optional<double>& out) {
  double found = 0;
  if (value.get(found) != simdjson::SUCCESS) return wrong_type(field, value, "a number");
  out = found;
  return true;
}

bool FieldReader::coordinate(std::string_view field, Element value, double bound, std::optional<double>& out) {
  if (!number(field, value, out)) return false;
  if (*out >= -bound && *out <= bound) return true;
  return refuse(field, fmt::format("{} is not between -{} and {} degrees", *out, bound, bound));
}

bool FieldReader::instant(std::string_view field, Element value, std::optional<Seconds>& out) {
  std::string_view view;
  if (value.get(view) != simdjson::SUCCESS) return wrong_type(field, value, "a string");
  out = parse_instant(view);
  if (out) return true;
  return refuse(field, fmt::format("\"{}\" is no RFC 3339 time such as 2024-03-01T10:00:00Z", cut_text(view, 40)));
}

bool FieldReader::date(std::string_view field, Element value, bool end, std::optional<Days>& out) {
  std::string_view view;
  if (value.get(view) != simdjson::SUCCESS) return wrong_type(field, value, "a string");
  if (view.empty()) return true;
  out = parse_date(view, end);
  if (out || (end && says_present(view))) return true;
  return refuse(field, fmt::format("\"{}\" is no date such as 2024, 2024-03 or 2024-03-01", cut_text(view, 40)));
}

bool FieldReader::array(std::string_view field, Element value, simdjson::dom::array& out) {
  if (value.get(out) != simdjson::SUCCESS) return wrong_type(field, value, "an array");
  if (out.size() <= limit::kListMax) return true;
  return refuse(field, fmt::format("has {} elements, at most {} are allowed", out.size(), limit::kListMax));
}

void FieldReader::remember(const void* list) {
  const auto place = std::find_if(lists_read_.begin(), lists_read_.end(),
                                  [&](const void* known) { return known == list || known == nullptr; });
  assert(place != lists_read_.end());
  *place = list;
}

bool FieldReader::texts(std::string_view field, Element value, std::vector<std::string>& out) {
  remember(&out);
  if (value.is_string()) {
    out.resize(1);
    return text(field, value, out.front());
  }
  simdjson::dom::array items;
  if (!array(field, value, items)) return false;
  std::size_t count = 0;
  for (const Element item : items) {
    if (item.is_null()) continue;
    if (count == out.size()) out.emplace_back();
    if (!text(field, item, out[count++])) return false;
  }
  out.resize(count);
  return true;
}

bool FieldReader::names(std::string_view field, Element value, std::vector<std::string>& out) {
  if (!texts(field, value, out)) return false;
  std::erase_if(out, [](const std::string& name) { return name.find_first_not_of(" \t\r\n") == std::string::npos; });
  return std::all_of(out.begin(), out.end(), [&](const std::string& name) { return valid_id(field, name); });
}

bool FieldReader::ids(std::string_view field, Element value, std::size_t count_max, std::vector<std::string>& out) {
  std::size_t count = 0;
  const auto next = [&]() -> std::string& {
    if (count == out.size()) out.emplace_back();
    return out[count++];
  };
  bool ok = true;
  if (value.is_string()) {
    ok = id(field, value, next());
  } else {
    simdjson::dom::array items;
    if (value.get(items) != simdjson::SUCCESS) return wrong_type(field, value, "an array of strings");
    if (items.size() > count_max) {
      return refuse(field, fmt::format("has {} elements, at most {} are allowed", items.size(), count_max));
    }
    for (const Element item : items) ok = ok && id(field, item, next());
  }
  out.resize(count);
  return ok;
}

}  // namespace kennis
