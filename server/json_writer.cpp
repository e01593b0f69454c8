/// @file
#include "server/json_writer.h"

#include <cmath>

#include "server/utf8.h"

namespace kennis {

void JsonWriter::text(std::string_view value) {
  if (is_utf8(value)) {
    writer_.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    return;
  }
  const std::string mended = mend_utf8(value);
  writer_.String(mended.data(), static_cast<rapidjson::SizeType>(mended.size()));
}

void JsonWriter::number(double value) {
  if (std::isfinite(value)) {
    writer_.Double(value);
  } else {
    writer_.Null();
  }
}

void JsonWriter::raw(std::string_view json) {
  const std::string mended = mend_utf8(json);
  writer_.RawValue(mended.data(), mended.size(), rapidjson::kObjectType);
}

}  // namespace kennis
