/// @file
#include "schema/word_forms.h"

#include <array>
#include <utility>

#include "schema/fields.h"

namespace kennis {
namespace {

/// Endings of English, Dutch, French and German behind what a stemmer leaves; the first that fits counts.
/// Source: our choice of those by which words of one stem differ most often on profiles.
constexpr std::array<std::pair<std::string_view, WordForm>, 31> kEndings = {{
    {"ers", WordForm::kDoers},   {"ors", WordForm::kDoers},   {"eurs", WordForm::kDoers},  {"euses", WordForm::kDoers},
    {"rices", WordForm::kDoers}, {"innen", WordForm::kDoers}, {"er", WordForm::kDoer},     {"or", WordForm::kDoer},
    {"eur", WordForm::kDoer},    {"euse", WordForm::kDoer},   {"rice", WordForm::kDoer},   {"in", WordForm::kDoer},
    {"ing", WordForm::kDoing},   {"ings", WordForm::kDoing},  {"ingen", WordForm::kDoing}, {"ung", WordForm::kDoing},
    {"ungen", WordForm::kDoing}, {"ion", WordForm::kDoing},   {"ions", WordForm::kDoing},  {"ment", WordForm::kState},
    {"ments", WordForm::kState}, {"ence", WordForm::kState},  {"ance", WordForm::kState},  {"cy", WordForm::kState},
    {"ty", WordForm::kState},    {"ties", WordForm::kState},  {"y", WordForm::kState},     {"ie", WordForm::kState},
    {"s", WordForm::kPlural},    {"n", WordForm::kPlural},    {"x", WordForm::kPlural},
}};

std::uint32_t encoded(std::uint32_t evidence, WordForm form) {
  if (form == WordForm::kStem) return evidence << 1U;
  return evidence << 4U | (static_cast<std::uint32_t>(form) - 1) << 1U | 1U;
}

/// A part of a compound says nothing beside the word itself.
WordForm both(WordForm has, WordForm more) {
  if (more == WordForm::kUnsaid || more == has || more == WordForm::kCompound) return has;
  return has == WordForm::kCompound ? more : WordForm::kSeveral;
}

}  // namespace

bool has_forms(std::string_view term) {
  if (term.empty()) return false;
  const bool is_text = term.front() < 'A' || term.front() > 'Z';  // folded
  return is_text || term.starts_with(prefix::kTitle) || term.starts_with(prefix::kSkill) ||
         term.starts_with(prefix::kCurrentTitle);
}

WordForm form_of(std::string_view word, std::string_view stem) {
  const auto [differs, unused] = std::mismatch(word.begin(), word.end(), stem.begin(), stem.end());
  const std::string_view ending = word.substr(static_cast<std::size_t>(differs - word.begin()));
  if (ending.empty() && word.size() == stem.size()) return WordForm::kStem;
  for (const auto& [end, form] : kEndings) {
    if (ending.ends_with(end)) return form;
  }
  return WordForm::kOther;
}

std::uint32_t wdf::with_mention(std::uint32_t wdf, std::uint32_t evidence, WordForm form) {
  const std::uint32_t sum = std::min(kEvidenceMax, evidence_of(wdf, true) + std::min(evidence, kEvidenceMax));
  if (wdf == 0) return encoded(sum, form == WordForm::kUnsaid ? WordForm::kStem : form);
  return encoded(sum, both(form_of(wdf), form));
}

}  // namespace kennis
