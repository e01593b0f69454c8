/// @file
/// A recursive descent over the text itself: query = list; list = or*; or = and (OR and)*; and = not (AND not)*; not = NOT not | near;
/// near = primary (NEAR/n primary)?.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <simdjson.h>

#include "schema/fields.h"
#include "searcher/query.h"
#include "searcher/query_leaf.h"
#include "searcher/query_shown.h"
#include "searcher/query_text.h"

namespace kennis {
namespace {

using Kind = QueryNode::Kind;
using Occurs = QueryNode::Occurs;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == ';'; }

/// A refusal on its way out of the descent; becomes an Error in parse_query.
struct Refusal {
  std::size_t position;
  std::string message;
};

/// How often a query writes its operators, and whether it has brackets and quotes: who uses these and no capitals means `or` as an operator.
bool means_small_operators(std::string_view text) {
  bool structured = false;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') quoted = !quoted;
    structured = structured || c == '"' || c == '(';
    if (quoted || (at > 0 && !is_space(text[at - 1]) && text[at - 1] != ')' && text[at - 1] != '"')) continue;
    for (const std::string_view word : {"AND", "OR", "NOT"}) {
      const std::size_t end = at + word.size();
      if (text.substr(at, word.size()) == word &&
          (end == text.size() || is_space(text[end]) || text[end] == '(' || text[end] == '"'))
        return false;
    }
  }
  return structured;
}

