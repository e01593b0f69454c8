/// @file
#include "searcher/query_leaf.h"

#include <algorithm>
#include <array>

#include "schema/fields.h"
#include "schema/word_runs.h"
#include "searcher/near_names.h"

namespace kennis {
namespace {

constexpr std::array kFields = {
    QueryField{"skill", prefix::kSkill, true, QueryField::Runs::kAll},
    QueryField{"title", prefix::kTitle, true, QueryField::Runs::kKnown},
    QueryField{"company", prefix::kCompany, false, QueryField::Runs::kNone},
    QueryField{"name", prefix::kName, false, QueryField::Runs::kNone},
    QueryField{"current_title", prefix::kCurrentTitle, true, QueryField::Runs::kKnown},
    QueryField{"current_company", prefix::kCurrentCompany, false, QueryField::Runs::kNone},
    QueryField{"school", prefix::kSchool, false, QueryField::Runs::kNone},
    QueryField{"text", prefix::kText, true, QueryField::Runs::kKnown},
};

/// As other systems call them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 24> kOtherNames = {
    {{"skills", "skill"},
     {"titles", "title"},
     {"jobtitle", "title"},
     {"headline", "title"},
     {"currenttitle", "current_title"},
     {"companies", "company"},
     {"employer", "company"},
     {"organisation", "company"},
     {"organization", "company"},
     {"currentcompany", "current_company"},
     {"firstname", "name"},
     {"lastname", "name"},
     {"schools", "school"},
     {"education", "school"},
     {"university", "school"},
     {"loc", "location"},
     {"city", "location"},
     {"place", "location"},
     {"lang", "language"},
     {"languages", "language"},
     {"spokenlanguage", "language"},
     {"experience", "years"},
     {"yoe", "years"},
     {"yearsofexperience", "years"}}};

std::string_view usual_name(std::string_view name) {
  const auto other =
      std::find_if(kOtherNames.begin(), kOtherNames.end(), [&](const auto& pair) { return pair.first == name; });
  return other == kOtherNames.end() ? name : other->second;
}

/// One that is there already is asked for in either form.
void add(Leaf& leaf, Alternative alternative) {
  const auto known = std::find_if(leaf.alternatives.begin(), leaf.alternatives.end(),
                                  [&](const Alternative& other) { return other.terms == alternative.terms; });
  if (known == leaf.alternatives.end()) {
    leaf.alternatives.push_back(std::move(alternative));
    return;
  }
  if (known->run_form != alternative.run_form) known->run_form = WordForm::kUnsaid;
  for (std::size_t i = 0; i < known->terms.size(); ++i) {
    if (known->form(i) == alternative.form(i)) continue;
    known->forms.resize(known->terms.size(), WordForm::kUnsaid);
    known->forms[i] = WordForm::kUnsaid;
  }
}

void add_row(Leaf& leaf, const QueryField& field, const std::vector<Token>& row, Stemmer& stemmer) {
  for (std::size_t i = 0; i < kTextLanguageCount; ++i) {
    const auto language = static_cast<TextLanguage>(i);
    if (!field.stemmed && language != TextLanguage::kNone) break;
    Alternative alternative;
    std::string run;
    std::uint64_t hash = 0;
    RunForm run_form;
    for (const Token& token : row) {
      const std::string_view word = stemmer.term(token.text, language);
      alternative.forms.push_back(form_of(strip_accents(token.text), word));
      run_form.add(alternative.forms.back());
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
      alternative.run_form = run_form.form();
    }
    if (field.runs == QueryField::Runs::kAll && !alternative.run.empty()) {
      alternative.terms = {alternative.run};
      alternative.forms = {alternative.run_form};
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
  const auto found = std::find_if(kFields.begin(), kFields.end(),
                                  [&](const QueryField& field) { return field.name == usual_name(name); });
  return found == kFields.end() ? std::nullopt : std::optional(*found);
}

std::optional<ConditionField> query_condition(std::string_view name) {
  if (query_field(name)) return std::nullopt;  // `skill:` in a query looks for words and weighs
  return condition_field(usual_name(name));
}

std::optional<ConditionField> whole_name_field(std::string_view name) {
  const auto field = condition_field(usual_name(name));
  return field && has_whole_names(*field) ? field : std::nullopt;
}

std::string near_field(std::string_view name) {
  constexpr std::size_t kLettersForTwo = 7;
  const std::size_t errors_max = name.size() < 4 ? 0 : name.size() < kLettersForTwo ? 1 : 2;
  std::string nearest;
  std::size_t least = errors_max + 1;
  const auto look = [&](std::string_view field) {
    const std::size_t errors = errors_max == 0 ? least : errors_between(name, field, errors_max, true);
    if (errors >= least) return;
    least = errors;
    nearest = field;
  };
  for (const QueryField& field : kFields) look(field.name);
  for (std::size_t i = 0; i < kConditionFieldCount; ++i) look(name_of(static_cast<ConditionField>(i)));
  return nearest;
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
  leaf.is_bare = field.name.empty();
  const std::string folded = fold_case(text);
  std::vector<Token> tokens;
  tokenise(folded, tokens);
  if (!is_phrase) drop_elisions(folded, tokens);
  if (tokens.empty()) return leaf;
  const Token& first = tokens.front();
  const bool one_name = first.joined && first.text.size() == folded.size();
  if (one_name) {
    Alternative whole;
    const std::string_view term = stemmer.term(first.text, TextLanguage::kNone);
    whole.row = {{number_of_word(hash_of_run(0, term))}, 1, kinds_of(field.prefix)};
    whole.terms.push_back(make_term(field.prefix, term));
    whole.forms = {WordForm::kStem};
    add(leaf, std::move(whole));
    if (first.parts == 1) return leaf;  // `c++17` is not just any `c++`
  }
  const std::vector<Token> row = row_of(tokens);
  // Parts of one letter are not indexed beside what they are joined to: a row that lacks some would find too much.
  const bool whole = !one_name || row.size() == first.parts;
  if (whole && !row.empty()) add_row(leaf, field, row, stemmer);
  return leaf;
}

bool is_bare_word(const QueryNode& node) {
  return node.kind == QueryNode::Kind::kLeaf && node.occurs == QueryNode::Occurs::kOptional && node.leaf.is_bare &&
         !node.leaf.is_phrase && !node.in_parentheses && node.leaf.begins_with.empty();
}

Leaf make_beginning(const QueryField& field, std::string_view text, Stemmer& stemmer) {
  const std::string_view letters = text.substr(0, text.find('*'));
  std::vector<Token> tokens;
  const std::string folded = fold_case(letters);
  tokenise(folded, tokens);
  const bool one_word = text.find_first_not_of('*', letters.size()) == std::string_view::npos && tokens.size() == 1 &&
                        tokens.front().text.size() == folded.size();
  Leaf leaf;
  if (!one_word) return leaf;
  std::string start = strip_accents(folded);
  const auto letter_count = std::count_if(start.begin(), start.end(),
                                          [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  if (static_cast<std::size_t>(letter_count) < limit::kPrefixLettersMin) return leaf;
  leaf = make_leaf(field, letters, false, stemmer);
  for (Alternative& alternative : leaf.alternatives) {  // whatever begins so will do
    alternative.forms.clear();
    alternative.run_form = WordForm::kUnsaid;
  }
  leaf.text += "*";
  leaf.value.clear();  // it names no skill
  leaf.prefix = {};
  leaf.begins_with = std::string(field.prefix) + start;
  return leaf;
}

namespace {

/// The words of a node that is one word or an OR of words of one field; false for anything else.
bool collect_words(const QueryNode& node, std::vector<const Leaf*>& words) {
  if (node.kind == QueryNode::Kind::kOr) {
    return std::all_of(node.children.begin(), node.children.end(),
                       [&](const QueryNode& child) { return collect_words(child, words); });
  }
  const bool single =
      node.kind == QueryNode::Kind::kLeaf && node.leaf.begins_with.empty() &&
      std::all_of(node.leaf.alternatives.begin(), node.leaf.alternatives.end(),
                  [](const Alternative& form) { return form.terms.size() == 1 && form.row.words.size() == 1; });
  if (single) words.push_back(&node.leaf);
  return single;
}

std::string shown_words(const QueryNode& node, const std::vector<const Leaf*>& words) {
  if (node.kind == QueryNode::Kind::kLeaf) return shown_as_word(node.leaf.text);
  std::string out;
  for (const Leaf* word : words) out += (out.empty() ? "(" : " OR ") + shown_as_word(word->text);
  return out + ")";
}

}  // namespace

std::string shown_as_word(const std::string& text) {
  const std::string folded = fold_case(text);
  return folded == "and" || folded == "or" || folded == "not" ? "'" + text + "'" : text;
}

Leaf near_leaf(const QueryNode& left, const QueryNode& right, std::uint32_t words_between) {
  constexpr std::size_t kFormsMax = 128;
  Leaf leaf;
  std::vector<const Leaf*> first;
  std::vector<const Leaf*> second;
  if (!collect_words(left, first) || !collect_words(right, second)) return leaf;
  for (const Leaf* a : first) {
    for (const Leaf* b : second) {
      for (const Alternative& form_a : a->alternatives) {
        for (const Alternative& form_b : b->alternatives) {
          if (form_a.row.kinds != form_b.row.kinds) return {};
          Alternative both;
          both.terms = {form_a.terms[0], form_b.terms[0]};
          both.forms = {form_a.form(0), form_b.form(0)};
          both.row = {{form_a.row.words[0], form_b.row.words[0]}, words_between + 1, form_a.row.kinds, true};
          add(leaf, std::move(both));
        }
      }
    }
  }
  if (leaf.alternatives.size() > kFormsMax) return {};
  leaf.text = shown_words(left, first) + " NEAR/" + std::to_string(words_between) + " " + shown_words(right, second);
  leaf.requires_itself = true;
  return leaf;
}

}  // namespace kennis
