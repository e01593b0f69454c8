/// @file
#include "cli/printable.h"

#include <utf8proc.h>

namespace kennis {
namespace {

/// White space that would end a line or move the cursor.
bool is_breaking_space(utf8proc_int32_t code) {
  return (code >= 0x09 && code <= 0x0D) || code == 0x85 || code == 0x2028 || code == 0x2029;
}

bool is_harmless(utf8proc_int32_t code) {
  const bool turns = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0x200E ||
                     code == 0x200F || code == 0x061C;
  return !turns && utf8proc_category(code) != UTF8PROC_CATEGORY_CC;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    utf8proc_int32_t code = 0;
    const auto* in = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const auto size = utf8proc_iterate(in, static_cast<utf8proc_ssize_t>(text.size()), &code);
    const std::size_t taken = size > 0 ? static_cast<std::size_t>(size) : 1;
    if (size > 0 && is_breaking_space(code)) {
      out += ' ';
    } else {
      out += size > 0 && is_harmless(code) ? text.substr(0, taken) : std::string_view("\xEF\xBF\xBD");
    }
    text.remove_prefix(taken);
  }
  return out;
}

}  // namespace kennis
