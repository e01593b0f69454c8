/// @file
#include "schema/fields.h"

#include <algorithm>

#include <fmt/format.h>
#include <xxhash.h>

namespace kennis {

std::string make_term(std::string_view prefix, std::string_view value) {
  std::string term(prefix);
  const bool needs_colon =
      !prefix.empty() && !value.empty() && ((value.front() >= 'A' && value.front() <= 'Z') || value.front() == ':');
  if (needs_colon) term += ':';
  term += value;
  std::replace(term.begin(), term.end(), '\0', ' ');
  if (term.size() <= limit::kTermBytesMax) return term;
  constexpr std::size_t kHashDigits = 32;
  const XXH128_hash_t hash = XXH3_128bits(value.data(), value.size());
  const std::string_view kept = cut_text(term, limit::kTermBytesMax - kHashDigits);
  return fmt::format("{}{:016x}{:016x}", kept, hash.high64, hash.low64);
}

std::string_view cut_text(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

}  // namespace kennis
