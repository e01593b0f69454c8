/// @file
/// The phrases by which job texts say what they ask for, from data/vacancy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kennis {

/// The words of a text as phrases are compared: folded, without accents.
[[nodiscard]] std::vector<std::string> words_of_vacancy(std::string_view text);

/// All phrases that come with the program. Threads: any number may read. Cost: a question looks at every phrase, some microseconds.
class VacancyPhrases {
 public:
  struct Phrase {
    std::string kind;
    std::vector<std::string> words;
    [[nodiscard]] bool stands_at(const std::vector<std::string>& text, std::size_t at) const;
  };

  /// Throws std::runtime_error if they are damaged.
  VacancyPhrases();

  [[nodiscard]] const std::vector<Phrase>& all() const { return phrases_; }
  /// True if a phrase of that kind stands anywhere among the words.
  [[nodiscard]] bool has(const std::vector<std::string>& words, std::string_view kind) const;
  /// The same of the place `at`.
  [[nodiscard]] bool has_at(const std::vector<std::string>& words, std::size_t at, std::string_view kind) const;
  /// How many words the longest phrase of that kind has that stands at `at`; 0 if none does.
  [[nodiscard]] std::size_t longest_at(const std::vector<std::string>& words, std::size_t at,
                                       std::string_view kind) const;
  /// True if the words are such a phrase and nothing else.
  [[nodiscard]] bool is(const std::vector<std::string>& words, std::string_view kind) const;
  /// The years of experience that a sentence asks for, in digits or in words; of `3 to 5 years` the first.
  [[nodiscard]] std::optional<std::uint32_t> years_in(const std::vector<std::string>& sentence) const;

 private:
  [[nodiscard]] std::optional<std::uint32_t> number_at(const std::vector<std::string>& words, std::size_t at) const;
  std::vector<Phrase> phrases_;
};

}  // namespace kennis
