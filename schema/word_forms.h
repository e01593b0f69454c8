/// @file
/// How a word is written, beside its stem: whoever writes the very form that is asked for has more of it than who writes another one.
///
/// The terms of running text, titles and skills are stems. The wdf of such a term in a document is its evidence with a mark of the form in which the document has
/// it; that of every other term is the evidence alone. docs/decisions/0052-the-form-of-a-word-is-stored-with-its-evidence.md says why.
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
  kSeveral,   ///< of a document: it has several, and so is taken for having any
  kUnsaid,    ///< of a mention: it says nothing of the form; of what is asked for: any form
  kFormless,  ///< of a term that has no forms
};

/// True for terms whose wdf says a form.
[[nodiscard]] bool has_forms(std::string_view term);

/// The form in which a word is written. `word` and `stem` are folded and without accents.
/// Endings are told apart as far as words of one stem often differ by them: `engine`, `engineer`, `engineers`, `engineering`.
[[nodiscard]] WordForm form_of(std::string_view word, std::string_view stem);

/// The form of words in a row: that in which all are stems, or one of six others, which tell rows apart that differ in one word, as a rule.
class RunForm {
 public:
  void add(WordForm form) { sum_ = sum_ * 5 + static_cast<std::uint32_t>(form); }
  [[nodiscard]] WordForm form() const {
    constexpr auto kFirst = static_cast<std::uint32_t>(WordForm::kPlural);
    constexpr auto kForms = static_cast<std::uint32_t>(WordForm::kSeveral) - kFirst;
    return sum_ == 0 ? WordForm::kStem : static_cast<WordForm>(kFirst + sum_ % kForms);
  }

 private:
  std::uint32_t sum_ = 0;
};

/// The wdf of a term in a document. Of one that has forms: twice the evidence where it is written as its stem is, else sixteen times and an odd number below.
namespace wdf {

/// More evidence than this counts as this: 8 million points.
inline constexpr std::uint32_t kEvidenceMax = 1U << 26U;

/// The evidence for a term, in whatever form; `has_form` as has_forms(term) says.
[[nodiscard]] constexpr std::uint32_t evidence_of(std::uint32_t wdf, bool has_form) {
  if (!has_form) return wdf;
  return (wdf & 1U) != 0 ? wdf >> 4U : wdf >> 1U;
}

/// The form of a term that has some.
[[nodiscard]] constexpr WordForm form_of(std::uint32_t wdf) {
  return (wdf & 1U) != 0 ? static_cast<WordForm>((wdf >> 1U & 7U) + 1) : WordForm::kStem;
}

/// The wdf of a term that has forms once it is mentioned again; 0 is that before its first mention.
[[nodiscard]] std::uint32_t with_mention(std::uint32_t wdf, std::uint32_t evidence, WordForm form);

/// The evidence for a term in the form that is asked for: in another one a fifth less, but some.
[[nodiscard]] constexpr std::uint32_t evidence_for(std::uint32_t wdf, WordForm asked) {
  if (asked == WordForm::kFormless) return wdf;
  const std::uint32_t evidence = evidence_of(wdf, true);
  const WordForm has = form_of(wdf);
  if (asked == WordForm::kUnsaid || has == asked || has == WordForm::kSeveral) return evidence;
  return evidence < 2 ? evidence : evidence - (evidence + 4) / 5;
}

}  // namespace wdf

}  // namespace kennis
