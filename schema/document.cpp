/// @file
#include "schema/document.h"

#include <algorithm>

#include "schema/evidence.h"
#include "schema/fields.h"

namespace kennis {
namespace {

/// Positions are counted apart in running text and in each field, so that a phrase never spans two of them.
enum Space : std::size_t { kTextSpace, kTitleSpace, kSkillSpace, kNameSpace, kCompanySpace };

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

/// Where a field's words go: to its own terms, to running text, or both.
struct DocumentBuilder::Field {
  std::string_view prefix;
  Space space;
  bool stemmed;
  bool in_text;
};

const DocumentBuilder::Field DocumentBuilder::kHeadlineField{prefix::kTitle, kTitleSpace, true, true};
const DocumentBuilder::Field DocumentBuilder::kTitleField{prefix::kTitle, kTitleSpace, true, true};
const DocumentBuilder::Field DocumentBuilder::kSkillField{prefix::kSkill, kSkillSpace, true, true};
const DocumentBuilder::Field DocumentBuilder::kTextField{prefix::kText, kTextSpace, true, true};
const DocumentBuilder::Field DocumentBuilder::kNameField{prefix::kName, kNameSpace, false, false};
const DocumentBuilder::Field DocumentBuilder::kCompanyField{prefix::kCompany, kCompanySpace, false, false};

void DocumentTerms::clear() {
  bytes_.clear();
  added_.clear();
  mentions_.clear();
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

void DocumentBuilder::add_text(const Field& field, std::string_view text, std::uint32_t evidence, DocumentTerms& out) {
  if (text.empty()) return;
  const std::string folded = fold_case(cut_text(text, limit::kIndexedTextBytesMax));
  tokenise(folded, tokens_);
  if (tokens_.empty()) return;
  const bool has_own = !field.prefix.empty();
  std::uint32_t& own_position = next_position_[field.space];
  std::uint32_t& text_position = next_position_[kTextSpace];
  for (const Token& token : tokens_) {
    const std::string_view term = stemmer_.term(token.text, field.stemmed ? language_ : TextLanguage::kNone);
    if (has_own) out.add(field.prefix, term, own_position + token.position, evidence);
    if (field.in_text) out.add(prefix::kText, term, text_position + token.position, evidence);
  }
  const auto taken = static_cast<std::uint32_t>(tokens_.back().position + limit::kPositionGap);
  if (has_own) own_position += taken;
  if (field.in_text) text_position += taken;
}

void DocumentBuilder::add_skill(std::string_view name, std::uint32_t evidence, DocumentTerms& out) {
  add_text(kSkillField, name, evidence, out);
}

void DocumentBuilder::add_fields(const Profile& profile, DocumentTerms& out) {
  add_text(kNameField, profile.name, evidence::kField, out);
  add_text(kHeadlineField, profile.headline, evidence::kHeadline, out);
  add_text(kTextField, profile.summary, evidence::kSummary, out);
  for (const Position& position : profile.positions) {
    add_text(kTitleField, position.title, evidence::kTitle, out);
    add_text(kCompanyField, position.organisation, evidence::kField, out);
    add_text(kTextField, position.description, evidence::kDescription, out);
  }
  for (const Skill& skill : profile.skills) {
    const double years = std::clamp(skill.years.value_or(0), 0.0, double{evidence::kSkillYearsMax});
    add_skill(skill.name, evidence::kSkill + static_cast<std::uint32_t>(years), out);
  }
}

void DocumentBuilder::build(const Profile& profile, std::span<const SkillStatement> statements, DocumentTerms& out) {
  out.clear();
  next_position_.fill(1);
  out.add(prefix::kId, profile.id, 0, 0);
  if (profile.contact_policy != ContactPolicy::kDoNotContact) {
    language_ = detect_language(language_sample(profile));
    out.add(prefix::kSearchable, "", 0, 0);
    add_fields(profile, out);
    for (const SkillStatement& statement : statements) {
      add_skill(statement.skill, statement.endorsers * evidence::kEndorsement, out);
    }
  }
  out.finish();
}

}  // namespace kennis
