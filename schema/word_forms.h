/// @file
/// How a word is written, beside its stem: whoever writes the very form that is asked for has more of it than who writes another one.
///
/// The terms of running text, titles and skills are stems. What is stored of such a term (wdf) is its evidence with a mark of the form in which the document has
/// it; of every other term it is the evidence alone. docs/decisions/0052-the-form-of-a-word-is-stored-with-its-evidence.md says why.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace kennis {

/// A form of a word: its ending, as far as endings are told apart.
enum class WordForm : std::uint8_t {
  kStem,      ///< written as the stem is
  kCompound,  ///< part of a compound
  kPlural,
  kDoer,
  kDoers,
  kDoing,
  kState,
  kOther,
  kSeveral,   ///< stored only: in several forms, and so taken for any
  kUnsaid,    ///< of a mention: it says nothing of the form; of what is asked for: any form
  kFormless,  ///< of a term that has no forms
};

/// True for terms of which a form is stored.
[[nodiscard]] bool has_forms(std::string_view term);

/// The form in which a word is written. `word` and `stem` are folded and without accents.
/// Endings are told apart as far as words of one stem often differ by them: `engine`, `engineer`, `engineers`, `engineering`.
[[nodiscard]] WordForm form_of(std::string_view word, std::string_view stem);

/// The form of words in a row: that in which all are stems, or one of the same few.
class RunForm {
 public:
  void add(WordForm form) { sum_ += static_cast<std::uint32_t>(form); }
  [[nodiscard]] WordForm form() const {
    constexpr auto kFirst = static_cast<std::uint32_t>(WordForm::kPlural);
    constexpr auto kForms = static_cast<std::uint32_t>(WordForm::kSeveral) - kFirst;
    return sum_ == 0 ? WordForm::kStem : static_cast<WordForm>(kFirst + sum_ % kForms);
  }

 private:
  std::uint32_t sum_ = 0;
};

/// What is stored of a term that has forms: twice the evidence where it is written as its stem is, else sixteen times and an odd number below.
namespace stored {

/// Whoever has more evidence than this (in eighths of a point) has any form: sums over a million persons stay below 2^32.
inline constexpr std::uint32_t kWithForms = 511;
/// More evidence than this counts as this: 16 million points.
inline constexpr std::uint32_t kEvidenceMax = 1U << 27U;

/// Of a term that has forms.
[[nodiscard]] constexpr std::uint32_t evidence_in(std::uint32_t stored) {
  return (stored & 1U) != 0 ? stored >> 4U : stored >> 1U;
}

[[nodiscard]] constexpr WordForm form_in(std::uint32_t stored) {
  if ((stored & 1U) != 0) return static_cast<WordForm>((stored >> 1U & 7U) + 1);
  return evidence_in(stored) > kWithForms ? WordForm::kSeveral : WordForm::kStem;
}

/// What is stored once a term is mentioned again; `stored` is 0 before its first mention.
[[nodiscard]] std::uint32_t with_mention(std::uint32_t stored, std::uint32_t evidence, WordForm form);

/// The evidence for a term in the form that is asked for: in another one a fifth less, but some.
[[nodiscard]] constexpr std::uint32_t evidence_for(std::uint32_t stored, WordForm asked) {
  if (asked == WordForm::kFormless) return stored;
  const std::uint32_t evidence = evidence_in(stored);
  const WordForm has = form_in(stored);
  if (asked == WordForm::kUnsaid || has == asked || has == WordForm::kSeveral) return evidence;
  return evidence < 2 ? evidence : evidence - (evidence + 4) / 5;
}

/// The evidence for a term in any form.
[[nodiscard]] inline std::uint32_t evidence_of(std::string_view term, std::uint32_t stored) {
  return has_forms(term) ? evidence_in(stored) : stored;
}

}  // namespace stored

}  // namespace kennis
