/// @file
#include "schema/taxonomy.h"

#include <algorithm>

namespace kennis {

std::string label_key(std::string_view label) {
  const std::string folded = fold_case(label);
  std::vector<Token> tokens;
  std::vector<Token> words;
  tokenise(folded, tokens);
  words_of(tokens, words);
  std::string key;
  for (const Token& word : words) {
    if (!key.empty()) key += ' ';
    key += strip_accents(word.text);
  }
  return key;
}

Taxonomy::Taxonomy(std::vector<TaxonomySkill> skills) : skills_(std::move(skills)) {
  for (SkillIndex i = 0; i < skills_.size(); ++i) {
    by_id_.emplace(skills_[i].id, i);
    for (const SkillLabel& label : skills_[i].labels) {
      std::vector<SkillIndex>& owners = by_label_[label_key(label.text)];
      if (owners.empty() || owners.back() != i) owners.push_back(i);
    }
    for (const SkillIndex broader : skills_[i].broader) skills_[broader].narrower.push_back(i);
  }
}

std::optional<SkillIndex> Taxonomy::with_id(std::string_view id) const {
  const auto found = by_id_.find(std::string(id));
  return found == by_id_.end() ? std::nullopt : std::optional(found->second);
}

std::span<const SkillIndex> Taxonomy::with_label(std::string_view label) const {
  const auto found = by_label_.find(label_key(label));
  return found == by_label_.end() ? std::span<const SkillIndex>() : found->second;
}

std::vector<SkillIndex> Taxonomy::ancestors(SkillIndex skill) const {
  std::vector<SkillIndex> found;
  std::vector<SkillIndex> waiting = skills_[skill].broader;
  while (!waiting.empty()) {
    const SkillIndex next = waiting.back();
    waiting.pop_back();
    if (std::find(found.begin(), found.end(), next) != found.end()) continue;
    found.push_back(next);
    waiting.insert(waiting.end(), skills_[next].broader.begin(), skills_[next].broader.end());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace kennis
