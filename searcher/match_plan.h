/// @file
/// A query with its weights: what is asked for and how important each part is, and the same as a Xapian query.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <xapian.h>

#include "schema/statistics.h"
#include "searcher/query.h"

namespace kennis {

/// One term of the query with what its evidence is worth.
struct PlannedTerm {
  double weight = 0;               ///< its part of the fit at level 1
  std::uint32_t evidence_max = 0;  ///< E

  /// weight · level, on the grid.
  [[nodiscard]] double part(std::uint32_t evidence) const { return on_grid(weight * level_of(evidence, evidence_max)); }
};

/// One thing that is asked for: a leaf, or an OR in parentheses.
struct Unit {
  std::string text;
  const QueryNode* node = nullptr;
  double importance = 0;      ///< on the grid; all add up to exactly 1
  std::uint32_t persons = 0;  ///< at most this many have it
};

/// The forms that a word has in several languages are one word: its E is the largest of any form's, its persons are those of all forms.
/// Weights as spec section 8 gives them: importance = idf / Σ idf over the units; the level of a leaf is that of its best alternative, of an OR
/// in parentheses that of its best branch, of a phrase or of what an AND inside such an OR requires the mean. The same unit twice counts once, and wherever in
/// the query it stands: who meets the query over one clause is still credited for what is asked for in another.
///
/// Owns: the query it was made from.
struct MatchPlan {
  Query query;
  std::vector<Unit> units;
  std::vector<PlannedTerm> terms;  ///< a term's query frequency in `xapian_query` is its index here + 1
  Xapian::Query xapian_query;      ///< weights none, but through LevelWeight
  /// True where Xapian 1.4.22 may credit a phrase that is not there: an optional one beside a condition. Then fits are evaluated by hand.
  bool credits_phrases_wrongly = false;

  MatchPlan() = default;
  MatchPlan(const MatchPlan&) = delete;  // units point into the query
  MatchPlan& operator=(const MatchPlan&) = delete;
};

/// Cost: a look-up a term. Threads: any.
[[nodiscard]] std::unique_ptr<MatchPlan> plan_match(Query query, const Statistics& statistics);

/// What one document has of a term. For whoever evaluates a plan by hand.
class DocumentEvidence {
 public:
  virtual ~DocumentEvidence() = default;
  [[nodiscard]] virtual std::uint32_t evidence(const std::string& term) = 0;
  /// True if the terms stand in this order within `window` positions.
  [[nodiscard]] virtual bool has_phrase(const Alternative& alternative) = 0;
};

/// What a document has of a unit.
struct UnitMatch {
  bool matched = false;
  double fit = 0;              ///< importance · level, on the grid
  std::uint32_t evidence = 0;  ///< of the best term
  std::string term;            ///< which that is
};

/// The same numbers that Xapian gives through LevelWeight, bit for bit.
[[nodiscard]] UnitMatch evaluate_unit(const Unit& unit, DocumentEvidence& document);

}  // namespace kennis
