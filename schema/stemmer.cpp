/// @file
#include <algorithm>
#include <vector>

#include <xapian.h>

#include "schema/dutch_endings.h"
#include "schema/text.h"
#include "schema/text_numbers.h"

namespace kennis {
namespace {

/// A word's memory is emptied when it holds this many: bounds memory at a few MB a thread and language.
constexpr std::size_t kMemoryMax = 50'000;

/// Tokens that were stemmed, and their terms by the tokens' numbers.
struct Memory {
  TextNumbers tokens;
  std::vector<std::string> terms;
};

/// Words of letters alone are stemmed; what holds digits or signs is a name.
bool is_stemmable(std::string_view token) {
  if (token.size() < 3) return false;
  return std::none_of(token.begin(), token.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x80 && !(c >= 'a' && c <= 'z'); });
}

}  // namespace

struct Stemmer::State {
  std::array<Xapian::Stem, kTextLanguageCount> stems{Xapian::Stem("none"), Xapian::Stem("en"), Xapian::Stem("nl"),
                                                     Xapian::Stem("fr"), Xapian::Stem("de")};
  std::array<Memory, kTextLanguageCount> memories;
};

Stemmer::Stemmer() : state_(std::make_unique<State>()) {}
Stemmer::~Stemmer() = default;
Stemmer::Stemmer(Stemmer&&) noexcept = default;
Stemmer& Stemmer::operator=(Stemmer&&) noexcept = default;

std::string_view Stemmer::term(std::string_view token, TextLanguage language) {
  const auto index = static_cast<std::size_t>(language);
  Memory& memory = state_->memories[index];
  if (memory.terms.size() >= kMemoryMax) {
    memory.tokens.clear();
    memory.terms.clear();
  }
  const std::uint32_t number = memory.tokens.number_of(token);
  if (number < memory.terms.size()) return memory.terms[number];
  std::string made(token);
  if (is_stemmable(token)) {
    const bool is_dutch = language == TextLanguage::kDutch;
    if (is_dutch) made = without_dutch_plural(token);
    made = state_->stems[index](made);
    if (is_dutch) close_dutch_stem(token, made);
  }
  made = strip_accents(made);
  if (made.empty()) made = token;
  return memory.terms.emplace_back(std::move(made));
}

std::vector<std::string> Stemmer::terms_in_all_languages(std::string_view token) {
  std::vector<std::string> terms;
  for (std::size_t i = 0; i < kTextLanguageCount; ++i) {
    std::string made(term(token, static_cast<TextLanguage>(i)));
    if (std::find(terms.begin(), terms.end(), made) == terms.end()) terms.push_back(std::move(made));
  }
  return terms;
}

}  // namespace kennis
