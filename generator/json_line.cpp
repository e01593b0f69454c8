/// @file
/// RapidJSON's writer over a buffer that is reused.
#include "generator/json_line.h"

#include <cassert>

namespace kennis {
namespace {

rapidjson::SizeType size_of(std::string_view text) { return static_cast<rapidjson::SizeType>(text.size()); }

}  // namespace

void JsonLine::begin() {
  buffer_.Clear();
  writer_.Reset(buffer_);
  writer_.StartObject();
}

void JsonLine::end(OutputFile& file) {
  writer_.EndObject();
  assert(writer_.IsComplete());
  file.write_line({buffer_.GetString(), buffer_.GetSize()});
}

void JsonLine::key(std::string_view name) { writer_.Key(name.data(), size_of(name)); }

void JsonLine::text(std::string_view name, std::string_view value) {
  key(name);
  element(value);
}

void JsonLine::flag(std::string_view name, bool value) {
  key(name);
  writer_.Bool(value);
}

void JsonLine::number(std::string_view name, std::int64_t value) {
  key(name);
  writer_.Int64(value);
}

void JsonLine::digits(std::string_view name, std::string_view value) {
  key(name);
  writer_.RawValue(value.data(), value.size(), rapidjson::kNumberType);
}

void JsonLine::instant(std::string_view name, Seconds value) { text(name, format_instant(value)); }

void JsonLine::date(std::string_view name, Days value) { text(name, format_date(value)); }

void JsonLine::open_array(std::string_view name) {
  key(name);
  writer_.StartArray();
}

void JsonLine::element(std::string_view value) { writer_.String(value.data(), size_of(value)); }

void JsonLine::open_object(std::string_view name) {
  key(name);
  writer_.StartObject();
}

}  // namespace kennis
