/// @file
#include "searcher/word_filter.h"

#include <algorithm>

#include "schema/text.h"

namespace kennis {
namespace {

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

void WordFilter::add(std::string_view word) {
  for (std::size_t byte = 0x80; byte < kBytes; ++byte) begins_.set(byte);
  begins_.set(static_cast<unsigned char>(word[0]));
  known_.set(place_of(word));
}

bool WordFilter::may_have_whole(std::string_view word) const {
  if (known_.test(place_of(word))) return true;
  return !std::all_of(word.begin(), word.end(), is_ascii) && known_.test(place_of(strip_accents(word)));
}

void StemFilter::add(std::string_view stem) {
  if (stem.size() > 1) return void(known_.set(place_of(stem)));
  for (std::size_t second = 0; second < kLetters && !stem.empty(); ++second) {
    known_.set(static_cast<unsigned char>(stem[0]) % kLetters * kLetters + second);
  }
}

bool StemFilter::is_plain(std::string_view word) {
  const std::string_view beginning = word.substr(0, 2);
  return std::all_of(beginning.begin(), beginning.end(), is_letter_or_digit);
}

std::size_t StemFilter::place_of(std::string_view word) {
  const char second = word.size() < 2 ? '\0' : word[1] == 'y' ? 'i' : word[1];
  return static_cast<unsigned char>(word[0]) % kLetters * kLetters + static_cast<unsigned char>(second) % kLetters;
}

}  // namespace kennis
