/// @file
#include "searcher/record_view.h"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

#include "schema/document.h"
#include "schema/evidence.h"
#include "schema/fields.h"

namespace kennis {
namespace {

/// The field that terms belong to: `XSKILLjava` to skills, `java` to running text.
std::string_view prefix_of(std::string_view terms) {
  for (const std::string_view prefix :
       {prefix::kSkill, prefix::kCompany, prefix::kTitle, prefix::kName, prefix::kCurrentTitle, prefix::kCurrentCompany,
        prefix::kSchool, prefix::kLocation}) {
    if (terms.size() > prefix.size() && terms.starts_with(prefix)) return prefix;
  }
  return prefix::kText;
}

std::string_view word_of(std::string_view term) { return term.substr(prefix_of(term).size()); }

std::vector<std::string> words_of(const std::string& terms) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while (at < terms.size()) {
    const std::size_t end = std::min(terms.find(' ', at), terms.size());
    if (end > at) words.emplace_back(word_of(std::string_view(terms).substr(at, end - at)));
    at = end + 1;
  }
  return words;
}

}  // namespace

bool RecordView::holds_any(std::string_view text, const std::vector<std::string>& words, Stemmer& stemmer) {
  if (text.empty()) return false;
  std::vector<Token> tokens;
  const std::string folded = fold_case(cut_text(text, limit::kIndexedTextBytesMax));
  tokenise(folded, tokens);
  const auto is_asked = [&](std::string_view term) {
    return std::find(words.begin(), words.end(), term) != words.end();
  };
  return std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) {
    for (std::size_t i = 0; i < kTextLanguageCount; ++i) {
      if (is_asked(stemmer.term(token.text, static_cast<TextLanguage>(i)))) return true;
    }
    if (!language_) language_ = language_of(profile_);
    const auto parts = compounds_.of(token.text, *language_, stemmer);
    return std::any_of(parts.begin(), parts.end(), is_asked);
  });
}

const Profile& RecordView::read(const std::string& record) {
  buffer_.assign(record);
  buffer_.append(simdjson::SIMDJSON_PADDING, '\0');
  auto profile = reader_.profile(std::string_view(buffer_).substr(0, record.size()));
  if (!profile) throw std::runtime_error("a stored record cannot be read: " + profile.error().message);
  profile_ = std::move(profile).value();
  language_.reset();
  return profile_;
}

std::vector<std::string> RecordView::fields_with(const std::string& terms, Stemmer& stemmer) {
  const std::vector<std::string> words = words_of(terms);
  const std::string_view field = prefix_of(terms);
  std::vector<std::string> fields;
  const auto look = [&](const char* name, const auto& texts, const auto& text_of) {
    const bool found = std::any_of(texts.begin(), texts.end(),
                                   [&](const auto& item) { return holds_any(text_of(item), words, stemmer); });
    if (found) fields.emplace_back(name);
  };
  const auto itself = [](const std::string& text) -> const std::string& { return text; };
  const bool in_text = field == prefix::kText;
  if (in_text || field == prefix::kTitle) {
    look("headline", std::array{profile_.headline}, itself);
    look("title", profile_.positions, [](const Position& position) -> const std::string& { return position.title; });
  }
  if (in_text || field == prefix::kSkill) {
    look("skill", profile_.skills, [](const Skill& skill) -> const std::string& { return skill.name; });
  }
  if (in_text) {
    look("summary", std::array{profile_.summary}, itself);
    look("description", profile_.positions,
         [](const Position& position) -> const std::string& { return position.description; });
  }
  if (field == prefix::kName) look("name", std::array{profile_.name}, itself);
  if (field == prefix::kCompany) {
    look("organisation", profile_.positions,
         [](const Position& position) -> const std::string& { return position.organisation; });
  }
  if (field == prefix::kCurrentTitle) fields.emplace_back("current_title");
  if (field == prefix::kCurrentCompany) fields.emplace_back("current_organisation");
  if (field == prefix::kSchool) fields.emplace_back("school");
  if (field == prefix::kLocation) fields.emplace_back("location");
  if (fields.empty()) fields.emplace_back("endorsement");
  return fields;
}

SkillTerm skill_term(std::string_view term) {
  for (const std::string_view prefix : {prefix::kConcept, prefix::kNarrower}) {
    if (!term.starts_with(prefix)) continue;
    std::string_view id = term.substr(prefix.size());
    if (id.starts_with(':')) id.remove_prefix(1);
    return {std::string(id), prefix == prefix::kNarrower};
  }
  return {};
}

std::string label_of(const std::string& id, const Taxonomy& taxonomy) {
  const auto skill = taxonomy.with_id(id);
  return skill ? taxonomy.skills()[*skill].label() : id;
}

SkillView RecordView::skill_view(const SkillTerm& term, const SkillFinder& skills) const {
  SkillView view;
  view.label = label_of(term.id, skills.taxonomy());
  const auto wanted = skills.taxonomy().with_id(term.id);
  if (!wanted) return view;
  std::map<SkillIndex, std::pair<double, const SkillLabel*>> named;  // points, and the first label
  std::vector<FoundSkill> found;
  const auto look = [&](const char* name, const std::string& text, double points, LabelTrust trust) {
    std::vector<Token> tokens;
    const std::string folded = fold_case(cut_text(text, limit::kIndexedTextBytesMax));
    tokenise(folded, tokens);
    skills.find(tokens, trust, found);
    for (const FoundSkill& one : found) {
      const auto above = skills.ancestors(one.skill);
      const bool counts =
          term.is_narrower ? std::find(above.begin(), above.end(), *wanted) != above.end() : one.skill == *wanted;
      if (!counts) continue;
      named.try_emplace(one.skill, 0, one.label).first->second.first += points;
      if (view.found_in.empty() || view.found_in.back() != name) view.found_in.emplace_back(name);
    }
  };
  look("headline", profile_.headline, evidence::kHeadline, LabelTrust::kRunningText);
  for (const Position& position : profile_.positions) {
    look("title", position.title, evidence::kTitle, LabelTrust::kRunningText);
  }
  for (const Skill& skill : profile_.skills) look("skill", skill.name, evidence::kSkill, LabelTrust::kSkillName);
  look("summary", profile_.summary, evidence::kSummary, LabelTrust::kRunningText);
  for (const Position& position : profile_.positions) {
    look("description", position.description, evidence::kDescription, LabelTrust::kRunningText);
  }
  if (view.found_in.empty()) view.found_in.emplace_back("endorsement");
  if (named.empty()) return view;
  const auto most = std::max_element(named.begin(), named.end(),
                                     [](const auto& a, const auto& b) { return a.second.first < b.second.first; });
  const TaxonomySkill& skill = skills.taxonomy().skills()[most->first];
  const std::string& label = most->second.second->text;
  if (term.is_narrower) {
    view.why = skill.label() + ", a kind of " + view.label;
    view.label = skill.label();
  } else if (label_key(label) != label_key(skill.label())) {
    view.why = label + ", a name of " + view.label;
  }
  return view;
}

std::string shown_terms(const std::string& terms) {
  std::string shown;
  for (const std::string& word : words_of(terms)) shown += (shown.empty() ? "" : " ") + word;
  return shown;
}

}  // namespace kennis
