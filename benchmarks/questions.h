/// @file
/// Questions that every search engine can be asked, each in its own words.
#pragma once

#include <string>
#include <vector>

namespace kennis::benchmarks {

/// All of several parts, each of which is any of its words or phrases, and none of others. In small letters, words by single spaces.
struct Question {
  std::string kind;
  std::vector<std::vector<std::string>> all_of;
  std::vector<std::string> none_of;
};

/// By kind: one word, AND of two, OR of four, a phrase, ten parts. Their words mean the same to everybody in a generated world: no stemming, no
/// other names of a skill and no kinds of it change who has them, which comparing the answers shows.
[[nodiscard]] const std::vector<Question>& questions();

/// `(text:java OR text:"unit testing") AND text:sql NOT text:php`: running text alone, as the others have nothing else.
[[nodiscard]] std::string for_kennis(const Question& question);
/// `(java OR "unit testing") AND sql NOT php`: for SQLite's FTS5.
[[nodiscard]] std::string in_capitals(const Question& question);
/// `(java | (unit <-> testing)) & sql & !php`: a tsquery of PostgreSQL.
[[nodiscard]] std::string in_signs(const Question& question);

/// The words of a phrase, or the one word.
[[nodiscard]] std::vector<std::string> words_in(const std::string& phrase);

}  // namespace kennis::benchmarks
