/// @file
#include <algorithm>
#include <cstdio>  // the next header uses FILE without it
#include <unordered_map>

#include <cld2/public/compact_lang_det.h>
#include <xapian.h>

#include "schema/fields.h"
#include "schema/text.h"

namespace kennis {
namespace {

/// Below this many bytes the language guess is noise (cld2 says so itself at about 200).
constexpr std::size_t kDetectableBytesMin = 100;
/// More text does not make the guess better, only slower.
constexpr std::size_t kDetectedBytesMax = 2000;
/// A word's memory is emptied when it holds this many: bounds memory at a few MB a thread and language.
constexpr std::size_t kMemoryMax = 50'000;

struct ViewHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using Memory = std::unordered_map<std::string, std::string, ViewHash, std::equal_to<>>;

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
  std::string scratch;
};

Stemmer::Stemmer() : state_(std::make_unique<State>()) {}
Stemmer::~Stemmer() = default;
Stemmer::Stemmer(Stemmer&&) noexcept = default;
Stemmer& Stemmer::operator=(Stemmer&&) noexcept = default;

std::string_view Stemmer::term(std::string_view token, TextLanguage language) {
  const auto index = static_cast<std::size_t>(language);
  Memory& memory = state_->memories[index];
  if (const auto known = memory.find(token); known != memory.end()) return known->second;
  if (memory.size() >= kMemoryMax) memory.clear();
  std::string made(token);
  if (is_stemmable(token)) made = state_->stems[index](made);
  made = strip_accents(made);
  if (made.empty()) made = token;
  return memory.emplace(std::string(token), std::move(made)).first->second;
}

std::vector<std::string> Stemmer::terms_in_all_languages(std::string_view token) {
  std::vector<std::string> terms;
  for (std::size_t i = 0; i < kTextLanguageCount; ++i) {
    std::string made(term(token, static_cast<TextLanguage>(i)));
    if (std::find(terms.begin(), terms.end(), made) == terms.end()) terms.push_back(std::move(made));
  }
  return terms;
}

TextLanguage language_of_code(std::string_view code) {
  code = code.substr(0, code.find('-'));  // `nl-BE` is Dutch, `den` is not German
  if (code == "en") return TextLanguage::kEnglish;
  if (code == "nl") return TextLanguage::kDutch;
  if (code == "fr") return TextLanguage::kFrench;
  if (code == "de") return TextLanguage::kGerman;
  return TextLanguage::kNone;
}

TextLanguage detect_language(std::string_view text) {
  if (text.size() < kDetectableBytesMin) return TextLanguage::kEnglish;
  text = cut_text(text, kDetectedBytesMax);
  bool reliable = false;
  const auto language = CLD2::DetectLanguage(text.data(), static_cast<int>(text.size()), true, &reliable);
  if (!reliable) return TextLanguage::kEnglish;
  return language_of_code(CLD2::LanguageCode(language));
}

}  // namespace kennis
