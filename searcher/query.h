/// @file
/// A query as a tree: what the parser makes, and everything behind it reads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "schema/result.h"
#include "schema/text.h"
#include "schema/word_forms.h"
#include "schema/word_rows.h"
#include "searcher/condition.h"

namespace kennis {

class DocumentFilter;

/// One way in which a leaf can be met: one term, or several in a row.
struct Alternative {
  std::vector<std::string> terms;  ///< at least one
  std::vector<WordForm> forms{};   ///< in which form each term is asked for; none: in any
  double factor = 1;               ///< on its level: below 1 for what is only related to what was asked for
  bool is_name = false;            ///< a name or place in which a bare word stands: it has it or not, so its level is 1
  WordRow row;                     ///< the words of several terms
  std::string run;                 ///< the term of the run of words that this is; empty if it is none
  std::uint64_t run_hash =
      0;  ///< by which a run is known; plan_match puts the term of a known one in place of the words
  WordForm run_form = WordForm::kUnsaid;
  // Filled in by plan_match:
  std::vector<std::uint32_t> evidence_max{};  ///< E of each term
  std::vector<std::uint32_t> slots{};         ///< where each term stands in the plan
  std::size_t phrase = 0;                     ///< which of the plan's phrases this is, where there are several terms

  /// The form in which the i-th term is asked for.
  [[nodiscard]] WordForm form(std::size_t i) const {
    if (!has_forms(terms[i])) return WordForm::kFormless;
    return i < forms.size() ? forms[i] : WordForm::kUnsaid;
  }
};

/// What is looked for in one place: a word, a name of a technology, or a phrase.
struct Leaf {
  std::string text;                       ///< as it is shown: `java`, `skill:"spring boot"`
  std::vector<Alternative> alternatives;  ///< the level of the leaf is that of the best of them
  std::vector<Alternative> unheard{};     ///< those that nobody in the generation has; filled in by plan_match
  std::vector<Alternative> credits{};     ///< broader skills: they count for the fit, and make nobody match
  bool requires_itself = false;           ///< a phrase or a field's value: required without a sign
  std::string begins_with{};  ///< of `dev*`: what its terms begin with; expand_prefixes adds them as alternatives
  std::string value{};        ///< what is looked for, as it was written: `spring boot`
  std::string_view prefix{};  ///< where
  bool is_phrase = false;
  bool is_bare = false;  ///< no field was named
  std::string skill{};   ///< the id of the skill that it names, if it is known to name one
};

struct QueryNode {
  enum class Kind : std::uint8_t {
    kLeaf,
    kAnd,   ///< all children
    kOr,    ///< any child
    kNot,   ///< everybody but those of its one child
    kList,  ///< clauses beside each other: the required ones all, of the optional ones any, of the prohibited ones none
    kEveryone,  ///< no condition
    kFilter,    ///< a condition that weighs nothing
  };
  enum class Occurs : std::uint8_t { kOptional, kRequired, kProhibited };

  Kind kind = Kind::kEveryone;
  Occurs occurs = Occurs::kOptional;           ///< of a clause in its list
  bool in_parentheses = false;                 ///< an OR in parentheses is one thing that is asked for
  Leaf leaf;                                   ///< of a kLeaf
  bool narrows = false;                        ///< nothing in it weighs: beside other clauses it only leaves people out
  std::shared_ptr<const Condition> condition;  ///< of a kFilter
  std::shared_ptr<const DocumentFilter> filter;  ///< its condition, bound to a generation and a viewer
  std::vector<QueryNode> children;
  std::string written{};  ///< of what stands for a small tree: how it is shown, in one piece
};

struct Query {
  QueryNode root;
  std::string parsed;              ///< the tree in the query language
  std::vector<std::string> notes;  ///< what was passed over, and why
};

/// Reads the query language; docs/QUERIES.md has its grammar.
///
/// An empty query means everyone. Signs that are no part of a word are passed over.
/// Errors: kInvalidQuery with position and proposal: a parenthesis or quote without its other half, an operator or field without what
///         belongs to it, a value that its field does not know, more than limit::kQuery… allows, no UTF-8, nothing in it that is a word.
/// Threads: one stemmer a thread. Cost: one pass.
[[nodiscard]] Result<Query> parse_query(std::string_view text, Stemmer& stemmer);

}  // namespace kennis
