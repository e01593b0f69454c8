/// @file
/// A query with its weights: what is asked for, how important each part is, and which terms have to be looked at.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "schema/statistics.h"
#include "schema/word_runs.h"
#include "searcher/level_table.h"
#include "searcher/query.h"

namespace kennis {

/// A node of the query with what its evidence is worth.
struct ScoredNode {
  /// One way in which a leaf can be met; its fit is the sum over its terms.
  struct Form {
    const Alternative* alternative = nullptr;
    std::vector<LevelTable> levels;  ///< of its terms
  };
  const QueryNode* node = nullptr;
  std::vector<Form> forms;           ///< of a leaf
  std::vector<Form> unheard;         ///< of a leaf: those that nobody in the generation has
  std::vector<Form> credits;         ///< of a leaf: what counts and makes nobody match
  std::vector<ScoredNode> children;  ///< of everything else
};

/// One thing that is asked for: a leaf, or an OR in parentheses.
struct Unit {
  std::string text;
  double importance = 0;      ///< on the grid; all add up to exactly 1
  std::uint32_t persons = 0;  ///< at most this many have it
  ScoredNode scored;
};

/// A term, and the form in which it is asked for.
struct AskedTerm {
  std::string text;
  WordForm form = WordForm::kUnsaid;
};

/// The forms that a word has in several languages are one word: its E is the largest of any form's, its persons are those of all forms.
/// Weights as spec section 8 gives them: importance = idf / Σ idf over the units; the level of a leaf is that of its best alternative, of an OR
/// in parentheses that of its best branch, of a phrase or of what an AND inside such an OR requires the mean. The same unit twice counts once, and wherever in
/// the query it stands: who meets the query over one clause is still credited for what is asked for in another.
///
/// Owns: the query it was made from.
struct MatchPlan {
  Query query;
  ScoredNode condition;                    ///< the whole query, worth nothing: who meets it
  std::vector<const QueryNode*> required;  ///< what the root requires, the rarest first
  std::vector<Unit> units;
  std::vector<AskedTerm> terms;     ///< each once in each form; an alternative's `slots` are places here
  std::vector<std::uint32_t> uses;  ///< in how many alternatives each term stands
  std::size_t phrases = 0;          ///< alternatives of several terms; their `phrase` counts them

  MatchPlan() = default;
  MatchPlan(const MatchPlan&) = delete;  // units point into the query
  MatchPlan& operator=(const MatchPlan&) = delete;
};

/// Cost: a look-up a term. Threads: any.
[[nodiscard]] std::unique_ptr<MatchPlan> plan_match(Query query, const Statistics& statistics, const KnownRuns& known);

/// Hashes of all terms that documents are looked at for, rising; also of those that nobody in the generation has.
[[nodiscard]] std::vector<std::uint64_t> term_hashes(const MatchPlan& plan);

/// True for whatever is asked for, and not left out or left open.
[[nodiscard]] bool is_positive(const QueryNode& node);
/// True if nobody meets the parent without the child, which weighs something.
[[nodiscard]] bool is_required(const QueryNode& child, const QueryNode& parent);
/// At most how many persons meet a node.
[[nodiscard]] std::uint32_t persons_with(const QueryNode& node, const Statistics& statistics);

}  // namespace kennis