/// Fields of web search engines and what stands behind them: they say where to look, and we look in profiles.
bool is_of_web_search(std::string_view name) {
  constexpr std::array<std::string_view, 14> kNames = {"site",   "inurl",     "allinurl", "intitle",    "allintitle",
                                                       "intext", "allintext", "inbody",   "filetype",   "ext",
                                                       "cache",  "related",   "inanchor", "instreamset"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

std::string small(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

bool is_operator_word(std::string_view text) { return text == "AND" || text == "OR" || text == "NOT"; }

/// True for what would be a NEAR if it stood between two words.
bool is_near_word(std::string_view text) {
  return text == "NEAR" || text.starts_with("NEAR/") || text.starts_with("W/") || text.starts_with("AROUND");
}

/// So that they are no operators where small letters may be.
void mark_plain_words(QueryNode& node) {
  for (QueryNode& child : node.children) mark_plain_words(child);
  node.leaf.text = shown_as_word(node.leaf.text);
}

/// Marks whatever consists of conditions that weigh nothing, with or without a NOT beside them.
void mark_narrowing(QueryNode& node) {
  bool has_condition = node.kind == Kind::kFilter;
  bool has_others = node.kind == Kind::kLeaf || node.kind == Kind::kNot;
  for (QueryNode& child : node.children) {
    mark_narrowing(child);
    has_condition = has_condition || child.narrows;
    has_others = has_others || (!child.narrows && child.kind != Kind::kNot);
  }
  node.narrows = has_condition && !has_others;
}

class Parser {
 public:
  Parser(const QueryText& query, Stemmer& stemmer, std::vector<std::string>& notes)
      : text_(query.text),
        origins_(query.origins),
        stemmer_(stemmer),
        notes_(notes),
        small_(means_small_operators(text_)) {}

  QueryNode parse() {
    QueryNode root = list();
    if (at_ < text_.size()) {
      throw Refusal{at_, "this parenthesis closes none that is open: remove it, or open one before it"};
    }
    return root;
  }

 private:
  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  [[nodiscard]] bool ends_word(std::size_t at) const {
    return at >= text_.size() || is_space(text_[at]) || text_[at] == '(' || text_[at] == '"' || text_[at] == ')';
  }

  /// How long the operator is that stands here as a word of its own, in capitals or as a sign; 0: none does.
  [[nodiscard]] std::size_t operator_here(std::string_view word) {
    skip_space();
    for (const std::string_view sign : word == "AND" ? kAndSigns : word == "OR" ? kOrSigns : kNoSigns) {
      if (text_.substr(at_, sign.size()) == sign) return sign.size();
    }
    const std::string_view here = text_.substr(at_, word.size());
    const bool meant = here == word || (small_ && small(here) == small(word) && at_ > 0);
    return meant && ends_word(at_ + word.size()) ? word.size() : 0;
  }
  [[nodiscard]] bool at_operator(std::string_view word) { return operator_here(word) > 0; }

  bool take_operator(std::string_view word) {
    const std::size_t size = operator_here(word);
    if (size == 0) return false;
    last_operator_ = at_;
    at_ += size;
    return true;
  }

  [[nodiscard]] bool at_end_of_list() {
    skip_space();
    return at_ >= text_.size() || text_[at_] == ')';
  }

  QueryNode list() {
    if (++depth_ > limit::kQueryDepthMax) {
      throw Refusal{at_, fmt::format("more than {} levels of parentheses", limit::kQueryDepthMax)};
    }
    QueryNode node;
    node.kind = Kind::kList;
    while (!at_end_of_list()) {
      QueryNode clause = either();
      if (clause.kind != Kind::kEveryone) node.children.push_back(std::move(clause));
    }
    --depth_;
    if (node.children.empty()) return {};
    if (node.children.size() == 1 && node.children[0].occurs != Occurs::kProhibited) return std::move(node.children[0]);
    return node;
  }

  QueryNode either() {
    if (at_operator("OR") || at_operator("AND")) {
      throw Refusal{
          at_, "nothing stands before this operator: put a word there, or write it in small letters to search for it"};
    }
    QueryNode first = all();
    if (!at_operator("OR")) return first;
    QueryNode node;
    node.kind = Kind::kOr;
    add_child(node, std::move(first));
    while (take_operator("OR")) add_child(node, operand(&Parser::all));
    return finished(std::move(node));
  }

  QueryNode all() {
    QueryNode first = negated();
    if (!at_operator("AND")) return first;
    QueryNode node;
    node.kind = Kind::kAnd;
    node.occurs = Occurs::kRequired;
    add_child(node, std::move(first));
    while (take_operator("AND")) add_child(node, operand(&Parser::negated));
    return finished(std::move(node));
  }

  QueryNode operand(QueryNode (Parser::*read)()) {
    if (at_end_of_list() || at_operator("AND") || at_operator("OR")) {
      throw Refusal{
          last_operator_,
          "nothing stands behind this operator: put a word there, or write it in small letters to search for it"};
    }
    return (this->*read)();
  }

  /// A child that is a prohibited clause becomes a NOT; one that is no word at all is left out.
  static void add_child(QueryNode& node, QueryNode child) {
    if (child.kind == Kind::kEveryone) return;
    if (child.occurs == Occurs::kProhibited) child.occurs = Occurs::kOptional;
    node.children.push_back(std::move(child));
  }

  static QueryNode finished(QueryNode node) {
    if (node.children.empty()) return {};
    if (node.children.size() == 1) return std::move(node.children[0]);
    if (node.kind == Kind::kOr) {
      const bool required = std::all_of(node.children.begin(), node.children.end(),
                                        [](const QueryNode& child) { return child.occurs == Occurs::kRequired; });
      node.occurs = required ? Occurs::kRequired : Occurs::kOptional;
    }
    return node;
  }

  static QueryNode prohibited(QueryNode child) {
    if (child.kind == Kind::kEveryone) return child;
    QueryNode node;
    node.kind = Kind::kNot;
    node.occurs = Occurs::kProhibited;
    child.occurs = Occurs::kOptional;
    node.children.push_back(std::move(child));
    return node;
  }

  QueryNode negated() {
    if (take_operator("NOT")) {
      if (++depth_ > limit::kQueryDepthMax) throw Refusal{at_, "too many NOT in a row"};
      QueryNode node = prohibited(operand(&Parser::negated));
      --depth_;
      return node;
    }
    skip_space();
    const char sign = at_ < text_.size() ? text_[at_] : ' ';
    std::size_t end = at_;
    while (end < text_.size() && (text_[end] == '-' || text_[end] == '+' || text_[end] == '!'))
      ++end;  // `--java` means what `-java` means
    const bool signs =
        (sign == '-' || sign == '+' || sign == '!') && end < text_.size() && !is_space(text_[end]) && text_[end] != ')';
    if (!signs) return near();
    at_ = end;
    QueryNode node = near();
    if (sign != '+') return prohibited(std::move(node));
    if (node.kind != Kind::kEveryone) node.occurs = Occurs::kRequired;
    return node;
  }

  /// The n of a NEAR/n, NEAR, AROUND(n) or W/n that stands here, and how long it is.
  [[nodiscard]] std::optional<std::pair<std::uint32_t, std::size_t>> near_here() {
    skip_space();
    for (const std::string_view word : {"NEAR/", "AROUND(", "W/", "NEAR"}) {
      if (text_.substr(at_, word.size()) != word) continue;
      const std::size_t begin = at_ + word.size();
      std::uint32_t words = 10;
      const auto [end, error] = std::from_chars(text_.data() + begin, text_.data() + text_.size(), words);
      std::size_t behind = static_cast<std::size_t>(end - text_.data());
      const bool has_number = error == std::errc();
      if (word.back() == '(' && (behind >= text_.size() || text_[behind++] != ')')) continue;
      if (has_number == (word == "NEAR") || !ends_word(behind)) continue;
      if (words < 1 || words > limit::kNearMax) {
        throw Refusal{at_, fmt::format("NEAR takes 1 to {} words, as in java NEAR/5 spring", limit::kNearMax)};
      }
      return std::pair{words, behind - at_};
    }
    return std::nullopt;
  }

  QueryNode near() {
    QueryNode left = primary();
    const auto found = near_here();
    if (!found || left.kind == Kind::kEveryone) return left;
    const std::size_t place = at_;
    at_ += found->second;
    QueryNode right = primary();
    if (near_here()) {
      throw Refusal{at_, "NEAR stands between two words only: write a NEAR/5 b AND b NEAR/5 c"};
    }
    QueryNode node;
    node.kind = Kind::kLeaf;
    node.occurs = Occurs::kRequired;
    node.leaf = near_leaf(left, right, found->first);
    if (node.leaf.alternatives.empty()) {
      throw Refusal{place,
                    "NEAR stands between words, or ORs of words in parentheses: java NEAR/5 (spring OR hibernate)"};
    }
    count_words(node.leaf);
    return node;
  }

  QueryNode primary() {
    skip_space();
    if (at_ >= text_.size()) return {};
    if (text_[at_] == '(') return parenthesis();
    if (condition_) return filter_value(at_, *condition_);
    if (text_[at_] == '"') return phrase(field_);
    return word();
  }

  QueryNode parenthesis() {
    const std::size_t open = at_++;
    QueryNode node = list();
    if (at_ >= text_.size()) throw Refusal{open, "this parenthesis is not closed: add a ) where the group ends"};
    ++at_;
    node.in_parentheses = true;
    return node;
  }

  /// What stands between the quotes that open here.
  std::string_view quoted() {
    const std::size_t open = at_++;
    const std::size_t close = text_.find('"', at_);
    if (close == std::string_view::npos)
      throw Refusal{open, "this quote is not closed: add a \" where the phrase ends"};
    const std::string_view inside = text_.substr(at_, close - at_);
    at_ = close + 1;
    return inside;
  }

  QueryNode phrase(const QueryField& field) {
    const std::size_t open = at_;
    QueryNode node = leaf(field, quoted(), true);
    if (node.kind == Kind::kEveryone && !field.name.empty()) throw Refusal{open, "there is no word in these quotes"};
    return node;
  }

  QueryNode word() {
    const std::size_t begin = at_;
    while (!ends_word(at_) && text_[at_] != '|' && text_.substr(at_, 2) != "&&") {
      ++at_;
      if (text_[at_ - 1] != ':') continue;
      const std::string name = small(text_.substr(begin, at_ - 1 - begin));
      if (const auto whole = whole_name_field(name); whole && at_ < text_.size() && text_[at_] == '=')
        return whole_name(begin, *whole);
      if (const auto field = query_field(name)) return field_value(begin, *field);
      if (const auto condition = query_condition(name)) return condition_value(begin, *condition);
      if (is_of_web_search(name)) return pass_over(begin, name);
      note_unknown_field(name);
    }
    return leaf(field_, text_.substr(begin, at_ - begin), false);
  }

  /// `skil:rust` would find nobody, and not say why.
  void note_unknown_field(const std::string& name) {
    const bool is_name = name.size() > 1 && std::all_of(name.begin(), name.end(),
                                                        [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
    if (!is_name || ends_word(at_) || text_[at_] == '/' || text_[at_] == ':') return;
    const std::string near = near_field(name);
    notes_.push_back(
        near.empty()
            ? fmt::format("there is no field {}:, so its name was read as a word", name)
            : fmt::format("there is no field {}:, so its name was read as a word; did you mean {}:?", name, near));
  }

  QueryNode field_value(std::size_t begin, const QueryField& field) {
    skip_space();
    const std::size_t value = at_;
    if (at_ < text_.size() && text_[at_] == '"') return phrase(field);
    if (at_ < text_.size() && text_[at_] == '(') return field_group(begin, field, std::nullopt);
    while (!ends_word(at_) && text_[at_] != '|') ++at_;
    QueryNode node = leaf(field, text_.substr(value, at_ - value), false);
    if (node.kind == Kind::kEveryone) {
      throw Refusal{begin, fmt::format("{}: wants a word or a quoted phrase behind it, as in {}:\"project manager\"",
                                       field.name, field.name)};
    }
    node.occurs = Occurs::kRequired;
    return node;
  }

  /// `skill:="machine learning"`: who has exactly that name there. Of skills and titles it weighs as the words do; that changes nothing of who is found.
  QueryNode whole_name(std::size_t begin, ConditionField field) {
    const std::size_t value = ++at_;
    const bool in_quotes = at_ < text_.size() && text_[at_] == '"';
    if (!in_quotes) {
      while (!ends_word(at_) && text_[at_] != '|') ++at_;
    }
    const std::string_view text = in_quotes ? quoted() : text_.substr(value, at_ - value);
    if (++filters_ > limit::kQueryFiltersMax)
      throw Refusal{begin, fmt::format("more than {} conditions", limit::kQueryFiltersMax)};
    auto condition = read_whole_name(field, text, origins_[begin]);
    if (!condition) throw Refusal{begin, condition.error().message};
    QueryNode filter;
    filter.kind = Kind::kFilter;
    filter.occurs = Occurs::kRequired;
    filter.condition = std::make_shared<const Condition>(std::move(condition).value());
    const auto words = query_field(name_of(field));
    if (!words || !words->stemmed) return filter;
    return weighed(std::move(filter), *words);
  }

  /// A condition on a name, with the level of the words of that name: (words OR condition) AND condition.
  QueryNode weighed(QueryNode filter, const QueryField& field) {
    QueryNode words;
    words.kind = Kind::kLeaf;
    words.occurs = Occurs::kRequired;
    words.leaf = make_leaf(field, filter.condition->values.front(), true, stemmer_);
    const bool fits = !words.leaf.alternatives.empty() &&
                      words.leaf.alternatives.front().row.words.size() <= limit::kQueryPhraseWordsMax;
    if (!fits) return filter;
    count_words(words.leaf);
    QueryNode either;
    either.kind = Kind::kOr;
    either.occurs = Occurs::kRequired;
    either.children = {std::move(words), filter};
    QueryNode both;
    both.kind = Kind::kAnd;
    both.occurs = Occurs::kRequired;
    both.written = filter.condition->text;
    both.children.push_back(std::move(either));
    both.children.push_back(std::move(filter));
    return both;
  }

  QueryNode condition_value(std::size_t begin, ConditionField field) {
    skip_space();
    if (at_ < text_.size() && text_[at_] == '(') return field_group(begin, field_, field);
    return filter_value(begin, field);
  }

  /// The km of `Gent~50 km`.
  void take_unit(std::string& value) {
    const bool wants_unit = value.find('~') != std::string::npos && value.back() >= '0' && value.back() <= '9';
    std::size_t unit = at_;
    while (unit < text_.size() && is_space(text_[unit])) ++unit;
    if (!wants_unit || small(text_.substr(std::min(unit, text_.size()), 2)) != "km" || !ends_word(unit + 2)) return;
    value += "km";
    at_ = unit + 2;
  }

  /// `"New York"~50km`, `51.05,3.72~50km`, `BE,NL`: up to a space that is none.
  QueryNode filter_value(std::size_t begin, ConditionField field) {
    std::string value;
    if (at_ < text_.size() && text_[at_] == '"') value = quoted();
    const std::size_t from = at_;
    while (at_ < text_.size() && (!ends_word(at_) || text_[at_] == ',') && text_[at_] != ';' && text_[at_] != '|')
      ++at_;
    value += text_.substr(from, at_ - from);
    while (value.ends_with(',')) value.pop_back();
    if (field == ConditionField::kNear) take_unit(value);
    if (++filters_ > limit::kQueryFiltersMax)
      throw Refusal{begin, fmt::format("more than {} conditions", limit::kQueryFiltersMax)};
    auto condition = read_condition(field, value, origins_[begin]);
    if (!condition) throw Refusal{begin, condition.error().message};
    QueryNode node;
    node.kind = Kind::kFilter;
    node.occurs = Occurs::kRequired;
    node.condition = std::make_shared<const Condition>(std::move(condition).value());
    return node;
  }

  /// `site:linkedin.com/in` and the like.
  QueryNode pass_over(std::size_t begin, std::string_view name) {
    skip_space();
    if (at_ < text_.size() && text_[at_] == '(') {
      (void)parenthesis();
    } else if (at_ < text_.size() && text_[at_] == '"') {
      (void)quoted();
    } else {
      while (!ends_word(at_) && text_[at_] != '|') ++at_;
    }
    notes_.push_back(fmt::format("{} is for web search engines and was passed over", text_.substr(begin, at_ - begin)));
    (void)name;
    return {};
  }

  void count_words(const Leaf& leaf) {
    std::size_t words = 0;
    for (const Alternative& alternative : leaf.alternatives) words = std::max(words, alternative.terms.size());
    words_ += words;
    phrases_ += words > 1 ? 1 : 0;
    if (words > limit::kQueryPhraseWordsMax) {
      throw Refusal{at_, fmt::format("a phrase of more than {} words", limit::kQueryPhraseWordsMax)};
    }
    if (words_ > limit::kQueryWordsMax) throw Refusal{at_, fmt::format("more than {} words", limit::kQueryWordsMax)};
    if (phrases_ > limit::kQueryPhrasesMax)
      throw Refusal{at_, fmt::format("more than {} phrases", limit::kQueryPhrasesMax)};
  }

  /// `title:(java OR go)`, `country:(BE OR NL)`: the field is that of every word inside that names none.
  QueryNode field_group(std::size_t begin, const QueryField& field, std::optional<ConditionField> condition) {
    const auto outer = std::pair{field_, condition_};
    field_ = field;
    condition_ = condition;
    QueryNode node = parenthesis();
    std::tie(field_, condition_) = outer;
    if (node.kind == Kind::kEveryone) throw Refusal{begin, "there is no word in these parentheses"};
    return node;
  }

  QueryNode leaf(const QueryField& field, std::string_view text, bool is_phrase) {
    QueryNode node;
    // `-OR` leaves out the word; small letters show it as the word it is.
    const bool is_operator = !is_phrase && field.name.empty() && (is_operator_word(text) || is_near_word(text));
    if (!is_phrase && text.find('*') != std::string_view::npos &&
        text.find_first_not_of('*') != std::string_view::npos) {
      return beginning(field, text);
    }
    node.leaf = make_leaf(field, is_operator ? fold_case(text) : std::string(text), is_phrase, stemmer_);
    if (node.leaf.alternatives.empty()) return {};
    count_words(node.leaf);
    node.kind = Kind::kLeaf;
    node.occurs = node.leaf.requires_itself ? Occurs::kRequired : Occurs::kOptional;
    return node;
  }

  /// `dev*`
  QueryNode beginning(const QueryField& field, std::string_view text) {
    QueryNode node;
    node.leaf = make_beginning(field, text, stemmer_);
    if (node.leaf.begins_with.empty()) {
      throw Refusal{at_ - text.size(), fmt::format("a star stands behind at least {} letters of one word, as in dev*",
                                                   limit::kPrefixLettersMin)};
    }
    count_words(node.leaf);
    if (++beginnings_ > kBeginningsMax)
      throw Refusal{at_ - text.size(), fmt::format("more than {} words with a star", kBeginningsMax)};
    node.kind = Kind::kLeaf;
    node.occurs = node.leaf.requires_itself ? Occurs::kRequired : Occurs::kOptional;
    return node;
  }

  static constexpr std::array<std::string_view, 1> kAnd = {"&&"};
  static constexpr std::array<std::string_view, 2> kOr = {"||", "|"};
  static constexpr std::span<const std::string_view> kAndSigns = kAnd;
  static constexpr std::span<const std::string_view> kOrSigns = kOr;
  static constexpr std::span<const std::string_view> kNoSigns = {};
  static constexpr std::size_t kBeginningsMax = 8;

  std::string_view text_;
  const std::vector<std::uint32_t>& origins_;
  Stemmer& stemmer_;
  std::vector<std::string>& notes_;
  bool small_;  ///< `or` is an operator too
  std::size_t at_ = 0;
  std::size_t last_operator_ = 0;
  std::size_t depth_ = 0;
  std::size_t words_ = 0;
  std::size_t phrases_ = 0;
  std::size_t filters_ = 0;
  std::size_t beginnings_ = 0;
  QueryField field_ = text_field();            ///< of the words inside `title:( … )`
  std::optional<ConditionField> condition_{};  ///< of the values inside `country:( … )`
};

}  // namespace

Result<Query> parse_query(std::string_view text, Stemmer& stemmer) {
  if (text.size() > limit::kQueryBytesMax) {
    return Error{ErrorCode::kInvalidQuery,
                 fmt::format("the query has {} bytes, at most {} are allowed", text.size(), limit::kQueryBytesMax),
                 limit::kQueryBytesMax};
  }
  if (!simdjson::validate_utf8(text.data(), text.size())) {
    return Error{ErrorCode::kInvalidQuery, "the query is not UTF-8", 0};
  }
  const QueryText plain = plain_query(text);
  try {
    Query query;
    query.root = Parser(plain, stemmer, query.notes).parse();
    const bool is_blank = std::all_of(plain.text.begin(), plain.text.end(), is_space);
    if (query.root.kind == Kind::kEveryone && !is_blank) {
      throw Refusal{0, "there is no word in this query; an empty one means everyone"};
    }
    mark_narrowing(query.root);
    query.parsed = shown_query(query.root);
    if (means_small_operators(query.parsed)) {
      mark_plain_words(query.root);
      query.parsed = shown_query(query.root);
    }
    return query;
  } catch (const Refusal& refusal) {
    const std::size_t position = plain.origins[std::min(refusal.position, plain.text.size())];
    return Error{ErrorCode::kInvalidQuery, fmt::format("at byte {}: {}", position, refusal.message), position};
  }
}

}  // namespace kennis
