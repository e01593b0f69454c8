/// @file
#include "searcher/vacancy_words.h"

#include <algorithm>
#include <utility>

namespace kennis {

VacancyWords::VacancyWords(std::string_view line, const VacancyPhrases& phrases) : phrases_(&phrases) {
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = std::min(line.find(' ', at), line.size());
    if (end > at) {
      chunks_.push_back({line.substr(at, end - at), words_.size()});
      for (std::string& word : words_of_vacancy(chunks_.back().text)) words_.push_back(std::move(word));
    }
    at = end + 1;
  }
}

std::size_t VacancyWords::taken(std::size_t at, std::string_view kind) const {
  if (is_bare(at)) return 0;
  const std::size_t words = phrases_->longest_at(words_, chunks_[at].first_word, kind);
  if (words == 0) return 0;
  const std::size_t end = chunks_[at].first_word + words;
  for (std::size_t last = at; last < count(); ++last) {
    if (end_of_words(last) >= end) return end_of_words(last) == end ? last + 1 - at : 0;
  }
  return 0;
}

std::string_view VacancyWords::between(std::size_t first, std::size_t last) const {
  if (first >= last) return {};
  const char* begin = chunks_[first].text.data();
  const std::string_view end = chunks_[last - 1].text;
  return {begin, static_cast<std::size_t>(end.data() + end.size() - begin)};
}

}  // namespace kennis
