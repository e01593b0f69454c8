/// @file
#include "searcher/record_view.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "schema/fields.h"

namespace kennis {
namespace {

/// The field that terms belong to: `XSKILLjava` to skills, `java` to running text.
std::string_view prefix_of(std::string_view terms) {
  for (const std::string_view prefix : {prefix::kSkill, prefix::kCompany, prefix::kTitle, prefix::kName,
                                        prefix::kCurrentTitle, prefix::kCurrentCompany, prefix::kSchool}) {
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

bool holds_any(std::string_view text, const std::vector<std::string>& words, Stemmer& stemmer) {
  if (text.empty()) return false;
  std::vector<Token> tokens;
  const std::string folded = fold_case(cut_text(text, limit::kIndexedTextBytesMax));
  tokenise(folded, tokens);
  return std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) {
    for (std::size_t i = 0; i < kTextLanguageCount; ++i) {
      const std::string_view term = stemmer.term(token.text, static_cast<TextLanguage>(i));
      if (std::find(words.begin(), words.end(), term) != words.end()) return true;
    }
    return false;
  });
}

}  // namespace

const Profile& RecordView::read(const std::string& record) {
  buffer_.assign(record);
  buffer_.append(simdjson::SIMDJSON_PADDING, '\0');
  auto profile = reader_.profile(std::string_view(buffer_).substr(0, record.size()));
  if (!profile) throw std::runtime_error("a stored record cannot be read: " + profile.error().message);
  profile_ = std::move(profile).value();
  return profile_;
}

std::vector<std::string> RecordView::fields_with(const std::string& terms, Stemmer& stemmer) const {
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
  if (fields.empty()) fields.emplace_back("endorsement");
  return fields;
}

std::string shown_terms(const std::string& terms) {
  std::string shown;
  for (const std::string& word : words_of(terms)) shown += (shown.empty() ? "" : " ") + word;
  return shown;
}

}  // namespace kennis
