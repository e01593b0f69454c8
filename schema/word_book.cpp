/// @file
#include "schema/word_book.h"

#include "schema/fields.h"

namespace kennis {
namespace {

constexpr std::uint32_t kTermsMax = 400'000;
constexpr std::uint32_t kWordsMax = 200'000;  ///< in one language

constexpr std::array kPrefixes = {prefix::kText,           prefix::kTitle,   prefix::kSkill,
                                  prefix::kName,           prefix::kCompany, prefix::kCurrentTitle,
                                  prefix::kCurrentCompany, prefix::kSchool,  prefix::kLocation};
static_assert(kPrefixes.size() == kValueKindCount);

}  // namespace

std::string_view prefix_of(ValueKind kind) { return kPrefixes[static_cast<std::size_t>(kind)]; }

void assign_term(std::string& out, std::string_view prefix, std::string_view value) {
  const bool is_plain = prefix.size() + value.size() < limit::kTermBytesMax && prefix != prefix::kId;
  if (is_plain) {
    out.assign(prefix);
    out += value;
  } else {
    out = make_term(prefix, value);
  }
}

WordBook::WordBook(const KnownRuns* known_runs, const SkillFinder* skills) : known_runs_(known_runs), skills_(skills) {}

const WordBook::Word& WordBook::word(std::string_view token, TextLanguage language) {
  Language& known = languages_[static_cast<std::size_t>(language)];
  const Number number = known.tokens.number_of(token);
  if (number < known.words.size()) return known.words[number];
  Word word;
  word.stem = stem_of(token, language);
  word.form = form_of(strip_accents(token), stem(word.stem));
  if (skills_ != nullptr) word.skill_word = skills_->word(token);
  word.first_part = static_cast<std::uint32_t>(parts_.size());
  for (const std::string& part : compounds_.parts(token, language)) parts_.push_back(stem_of(part, language));
  word.parts = static_cast<std::uint32_t>(parts_.size()) - word.first_part;
  return known.words.emplace_back(word);
}

WordBook::Number WordBook::stem_of(std::string_view token, TextLanguage language) {
  const std::string_view text = stemmer_.term(token, language);
  const Number number = stem_texts_.number_of(text);
  if (number == stems_.size()) {
    Stem& stem = stems_.emplace_back();
    stem.hash = hash_of_run(0, text);
    stem.may_begin_run = known_runs_ != nullptr && known_runs_->may_begin(stem.hash);
  }
  return number;
}

WordBook::Number WordBook::make_term_of(Number stem, ValueKind kind) {
  const Number number = term(stem_texts_.text(stem), kind);
  stems_[stem].next_terms[static_cast<std::size_t>(kind)] = number + 1;
  return number;
}

WordBook::Number WordBook::term(std::string_view text, ValueKind kind) {
  assign_term(made_, prefix_of(kind), text);
  return terms_->number_of(made_);
}

bool WordBook::is_full() const {
  if (terms_->count() > kTermsMax) return true;
  for (const Language& language : languages_) {
    if (language.tokens.count() > kWordsMax) return true;
  }
  return false;
}

void WordBook::forget() {
  for (Language& language : languages_) language = {};
  stem_texts_.clear();
  stems_.clear();
  parts_.clear();
  terms_ = std::make_shared<TextNumbers>();
}

}  // namespace kennis
