/// @file
/// What a builder of documents remembers of words: a word that comes again costs one look-up.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/compounds.h"
#include "schema/skill_finder.h"
#include "schema/text.h"
#include "schema/text_numbers.h"
#include "schema/word_forms.h"
#include "schema/word_rows.h"
#include "schema/word_runs.h"

namespace kennis {

/// The prefix of a kind's terms.
[[nodiscard]] std::string_view prefix_of(ValueKind kind);

/// Threads: one. Memory: about 100 bytes a word, in each language that it is met in, and its terms.
class WordBook {
 public:
  using Number = std::uint32_t;

  /// A token in a language.
  struct Word {
    Number stem = 0;
    SkillWord skill_word = kNoSkillWord;  ///< as SkillFinder knows it
    std::uint32_t first_part = 0;         ///< of a compound, among parts()
    std::uint32_t parts = 0;
    WordForm form = WordForm::kStem;
  };

  /// Needs: both live longer; each may be none.
  WordBook(const KnownRuns* known_runs, const SkillFinder* skills);

  /// Valid until the next word.
  [[nodiscard]] const Word& word(std::string_view token, TextLanguage language);
  /// Numbers of the stems of a compound's parts. Valid until the next word.
  [[nodiscard]] std::span<const Number> parts(const Word& word) const {
    return std::span(parts_).subspan(word.first_part, word.parts);
  }

  [[nodiscard]] std::string_view stem(Number stem) const { return stem_texts_.text(stem); }
  /// As of a run of one word (schema/word_runs.h).
  [[nodiscard]] std::uint64_t hash(Number stem) const { return stems_[stem].hash; }
  /// False if no known run begins with the stem; true may be wrong.
  [[nodiscard]] bool may_begin_run(Number stem) const { return stems_[stem].may_begin_run; }

  /// The number, among terms(), of a stem as a term of a kind.
  [[nodiscard]] Number term(Number stem, ValueKind kind) {
    const Number known = stems_[stem].next_terms[static_cast<std::size_t>(kind)];
    return known != 0 ? known - 1 : make_term_of(stem, kind);
  }
  /// Of any text behind a kind's prefix: a run of words.
  [[nodiscard]] Number term(std::string_view text, ValueKind kind);
  /// The terms that were made so far, and whatever else somebody put there.
  [[nodiscard]] const std::shared_ptr<TextNumbers>& terms() const { return terms_; }

  /// True if it is time to forget, between two documents.
  [[nodiscard]] bool is_full() const;
  /// Begins anew, with a new terms().
  void forget();

 private:
  struct Stem {
    std::uint64_t hash = 0;
    std::array<Number, kValueKindCount> next_terms{};  ///< number + 1; 0: not made yet
    bool may_begin_run = false;
  };
  struct Language {
    TextNumbers tokens;
    std::vector<Word> words;  ///< by token
  };
  [[nodiscard]] Number stem_of(std::string_view token, TextLanguage language);
  [[nodiscard]] Number make_term_of(Number stem, ValueKind kind);

  const KnownRuns* known_runs_;
  const SkillFinder* skills_;
  Stemmer stemmer_;
  CompoundSplitter compounds_;
  std::array<Language, kTextLanguageCount> languages_;
  TextNumbers stem_texts_;
  std::vector<Stem> stems_;
  std::vector<Number> parts_;
  std::shared_ptr<TextNumbers> terms_ = std::make_shared<TextNumbers>();
  std::string made_;
};

/// The term of a text as the index has it (make_term), in `out`, whose memory is used again.
void assign_term(std::string& out, std::string_view prefix, std::string_view value);

}  // namespace kennis
