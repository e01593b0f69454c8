/// @file
#include "schema/document.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "schema/evidence.h"
#include "schema/fields.h"
#include "schema/statement_weight.h"

namespace kennis {
namespace {

/// The first of what a profile says, to guess its language from.
std::string language_sample(const Profile& profile) {
  std::string sample = profile.headline + ". " + profile.summary;
  for (const Position& position : profile.positions) {
    if (sample.size() > 2000) break;
    sample += ". " + position.description;
  }
  return sample;
}

}  // namespace

TextLanguage language_of(const Profile& profile) { return detect_language(language_sample(profile)); }

/// Where a field's words go: to its own terms, to running text, or both.
struct DocumentBuilder::Field {
  std::string_view prefix;
  ValueKind kind;  ///< whose positions are counted apart, so that a phrase never spans two fields
  bool stemmed;
  bool in_text;
  enum class Runs : std::uint8_t {
    kNone,
    kKnown,
    kAll
  } runs;                               ///< which are terms; kAll: those known of running text too
  std::string_view now{};               ///< terms of what is so now, beside the field's own
  std::optional<ValueKind> row_kind{};  ///< of its words in a row, if that is another
};

const DocumentBuilder::Field DocumentBuilder::kHeadlineField{prefix::kTitle, ValueKind::kTitle, true, true,
                                                             Field::Runs::kKnown};
const DocumentBuilder::Field DocumentBuilder::kTitleField{prefix::kTitle, ValueKind::kTitle, true, true,
                                                          Field::Runs::kKnown};
const DocumentBuilder::Field DocumentBuilder::kSkillField{prefix::kSkill, ValueKind::kSkill, true, true,
                                                          Field::Runs::kAll};
const DocumentBuilder::Field DocumentBuilder::kTextField{prefix::kText, ValueKind::kText, true, true,
                                                         Field::Runs::kKnown};
const DocumentBuilder::Field DocumentBuilder::kNameField{prefix::kName, ValueKind::kName, false, false,
                                                         Field::Runs::kNone};
const DocumentBuilder::Field DocumentBuilder::kCompanyField{prefix::kCompany, ValueKind::kCompany, false, false,
                                                            Field::Runs::kNone};
const DocumentBuilder::Field DocumentBuilder::kCurrentTitleField{
    prefix::kTitle,        ValueKind::kTitle,       true, true, Field::Runs::kKnown,
    prefix::kCurrentTitle, ValueKind::kCurrentTitle};
const DocumentBuilder::Field DocumentBuilder::kCurrentCompanyField{
    prefix::kCompany,        ValueKind::kCompany,       false, false, Field::Runs::kNone,
    prefix::kCurrentCompany, ValueKind::kCurrentCompany};
const DocumentBuilder::Field DocumentBuilder::kSchoolField{prefix::kSchool, ValueKind::kSchool, false, false,
                                                           Field::Runs::kNone};

const DocumentBuilder::Field DocumentBuilder::kLocationField{prefix::kLocation, ValueKind::kLocation, false, false,
                                                             Field::Runs::kNone};

void DocumentTerms::clear() {
  bytes_.clear();
  added_.clear();
  mentions_.clear();
  words_.clear();
}

void DocumentTerms::add(std::string_view prefix, std::string_view value, std::uint32_t position,
                        std::uint32_t evidence) {
  const std::size_t offset = bytes_.size();
  if (prefix.size() + value.size() < limit::kTermBytesMax && prefix != prefix::kId) {
    bytes_ += prefix;
    bytes_ += value;
  } else {
    bytes_ += make_term(prefix, value);
  }
  added_.push_back(
      {static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(bytes_.size() - offset), position, evidence});
}

void DocumentTerms::finish() {
  mentions_.reserve(added_.size());
  for (const Added& added : added_) {
    mentions_.push_back({std::string_view(bytes_).substr(added.offset, added.size), added.position, added.evidence});
  }
}

bool DocumentTerms::has(std::string_view prefix, std::string_view value) const {
  return std::any_of(added_.begin(), added_.end(), [&](const Added& added) {
    const std::string_view term = std::string_view(bytes_).substr(added.offset, added.size);
    return term.size() == prefix.size() + value.size() && term.starts_with(prefix) && term.ends_with(value);
  });
}

void DocumentBuilder::add_text(const Field& field, std::string_view text, std::uint32_t evidence, DocumentTerms& out) {
  if (text.empty()) return;
  const std::string folded = fold_case(cut_text(text, limit::kIndexedTextBytesMax));
  tokenise(folded, tokens_);
  if (tokens_.empty()) return;
  const bool has_own = !field.prefix.empty();
  const bool has_runs = field.runs == Field::Runs::kAll || (field.runs == Field::Runs::kKnown && known_ != nullptr);
  if (words_.size() < tokens_.size()) words_.resize(tokens_.size());
  hashes_.resize(tokens_.size());
  std::uint32_t& own_position = next_position_[static_cast<std::size_t>(field.kind)];
  std::uint32_t& text_position = next_position_[static_cast<std::size_t>(ValueKind::kText)];
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    const Token& token = tokens_[i];
    const std::string_view term = stemmer_.term(token.text, field.stemmed ? language_ : TextLanguage::kNone);
    if (has_runs) words_[i].assign(term);
    hashes_[i] = hash_of_run(0, term);
    if (has_own) out.add(field.prefix, term, own_position + token.position, evidence);
    if (!field.now.empty()) out.add(field.now, term, own_position + token.position, evidence);
    if (field.in_text) out.add(prefix::kText, term, text_position + token.position, evidence);
    if (field.in_text) add_parts(field, token.text, evidence, out);
  }
  const auto taken = static_cast<std::uint32_t>(tokens_.back().position + limit::kPositionGap);
  if (has_own) own_position += taken;
  if (field.in_text) text_position += taken;
  out.add_words(field.row_kind.value_or(field.kind), tokens_, hashes_);
  const LabelTrust trust = field.kind == ValueKind::kSkill ? LabelTrust::kSkillName : LabelTrust::kRunningText;
  if (field.in_text) skills_.take(tokens_, trust, evidence);
  if (has_runs) add_runs(field, evidence, out);
}

