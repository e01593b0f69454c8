/// @file
/// Of schema/places.h: what the table's maker needs, too.
#include <algorithm>

#include "schema/places.h"
#include "schema/text.h"

namespace kennis {

std::string place_key(std::string_view text) {
  const bool is_ascii =
      std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  const std::string folded = is_ascii ? std::string(text) : strip_accents(fold_case(text));
  std::string key;
  bool gap = false;
  for (const char c : folded) {
    const bool capital = c >= 'A' && c <= 'Z';
    const bool letter =
        capital || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (letter && gap && !key.empty()) key += ' ';
    gap = !letter;
    if (letter) key += capital ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return key;
}

}  // namespace kennis
