/// @file
#include "server/utf8.h"

#include <simdjson.h>
#include <utf8proc.h>

namespace kennis {

bool is_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

std::string mend_utf8(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string mended;
  while (!text.empty()) {
    utf8proc_int32_t character = 0;
    const auto bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                        static_cast<utf8proc_ssize_t>(text.size()), &character);
    if (bytes > 0) {
      mended += text.substr(0, static_cast<std::size_t>(bytes));
      text.remove_prefix(static_cast<std::size_t>(bytes));
    } else {
      mended += "\xEF\xBF\xBD";
      text.remove_prefix(1);
    }
  }
  return mended;
}

}  // namespace kennis