/// The words of a compound count half of what they would by themselves.
void DocumentBuilder::add_parts(const Field& field, std::string_view token, std::uint32_t evidence,
                                DocumentTerms& out) {
  const std::uint32_t half = std::max(1U, evidence / 2);
  for (const std::string& part : compounds_.parts(token, language_)) {
    const std::string_view term = stemmer_.term(part, language_);
    if (!field.prefix.empty()) out.add(field.prefix, term, 0, half);
    out.add(prefix::kText, term, 0, half);
  }
}

void DocumentBuilder::add_runs(const Field& field, std::uint32_t evidence, DocumentTerms& out) {
  const bool adds_all = field.runs == Field::Runs::kAll;
  std::array<std::uint64_t, limit::kRunWordsMax + 1> hashes{};  // of the run's first words
  std::array<std::size_t, limit::kRunWordsMax + 1> sizes{};
  for (std::size_t first = 0; first < tokens_.size(); ++first) {
    hashes[1] = hashes_[first];
    if (!adds_all && !known_->may_begin(hashes[1])) continue;
    run_ = words_[first];
    sizes[1] = run_.size();
    for_each_run_at(tokens_, first, [&](std::size_t last, std::size_t words) {
      run_.resize(sizes[words - 1]);
      append_word(run_, words_[last]);
      sizes[words] = run_.size();
      hashes[words] = hash_of_run(hashes[words - 1], words_[last]);
      const KnownRuns::Answer answer = known_ == nullptr ? KnownRuns::Answer{} : known_->of(hashes[words]);
      if (!field.prefix.empty() && (adds_all || answer.is_known)) out.add(field.prefix, run_, 0, evidence);
      if (answer.is_known) out.add(prefix::kText, run_, 0, evidence);
      if (answer.is_known && !field.now.empty()) out.add(field.now, run_, 0, evidence);
      return adds_all || answer.is_beginning;
    });
  }
}

void DocumentBuilder::add_fields(const Profile& profile, DocumentTerms& out) {
  const StatementWeights weights(profile, as_of_);
  const auto of_profile = [&](double points) { return evidence::stored(points * weights.of_profile()); };
  add_text(kNameField, profile.name, evidence::kField, out);
  add_text(kHeadlineField, profile.headline, of_profile(evidence::kHeadline), out);
  add_text(kTextField, profile.summary, of_profile(evidence::kSummary), out);
  add_text(kLocationField, profile.location.name, evidence::kField, out);
  for (const Position& position : profile.positions) {
    const double weight = weights.of_position(position);
    const bool is_current = !position.to || *position.to > as_of_;
    add_text(is_current ? kCurrentTitleField : kTitleField, position.title, evidence::stored(evidence::kTitle * weight),
             out);
    add_text(is_current ? kCurrentCompanyField : kCompanyField, position.organisation, evidence::kField, out);
    add_text(kTextField, position.description, evidence::stored(evidence::kDescription * weight), out);
  }
  for (const Education& education : profile.education) {
    add_text(kSchoolField, education.school, evidence::kField, out);
  }
  for (const Skill& skill : profile.skills) {
    const double years = std::floor(std::clamp(skill.years.value_or(0), 0.0, evidence::kSkillYearsMax));
    add_text(kSkillField, skill.name, of_profile(evidence::kSkill + years), out);
  }
}

/// To vouch for others makes nobody have a skill: it adds to the words that are there.
void DocumentBuilder::add_endorsing(const SkillStatement& statement, DocumentTerms& out) {
  const std::string folded = fold_case(cut_text(statement.skill, limit::kIndexedTextBytesMax));
  tokenise(folded, tokens_);
  std::string run;
  const auto add = [&](std::string_view term) {
    for (const std::string_view prefix : {prefix::kSkill, prefix::kText}) {
      if (out.has(prefix, term)) out.add(prefix, term, 0, statement.endorsing);
    }
  };
  for (const Token& token : tokens_) {
    const std::string_view term = stemmer_.term(token.text, language_);
    if (!has_parts(tokens_, static_cast<std::size_t>(&token - tokens_.data()))) append_word(run, term);
    add(term);
  }
  if (tokens_.size() > 1) add(run);
  skills_.add_where_taken(tokens_, statement.endorsing);
}

void DocumentBuilder::build(const Profile& profile, std::span<const SkillStatement> statements, DocumentTerms& out) {
  out.clear();
  next_position_.fill(1);
  out.add(prefix::kId, profile.id, 0, 0);
  if (profile.contact_policy != ContactPolicy::kDoNotContact) {
    language_ = language_of(profile);
    out.add(prefix::kSearchable, "", 0, 0);
    add_fields(profile, out);
    for (const SkillStatement& statement : statements) {
      if (statement.said > 0) add_text(kSkillField, statement.skill, statement.said, out);
    }
    for (const SkillStatement& statement : statements) {
      if (statement.endorsing > 0) add_endorsing(statement, out);
    }
    skills_.move_to(out);
  }
  out.finish();
}

}  // namespace kennis
