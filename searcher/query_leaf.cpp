/// @file
#include "searcher/query_leaf.h"

#include <algorithm>
#include <array>

#include "schema/fields.h"
#include "schema/word_runs.h"

namespace kennis {
namespace {

constexpr std::array kFields = {
    QueryField{"skill", prefix::kSkill, true, QueryField::Runs::kAll},
    QueryField{"title", prefix::kTitle, true, QueryField::Runs::kKnown},
    QueryField{"company", prefix::kCompany, false, QueryField::Runs::kNone},
    QueryField{"name", prefix::kName, false, QueryField::Runs::kNone},
};

bool same(const Alternative& a, const Alternative& b) { return a.terms == b.terms; }

void add(Leaf& leaf, Alternative alternative) {
  const bool known = std::any_of(leaf.alternatives.begin(), leaf.alternatives.end(),
                                 [&](const Alternative& other) { return same(alternative, other); });
  if (!known) leaf.alternatives.push_back(std::move(alternative));
}

void add_row(Leaf& leaf, const QueryField& field, const std::vector<Token>& row, Stemmer& stemmer) {
  for (std::size_t i = 0; i < kTextLanguageCount; ++i) {
    const auto language = static_cast<TextLanguage>(i);
    if (!field.stemmed && language != TextLanguage::kNone) break;
    Alternative alternative;
    std::string run;
    std::uint64_t hash = 0;
    for (const Token& token : row) {
      const std::string_view word = stemmer.term(token.text, language);
      append_word(run, word);
      hash = hash_of_run(hash, word);
      alternative.row.words.push_back(number_of_word(hash_of_run(0, word)));
      alternative.terms.push_back(make_term(field.prefix, word));
    }
    const std::uint32_t places = row.back().position + 1 - row.front().position;
    alternative.row.window = std::max(places, static_cast<std::uint32_t>(row.size()));
    alternative.row.kinds = kinds_of(field.prefix);
    if (field.runs != QueryField::Runs::kNone && is_run(row)) {
      alternative.run = make_term(field.prefix, run);
      alternative.run_hash = hash;
    }
    if (field.runs == QueryField::Runs::kAll && !alternative.run.empty()) {
      alternative.terms = {alternative.run};
      alternative.row = {};
    }
    add(leaf, std::move(alternative));
  }
}

/// `l'ingénieur` asks for the engineer; the article is not looked for.
void drop_elisions(std::string_view folded, std::vector<Token>& tokens) {
  const bool elides =
      folded.find('\'') != std::string_view::npos || folded.find("\xE2\x80\x99") != std::string_view::npos;
  const bool has_word =
      std::any_of(tokens.begin(), tokens.end(), [](const Token& token) { return token.text.size() > 1; });
  if (elides && has_word) std::erase_if(tokens, [](const Token& token) { return token.text.size() == 1; });
}

}  // namespace

std::optional<QueryField> query_field(std::string_view name) {
  const auto found =
      std::find_if(kFields.begin(), kFields.end(), [&](const QueryField& field) { return field.name == name; });
  return found == kFields.end() ? std::nullopt : std::optional(*found);
}

QueryField text_field() { return {"", prefix::kText, true, QueryField::Runs::kKnown}; }

Leaf make_leaf(const QueryField& field, std::string_view text, bool is_phrase, Stemmer& stemmer) {
  Leaf leaf;
  const std::string shown = is_phrase ? "\"" + std::string(text) + "\"" : std::string(text);
  leaf.text = field.name.empty() ? shown : std::string(field.name) + ":" + shown;
  leaf.requires_itself = is_phrase || !field.name.empty();
  leaf.value = text;
  leaf.prefix = field.prefix;
  leaf.is_phrase = is_phrase;
  const std::string folded = fold_case(text);
  std::vector<Token> tokens;
  tokenise(folded, tokens);
  if (!is_phrase) drop_elisions(folded, tokens);
  if (tokens.empty()) return leaf;
  const Token& first = tokens.front();
  const bool one_name = first.joined && first.text.size() == folded.size();
  if (one_name) {
    Alternative whole;
    whole.terms.push_back(make_term(field.prefix, stemmer.term(first.text, TextLanguage::kNone)));
    add(leaf, std::move(whole));
    if (first.parts == 1) return leaf;  // `c++17` is not just any `c++`
  }
  const std::vector<Token> row = row_of(tokens);
  // Parts of one letter are not indexed beside what they are joined to: a row that lacks some would find too much.
  const bool whole = !one_name || row.size() == first.parts;
  if (whole && !row.empty()) add_row(leaf, field, row, stemmer);
  return leaf;
}

}  // namespace kennis
