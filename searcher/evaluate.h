/// @file
/// What one document has of a node of the query: the one place where the rules of matching and of levels stand.
#pragma once

#include <algorithm>
#include <string>

#include "searcher/match_plan.h"

namespace kennis {

/// What a document has of a node. A leaf may have a fit without a match: by a broader skill.
struct Level {
  bool matched = false;
  double fit = 0;  ///< importance · level, on the grid
};

/// The better of several; the first of equals.
inline void keep_better(Level& best, const Level& level) {
  if (level.matched && (!best.matched || level.fit > best.fit)) best = level;
}

/// The sum over the form's terms, if the document has them all, and in a row.
///
/// `Document` says `evidence(alternative, i)` of the i-th term, 0 for none, and `in_row(alternative)`, asked only where it has all terms;
/// `meets(filter)`.
template <typename Document>
Level evaluate(const ScoredNode::Form& form, Document& document) {
  Level level{true, 0};
  for (std::size_t i = 0; i < form.levels.size(); ++i) {
    const std::uint32_t evidence = document.evidence(*form.alternative, i);
    if (evidence == 0) return {};
    level.fit += form.levels[i].at(evidence);
  }
  if (form.levels.size() > 1 && !document.in_row(*form.alternative)) return {};
  return level;
}

template <typename Document>
Level evaluate(const ScoredNode& scored, Document& document);

/// The mean of what is required (the weights are shares of it); where nothing is, the best of what is optional.
template <typename Document>
Level evaluate_clauses(const ScoredNode& scored, Document& document) {
  Level required{true, 0};
  Level optional;
  bool has_required = false;
  bool has_optional = false;
  for (const ScoredNode& child : scored.children) {
    const Level level = evaluate(child, document);
    if (child.node->kind == QueryNode::Kind::kNot || child.node->narrows) {
      if (!level.matched) return {};
    } else if (is_required(*child.node, *scored.node)) {
      if (!level.matched) return {};
      has_required = true;
      required.fit += level.fit;
    } else {
      has_optional = true;
      keep_better(optional, level);
    }
  }
  return has_required || !has_optional ? required : optional;
}

/// The best of a leaf's forms and credits, of which credits alone make no match (of those that nobody in the index has, where a live document has no other), of an OR's branches; who lacks what is prohibited meets it, with nothing, as who meets a condition does.
/// Threads: as the document. Cost: the terms below the node.
template <typename Document>
Level evaluate(const ScoredNode& scored, Document& document) {
  Level best;
  switch (scored.node->kind) {
    case QueryNode::Kind::kLeaf:
      for (const ScoredNode::Form& form : scored.forms) keep_better(best, evaluate(form, document));
      if constexpr (requires { document.is_live(); }) {
        // Level by level the better of all; what nobody in the generation has counts only where nothing else is there.
        if (!best.matched && document.is_live()) {
          for (const ScoredNode::Form& form : scored.unheard) keep_better(best, evaluate(form, document));
        }
      }
      for (const ScoredNode::Form& form : scored.credits) best.fit = std::max(best.fit, evaluate(form, document).fit);
      return best;
    case QueryNode::Kind::kOr:
      for (const ScoredNode& child : scored.children) keep_better(best, evaluate(child, document));
      return best;
    case QueryNode::Kind::kNot:
      return {!evaluate(scored.children[0], document).matched, 0};
    case QueryNode::Kind::kEveryone:
      return {true, 0};
    case QueryNode::Kind::kFilter:
      return {scored.node->filter != nullptr && document.meets(*scored.node->filter), 0};
    default:
      return evaluate_clauses(scored, document);
  }
}

}  // namespace kennis
