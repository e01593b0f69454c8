/// @file
#include "schema/skill_terms.h"

#include <algorithm>

#include "schema/document.h"
#include "schema/fields.h"

namespace kennis {

SkillTerms::SkillTerms(const SkillFinder* skills) : skills_(skills) {
  if (skills == nullptr) return;
  evidence_.resize(skills->taxonomy().skills().size(), 0);
  of_narrower_.resize(evidence_.size(), 0);
}

void SkillTerms::take(std::span<const Token> tokens, std::span<const SkillWord> words, LabelTrust trust,
                      std::uint32_t evidence) {
  if (skills_ == nullptr) return;
  skills_->find(tokens, words, trust, scratch_, found_);
  for (const FoundSkill& found : found_) {
    if (evidence_[found.skill] == 0) taken_.push_back(found.skill);
    evidence_[found.skill] += evidence;
  }
}

void SkillTerms::add_where_taken(std::span<const Token> tokens, std::uint32_t evidence) {
  if (skills_ == nullptr) return;
  skills_->find(tokens, LabelTrust::kSkillName, scratch_, found_);
  for (const FoundSkill& found : found_) {
    if (evidence_[found.skill] != 0) evidence_[found.skill] += evidence;
  }
}

void SkillTerms::move_to(DocumentTerms& out) {
  if (skills_ == nullptr) return;
  const auto skills = skills_->taxonomy().skills();
  for (const SkillIndex skill : taken_) {
    out.add(prefix::kConcept, skills[skill].id, 0, evidence_[skill]);
    for (const SkillIndex above : skills_->ancestors(skill)) {
      if (of_narrower_[above] == 0) above_.push_back(above);
      of_narrower_[above] = std::max(of_narrower_[above], evidence_[skill]);
    }
    evidence_[skill] = 0;
  }
  for (const SkillIndex skill : above_) {
    out.add(prefix::kNarrower, skills[skill].id, 0, of_narrower_[skill]);
    of_narrower_[skill] = 0;
  }
  taken_.clear();
  above_.clear();
}

}  // namespace kennis
