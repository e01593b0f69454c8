/// @file
/// A recursive descent over the text itself: query = list; list = or*; or = and (OR and)*; and = not (AND not)*; not = NOT not | primary.
#include <algorithm>

#include <fmt/format.h>
#include <simdjson.h>

#include "schema/fields.h"
#include "searcher/query.h"
#include "searcher/query_leaf.h"

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

class Parser {
 public:
  Parser(std::string_view text, Stemmer& stemmer) : text_(text), stemmer_(stemmer) {}

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

  /// The operator that stands here as a word of its own, in capitals.
  [[nodiscard]] bool at_operator(std::string_view word) {
    skip_space();
    if (text_.substr(at_, word.size()) != word) return false;
    const std::size_t end = at_ + word.size();
    return end == text_.size() || is_space(text_[end]) || text_[end] == '(' || text_[end] == '"' || text_[end] == ')';
  }

  bool take_operator(std::string_view word) {
    if (!at_operator(word)) return false;
    last_operator_ = at_;
    at_ += word.size();
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
    while (end < text_.size() && (text_[end] == '-' || text_[end] == '+')) ++end;  // `--java` means what `-java` means
    const bool signs = (sign == '-' || sign == '+') && end < text_.size() && !is_space(text_[end]) && text_[end] != ')';
    if (!signs) return primary();
    at_ = end;
    QueryNode node = primary();
    if (sign == '-') return prohibited(std::move(node));
    if (node.kind != Kind::kEveryone) node.occurs = Occurs::kRequired;
    return node;
  }

  QueryNode primary() {
    skip_space();
    if (at_ >= text_.size()) return {};
    if (text_[at_] == '(') return parenthesis();
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

  QueryNode phrase(const QueryField& field) {
    const std::size_t open = at_++;
    const std::size_t close = text_.find('"', at_);
    if (close == std::string_view::npos)
      throw Refusal{open, "this quote is not closed: add a \" where the phrase ends"};
    const std::string_view quoted = text_.substr(at_, close - at_);
    at_ = close + 1;
    QueryNode node = leaf(field, quoted, true);
    if (node.kind == Kind::kEveryone && !field.name.empty()) throw Refusal{open, "there is no word in these quotes"};
    return node;
  }

  QueryNode word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != '(' && text_[at_] != ')' && text_[at_] != '"') {
      ++at_;
      if (text_[at_ - 1] == ':' && query_field(text_.substr(begin, at_ - 1 - begin))) {
        return field_value(begin, *query_field(text_.substr(begin, at_ - 1 - begin)));
      }
    }
    return leaf(field_, text_.substr(begin, at_ - begin), false);
  }

  QueryNode field_value(std::size_t begin, const QueryField& field) {
    skip_space();
    const std::size_t value = at_;
    if (at_ < text_.size() && text_[at_] == '"') return phrase(field);
    if (at_ < text_.size() && text_[at_] == '(') return field_group(begin, field);
    while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != '(' && text_[at_] != ')') ++at_;
    QueryNode node = leaf(field, text_.substr(value, at_ - value), false);
    if (node.kind == Kind::kEveryone) {
      throw Refusal{begin, fmt::format("{}: wants a word or a quoted phrase behind it, as in {}:\"project manager\"",
                                       field.name, field.name)};
    }
    node.occurs = Occurs::kRequired;
    return node;
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

  /// `title:(java OR go)`: the field is that of every word inside that names none.
  QueryNode field_group(std::size_t begin, const QueryField& field) {
    const QueryField outer = field_;
    field_ = field;
    QueryNode node = parenthesis();
    field_ = outer;
    if (node.kind == Kind::kEveryone) throw Refusal{begin, "there is no word in these parentheses"};
    return node;
  }

  QueryNode leaf(const QueryField& field, std::string_view text, bool is_phrase) {
    QueryNode node;
    // `-OR` leaves out the word; small letters show it as the word it is.
    const bool is_operator = !is_phrase && field.name.empty() && (text == "AND" || text == "OR" || text == "NOT");
    node.leaf = make_leaf(field, is_operator ? fold_case(text) : std::string(text), is_phrase, stemmer_);
    if (node.leaf.alternatives.empty()) return {};
    count_words(node.leaf);
    node.kind = Kind::kLeaf;
    node.occurs = node.leaf.requires_itself ? Occurs::kRequired : Occurs::kOptional;
    return node;
  }

  std::string_view text_;
  Stemmer& stemmer_;
  std::size_t at_ = 0;
  std::size_t last_operator_ = 0;
  std::size_t depth_ = 0;
  std::size_t words_ = 0;
  std::size_t phrases_ = 0;
  QueryField field_ = text_field();  ///< of the words inside `title:( … )`
};

std::string shown(const QueryNode& node);

std::string joined(const QueryNode& node, std::string_view between) {
  std::string out;
  for (const QueryNode& child : node.children) out += (out.empty() ? "" : std::string(between)) + shown(child);
  return out;
}

/// A clause of a list, with the sign that says what the tree says.
std::string shown_clause(const QueryNode& node) {
  const bool says_so_itself = node.kind == Kind::kAnd || node.kind == Kind::kNot || node.leaf.requires_itself;
  return (node.occurs == Occurs::kRequired && !says_so_itself ? "+" : "") + shown(node);
}

std::string shown(const QueryNode& node) {
  const auto wrap = [&](const std::string& text) { return node.in_parentheses ? "(" + text + ")" : text; };
  switch (node.kind) {
    case Kind::kLeaf:
      return node.leaf.text;
    case Kind::kAnd:
      return wrap(joined(node, " AND "));
    case Kind::kOr:
      return wrap(joined(node, " OR "));
    case Kind::kNot:
      return "NOT " + shown(node.children[0]);
    case Kind::kEveryone:
      return "";
    case Kind::kList:
      break;
  }
  std::string out;
  for (const QueryNode& child : node.children) out += (out.empty() ? "" : " ") + shown_clause(child);
  return wrap(out);
}

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
  try {
    Query query;
    query.root = Parser(text, stemmer).parse();
    if (query.root.kind == Kind::kEveryone && !std::all_of(text.begin(), text.end(), is_space)) {
      throw Refusal{0, "there is no word in this query; an empty one means everyone"};
    }
    query.parsed = query.root.kind == Kind::kList ? shown(query.root) : shown_clause(query.root);
    return query;
  } catch (const Refusal& refusal) {
    return Error{ErrorCode::kInvalidQuery, fmt::format("at byte {}: {}", refusal.position, refusal.message),
                 refusal.position};
  }
}

}  // namespace kennis
