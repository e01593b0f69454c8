/// @file
#include "searcher/record_view.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "schema/fields.h"

namespace kennis {
namespace {

/// A term without its field's prefix: `XSKILLjava` and `java` are the same word.
std::string_view word_of(std::string_view term) {
  for (const std::string_view prefix : {prefix::kSkill, prefix::kCompany, prefix::kTitle, prefix::kName}) {
    if (term.size() > prefix.size() && term.starts_with(prefix)) return term.substr(prefix.size());
  }
  return term;
}

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
  std::vector<std::string> fields;
  const auto look = [&](const char* field, const auto& texts, const auto& text_of) {
    const bool found = std::any_of(texts.begin(), texts.end(),
                                   [&](const auto& item) { return holds_any(text_of(item), words, stemmer); });
    if (found) fields.emplace_back(field);
  };
  const auto itself = [](const std::string& text) -> const std::string& { return text; };
  look("headline", std::array{profile_.headline}, itself);
  look("title", profile_.positions, [](const Position& position) -> const std::string& { return position.title; });
  look("skill", profile_.skills, [](const Skill& skill) -> const std::string& { return skill.name; });
  look("summary", std::array{profile_.summary}, itself);
  look("description", profile_.positions,
       [](const Position& position) -> const std::string& { return position.description; });
  if (terms.starts_with(prefix::kName)) look("name", std::array{profile_.name}, itself);
  if (terms.starts_with(prefix::kCompany)) {
    look("organisation", profile_.positions,
         [](const Position& position) -> const std::string& { return position.organisation; });
  }
  if (fields.empty()) fields.emplace_back("endorsement");
  return fields;
}

}  // namespace kennis
