/// @file
/// A line of a job text as words that know where they stand in it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/vacancy_phrases.h"

namespace kennis {

/// What spaces divide a line into, and the words of it: `(m/w/d)` is one chunk and one word, `We're` one chunk and two words.
/// Needs: line and phrases live longer. Cost: that of words_of_vacancy.
class VacancyWords {
 public:
  VacancyWords(std::string_view line, const VacancyPhrases& phrases);

  [[nodiscard]] std::size_t count() const { return chunks_.size(); }
  [[nodiscard]] std::string_view chunk(std::size_t at) const { return chunks_[at].text; }
  [[nodiscard]] bool is_bare(std::size_t at) const { return chunks_[at].first_word == end_of_words(at); }
  /// How many chunks a phrase of that kind takes from `at` on, the longest if there are several; 0 if none begins there and ends with a chunk.
  [[nodiscard]] std::size_t taken(std::size_t at, std::string_view kind) const;
  /// The text of the chunks from `first` to before `last`, as it stands in the line.
  [[nodiscard]] std::string_view between(std::size_t first, std::size_t last) const;
  [[nodiscard]] std::string_view from(std::size_t first) const { return between(first, count()); }
  [[nodiscard]] std::string_view before(std::size_t last) const { return between(0, last); }

 private:
  struct Chunk {
    std::string_view text;
    std::size_t first_word = 0;
  };
  [[nodiscard]] std::size_t end_of_words(std::size_t at) const {
    return at + 1 < chunks_.size() ? chunks_[at + 1].first_word : words_.size();
  }

  const VacancyPhrases* phrases_;
  std::vector<Chunk> chunks_;
  std::vector<std::string> words_;
};

}  // namespace kennis
