/// @file
/// Which language a text is in. Most texts say so by their function words, which are counted in a microsecond; what is left unclear goes to
/// CLD2, which takes twenty.
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstdio>  // the next header uses FILE without it
#include <string_view>
#include <utility>

#include <cld2/public/compact_lang_det.h>

#include "schema/fields.h"
#include "schema/text.h"

namespace kennis {
namespace {

/// Below this many bytes the language guess is noise (cld2 says so itself at about 200).
constexpr std::size_t kDetectableBytesMin = 100;
/// From so many on, titles and skills tell their language: of seventeen short profiles in four languages fifteen were told right, and one not at all.
constexpr std::size_t kTitleBytesMin = 16;
/// More text does not make the guess better, only slower.
constexpr std::size_t kDetectedBytesMax = 2000;

/// So many function words, different ones, and times those of the next language make a text's language clear.
constexpr std::uint32_t kWordsMin = 5;
constexpr int kDifferentMin = 3;
constexpr std::uint32_t kTimesNext = 4;

/// Common words of one of our languages that are none of the others', nor of their neighbours (Danish, Swedish, Spanish, Italian). At most
/// eight bytes each, so that a word is a number.
constexpr std::array<std::pair<TextLanguage, std::string_view>, 4> kFunctionWords{{
    {TextLanguage::kEnglish, "the and with from this that our their which about into has have been was were by"},
    {TextLanguage::kDutch,
     "het een voor van naar bij niet ook wij onze zijn aan door deze wordt werd heb heeft uit ik"},
    {TextLanguage::kFrench, "les des pour dans avec une sur aux cette nous mes par est leur depuis chez au du"},
    {TextLanguage::kGerman,
     "und mit f\u00fcr von auf bei eine einer einem sowie durch zur zum ist ich wir sind nach als im"},
}};

constexpr std::uint64_t packed(std::string_view word) {
  std::uint64_t number = 0;
  for (const char c : word) number = number << 8U | static_cast<unsigned char>(c);
  return number;
}

/// The words in a table of twice the room, found by their numbers.
class FunctionWords {
 public:
  struct Word {
    std::uint64_t number = 0;
    std::uint8_t language = 0;
    std::uint8_t place = 0;  ///< among those of its language
  };

  constexpr FunctionWords() {
    for (const auto& [language, words] : kFunctionWords) {
      std::uint8_t place = 0;
      for (std::size_t at = 0; at < words.size();) {
        const std::size_t end = std::min(words.find(' ', at), words.size());
        put({packed(words.substr(at, end - at)), static_cast<std::uint8_t>(language), place++});
        at = end + 1;
      }
    }
  }
  [[nodiscard]] constexpr const Word* find(std::uint64_t number) const {
    const Word& word = words_[slot_of(number)];
    return word.number == number ? &word : nullptr;
  }

 private:
  static constexpr std::size_t kSlots = 256;
  [[nodiscard]] constexpr std::size_t slot_of(std::uint64_t number) const {
    std::size_t slot = (number * 0x9E3779B97F4A7C15U) >> 56U;
    while (words_[slot].number != 0 && words_[slot].number != number) slot = (slot + 1) % kSlots;
    return slot;
  }
  constexpr void put(const Word& word) { words_[slot_of(word.number)] = word; }

  std::array<Word, kSlots> words_{};
};
constexpr FunctionWords kWords;

/// The language whose function words make it clear; kNone if none do.
TextLanguage clear_language(std::string_view text) {
  struct Count {
    std::uint32_t words = 0;
    std::uint32_t places = 0;
  };
  std::array<Count, kTextLanguageCount> counts{};
  std::uint64_t number = 0;
  std::size_t size = 0;
  const auto take = [&] {
    if (const auto* word = size >= 2 && size <= 8 ? kWords.find(number) : nullptr) {
      ++counts[word->language].words;
      counts[word->language].places |= 1U << word->place;
    }
    number = size = 0;
  };
  for (const char c : text) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    const bool is_letter = (lower >= 'a' && lower <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    if (is_letter) {
      number = number << 8U | static_cast<unsigned char>(lower);
      ++size;
    } else if (size > 0) {
      take();
    }
  }
  take();
  std::size_t best = 0;
  std::uint32_t next = 0;
  for (std::size_t i = 1; i < counts.size(); ++i) {
    if (counts[i].words > counts[best].words) {
      next = counts[best].words;
      best = i;
    } else {
      next = std::max(next, counts[i].words);
    }
  }
  const bool is_clear = counts[best].words >= kWordsMin && std::popcount(counts[best].places) >= kDifferentMin &&
                        counts[best].words >= kTimesNext * next;
  return is_clear ? static_cast<TextLanguage>(best) : TextLanguage::kNone;
}

TextLanguage guessed_language(std::string_view text) {
  bool reliable = false;
  const auto language = CLD2::DetectLanguage(text.data(), static_cast<int>(text.size()), true, &reliable);
  return reliable ? language_of_code(CLD2::LanguageCode(language)) : TextLanguage::kEnglish;
}

}  // namespace

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
  const TextLanguage clear = clear_language(text);
  return clear != TextLanguage::kNone ? clear : guessed_language(text);
}

TextLanguage detect_language_of_titles(std::string_view text) {
  if (text.size() < kTitleBytesMin) return TextLanguage::kEnglish;
  const TextLanguage guessed = guessed_language(cut_text(text, kDetectedBytesMax));
  return guessed != TextLanguage::kNone ? guessed : TextLanguage::kEnglish;  // names of technologies look like anything
}

}  // namespace kennis
