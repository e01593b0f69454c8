/// @file
#include "searcher/free_words.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "schema/fields.h"
#include "schema/function_words.h"
#include "schema/taxonomy.h"
#include "searcher/query_leaf.h"

namespace kennis {
namespace {

using Kind = QueryNode::Kind;

bool is_plain_word(const QueryNode& node) { return is_bare_word(node) && node.leaf.skill.empty(); }

bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

std::string plain(std::string_view word) { return strip_accents(fold_case(word)); }

template <std::size_t kCount>
bool is_one_of(const std::array<std::string_view, kCount>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_year_word(std::string_view word) {
  static constexpr std::array<std::string_view, 10> kYears = {"jaar",  "jaren",  "year", "years", "yrs",
                                                              "annee", "annees", "ans",  "jahr",  "jahre"};
  return is_one_of(kYears, word);
}

bool is_experience_word(std::string_view word) {
  static constexpr std::array<std::string_view, 7> kExperience = {
      "ervaring", "werkervaring", "experience", "d'experience", "erfahrung", "berufserfahrung", "exp"};
  return is_one_of(kExperience, word);
}

/// The years of `5`, `5+`, `3-5`; 0: it is none.
int years_of(std::string_view word) {
  int years = 0;
  std::size_t digits = 0;
  for (; digits < word.size() && word[digits] >= '0' && word[digits] <= '9'; ++digits) {
    years = years * 10 + (word[digits] - '0');
    if (digits >= 2) return 0;
  }
  const bool is_number = digits > 0 && word.find_first_not_of("0123456789+-") == std::string_view::npos;
  return is_number ? years : 0;
}

class JoiningWords {
 public:
  explicit JoiningWords(Query& query) : query_(query) {}

  void pass_over() {
    pass_over(query_.root);
    if (words_.empty()) return;
    query_.notes.push_back(
        fmt::format("passed over, since it only joins other words: {}; in quotes it is looked for", words_));
  }

 private:
  [[nodiscard]] static bool joins(const std::vector<QueryNode>& children, std::size_t at) {
    if (!is_plain_word(children[at])) return false;
    const bool is_between = at > 0 && at + 1 < children.size() && children[at - 1].kind == Kind::kLeaf &&
                            children[at + 1].kind == Kind::kLeaf;
    const std::string& value = children[at].leaf.value;
    const bool is_name = value.size() > 1 && std::any_of(value.begin(), value.end(), is_capital) &&
                         std::none_of(value.begin(), value.end(), is_small);
    return !is_name && (is_between ? is_function_word_between(plain(value)) : is_function_word(plain(value)));
  }

  /// How many children from `at` on say for how many years, as `5 jaar ervaring` does: 0 for none.
  [[nodiscard]] static std::size_t span_of_years(const std::vector<QueryNode>& children, std::size_t at) {
    const auto word = [&](std::size_t i) {
      return i < children.size() && is_plain_word(children[i]) ? plain(children[i].leaf.value) : std::string();
    };
    if (years_of(word(at)) == 0 || !is_year_word(word(at + 1))) return 0;
    std::size_t end = at + 2;
    if (word(end) == "of" || word(end) == "de" || word(end) == "relevante" || word(end) == "relevant") ++end;
    return (is_experience_word(word(end)) ? end + 1 : at + 2) - at;
  }

  void pass_over(QueryNode& node) {
    for (QueryNode& child : node.children) pass_over(child);
    if (node.kind != Kind::kList) return;
    std::vector<QueryNode>& children = node.children;
    std::vector<bool> passed(children.size());
    std::vector<std::string> notes;
    std::string words;
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (const std::size_t count = span_of_years(children, i); count > 0) {
        notes.push_back(note_of_years(children, i, count));
        std::fill_n(passed.begin() + static_cast<std::ptrdiff_t>(i), count, true);
        i += count - 1;
      } else if (joins(children, i)) {
        passed[i] = true;
        words += (words.empty() && words_.empty() ? "" : ", ") + children[i].leaf.text;
      }
    }
    const auto asks = [&](const QueryNode& child) {
      return !passed[static_cast<std::size_t>(&child - children.data())] && child.kind == Kind::kLeaf;
    };
    if (std::none_of(children.begin(), children.end(), asks)) return;  // `to be or not to be` asks for these words
    words_ += words;
    query_.notes.insert(query_.notes.end(), notes.begin(), notes.end());
    std::vector<QueryNode> kept;
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (!passed[i]) kept.push_back(std::move(children[i]));
    }
    children = std::move(kept);
  }

  static std::string note_of_years(const std::vector<QueryNode>& children, std::size_t at, std::size_t count) {
    std::string said;
    for (std::size_t i = at; i < at + count; ++i) said += (i == at ? "" : " ") + children[i].leaf.text;
    return fmt::format("passed over: {}; who has fewer years is left out by years:{}..", said,
                       years_of(children[at].leaf.value));
  }

  Query& query_;
  std::string words_;
};

}  // namespace

void pass_over_joining_words(Query& query) { JoiningWords(query).pass_over(); }

void look_in_names(QueryNode& root, Stemmer& stemmer) {
  static constexpr std::pair<std::string_view, double> kNames[] = {{prefix::kLocation, 1},
                                                                   {prefix::kName, relation::kNamed},
                                                                   {prefix::kCompany, relation::kNamed},
                                                                   {prefix::kSchool, relation::kNamed}};
  for (QueryNode& child : root.children) look_in_names(child, stemmer);
  Leaf& leaf = root.leaf;
  const bool is_text =
      root.kind == Kind::kLeaf && leaf.is_bare && leaf.skill.empty() && leaf.begins_with.empty() && !leaf.value.empty();
  if (!is_text) return;
  for (const auto& [prefix, factor] : kNames) {
    Leaf named = make_leaf({"", prefix, false, QueryField::Runs::kNone}, leaf.value, leaf.is_phrase, stemmer);
    for (Alternative& form : named.alternatives) {
      form.factor = factor;
      form.is_name = true;
      leaf.alternatives.push_back(std::move(form));
    }
  }
}

}  // namespace kennis
