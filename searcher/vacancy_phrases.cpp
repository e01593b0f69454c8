/// @file
#include "searcher/vacancy_phrases.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <fmt/format.h>

#include "schema/taxonomy.h"
#include "searcher/embedded_vacancy.h"

namespace kennis {
namespace {

constexpr std::uint32_t kYearsMax = 40;
constexpr std::uint32_t kNumbersInWords = 10;

/// `3-5` and `5-jahrige` as two words each.
std::vector<std::string> with_numbers_apart(const std::vector<std::string>& words) {
  std::vector<std::string> apart;
  for (const std::string& word : words) {
    const std::size_t dash = word[0] >= '0' && word[0] <= '9' ? word.find('-') : std::string::npos;
    apart.push_back(word.substr(0, dash));
    if (dash != std::string::npos) apart.push_back(word.substr(dash + 1));
  }
  return apart;
}

}  // namespace

std::vector<std::string> words_of_vacancy(std::string_view text) {
  std::vector<std::string> words;
  const std::string key = label_key(text);
  for (std::size_t at = 0; at < key.size();) {
    const std::size_t end = std::min(key.find(' ', at), key.size());
    words.push_back(key.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

bool VacancyPhrases::Phrase::stands_at(const std::vector<std::string>& text, std::size_t at) const {
  return at + words.size() <= text.size() &&
         std::equal(words.begin(), words.end(), text.begin() + static_cast<std::ptrdiff_t>(at));
}

VacancyPhrases::VacancyPhrases() {
  for (const EmbeddedFile& file : embedded_vacancy()) {
    const std::string_view text = file.text;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      const std::string_view line = text.substr(at, end - at);
      at = end + 1;
      const std::size_t tab = line.find('\t');
      if (tab == std::string_view::npos || line.starts_with("kind\t")) continue;
      const std::string kind(line.substr(0, tab));
      for (std::size_t begin = tab + 1; begin < line.size();) {
        const std::size_t stop = std::min(line.find_first_of(";\t", begin), line.size());
        Phrase phrase{kind, words_of_vacancy(line.substr(begin, stop - begin))};
        if (!phrase.words.empty()) phrases_.push_back(std::move(phrase));
        begin = stop + 1;
      }
    }
  }
  if (phrases_.empty()) throw std::runtime_error("data/vacancy/phrases.tsv: holds no phrase");
}

bool VacancyPhrases::has(const std::vector<std::string>& words, std::string_view kind) const {
  return std::any_of(phrases_.begin(), phrases_.end(), [&](const Phrase& phrase) {
    if (phrase.kind != kind) return false;
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (phrase.stands_at(words, at)) return true;
    }
    return false;
  });
}

bool VacancyPhrases::has_at(const std::vector<std::string>& words, std::size_t at, std::string_view kind) const {
  return std::any_of(phrases_.begin(), phrases_.end(),
                     [&](const Phrase& phrase) { return phrase.kind == kind && phrase.stands_at(words, at); });
}

std::size_t VacancyPhrases::longest_at(const std::vector<std::string>& words, std::size_t at,
                                       std::string_view kind) const {
  std::size_t longest = 0;
  for (const Phrase& phrase : phrases_) {
    if (phrase.kind == kind && phrase.words.size() > longest && phrase.stands_at(words, at))
      longest = phrase.words.size();
  }
  return longest;
}

bool VacancyPhrases::is(const std::vector<std::string>& words, std::string_view kind) const {
  return std::any_of(phrases_.begin(), phrases_.end(),
                     [&](const Phrase& phrase) { return phrase.kind == kind && phrase.words == words; });
}

std::optional<std::uint32_t> VacancyPhrases::years_in(const std::vector<std::string>& sentence) const {
  if (!has(sentence, "word.experience")) return std::nullopt;
  const std::vector<std::string> words = with_numbers_apart(sentence);
  for (std::size_t at = 1; at < words.size(); ++at) {
    if (!has_at(words, at, "word.years")) continue;
    const std::optional<std::uint32_t> last = number_at(words, at - 1);
    if (!last) {
      const auto before = at >= 2 ? number_at(words, at - 2) : std::nullopt;  // `5 full years`
      if (before) return before;
      continue;
    }
    const std::size_t back = at >= 3 && has_at(words, at - 2, "word.range") ? 3 : 2;
    const std::optional<std::uint32_t> first = at >= back ? number_at(words, at - back) : std::nullopt;
    return first && *first < *last ? first : last;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> VacancyPhrases::number_at(const std::vector<std::string>& words, std::size_t at) const {
  std::uint32_t number = 0;
  const std::string& word = words[at];
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error == std::errc() && end == word.data() + word.size() && number > 0 && number <= kYearsMax) return number;
  for (number = 1; number <= kNumbersInWords; ++number) {
    if (has_at(words, at, fmt::format("number.{}", number))) return number;
  }
  return std::nullopt;
}

}  // namespace kennis
