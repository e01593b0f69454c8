/// @file
#include "searcher/query_text.h"

#include <algorithm>
#include <array>

namespace kennis {
namespace {

struct Character {
  char32_t code = 0;
  std::size_t size = 1;
};

Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  if (byte(0) < 0x80) return {byte(0), 1};
  if (byte(0) < 0xE0) return {char32_t{byte(0) & 0x1FU} << 6U | (byte(1) & 0x3FU), 2};
  if (byte(0) < 0xF0) return {char32_t{byte(0) & 0x0FU} << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU), 3};
  return {0x10000, 4};  // none of them is a sign of ours
}

constexpr std::array<char32_t, 11> kQuotes = {0x201C, 0x201D, 0x201E, 0x201F, 0x00AB, 0x00BB,
                                              0x2033, 0x301D, 0x301E, 0x301F, 0x2036};
constexpr std::array<char32_t, 6> kNothing = {0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x00AD};

bool is_space(char32_t code) {
  return code == 0x00A0 || code == 0x3000 || code == 0x202F || code == 0x205F || code == 0x1680 ||
         (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x3001 || code == 0xFF0C;
}

bool is_dash(char32_t code) { return (code >= 0x2010 && code <= 0x2015) || code == 0x2212; }

/// The sign that a character stands for, or 0: none, or itself.
char sign_of(char32_t code, bool begins_word) {
  if (std::find(kQuotes.begin(), kQuotes.end(), code) != kQuotes.end()) return '"';
  if (is_space(code)) return ' ';
  if (is_dash(code) && begins_word) return '-';
  const bool full_width = code >= 0xFF01 && code <= 0xFF5E;
  return full_width ? static_cast<char>(code - 0xFEE0) : '\0';
}

}  // namespace

QueryText plain_query(std::string_view pasted) {
  QueryText plain;
  for (std::size_t at = 0; at < pasted.size();) {
    const Character character = character_at(pasted, at);
    const bool begins_word =
        plain.text.empty() || std::string_view(" \t\r\n,;|()\"&+-!").find(plain.text.back()) != std::string_view::npos;
    const char sign = character.code < 0x80 ? '\0' : sign_of(character.code, begins_word);
    const auto origin = static_cast<std::uint32_t>(at);
    if (sign != '\0') {
      plain.text += sign;
      plain.origins.push_back(origin);
    } else if (std::find(kNothing.begin(), kNothing.end(), character.code) == kNothing.end()) {
      plain.text += pasted.substr(at, character.size);
      plain.origins.insert(plain.origins.end(), character.size, origin);
    }
    at += character.size;
  }
  plain.origins.push_back(static_cast<std::uint32_t>(pasted.size()));
  return plain;
}

}  // namespace kennis
