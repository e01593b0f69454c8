/// @file
#include "searcher/unit_match.h"

#include "schema/taxonomy.h"
#include "searcher/evaluate.h"

namespace kennis {
namespace {

/// Collects what made a document meet a node, by the choices that `evaluate` makes.
class Tracer {
 public:
  Tracer(const Evidence& document, UnitMatch& match) : document_(document), match_(match) {}

  /// Needs: the document meets the node.
  void trace(const ScoredNode& scored) {
    switch (scored.node->kind) {
      case QueryNode::Kind::kLeaf:
        return take(best_of(is_met(scored.forms) ? scored.forms : scored.unheard));
      case QueryNode::Kind::kOr:
        return trace(best_of(scored.children));
      case QueryNode::Kind::kNot:
      case QueryNode::Kind::kEveryone:
        return;
      default:
        return clauses(scored);
    }
  }

  /// Needs: one of the leaf's credits counts.
  void trace_credit(const ScoredNode& scored) { take(best_of(scored.credits)); }

 private:
  [[nodiscard]] bool is_met(const std::vector<ScoredNode::Form>& forms) const {
    return std::any_of(forms.begin(), forms.end(), [&](const auto& form) { return evaluate(form, document_).matched; });
  }

  template <typename Choice>
  [[nodiscard]] const Choice& best_of(const std::vector<Choice>& choices) {
    const Choice* chosen = &choices.front();
    Level best;
    for (const Choice& choice : choices) {
      const Level level = evaluate(choice, document_);
      if (!level.matched || (best.matched && level.fit <= best.fit)) continue;
      best = level;
      chosen = &choice;
    }
    return *chosen;
  }

  void take(const ScoredNode::Form& form) {
    const Alternative& alternative = *form.alternative;
    std::uint32_t least = document_.evidence(alternative, 0);
    for (std::size_t i = 0; i < alternative.terms.size(); ++i) {
      const std::uint32_t evidence = document_.evidence(alternative, i);
      least = std::min(least, evidence);
      const bool in_full = evidence == wdf::evidence_of(document_.wdf(alternative, i), has_forms(alternative.terms[i]));
      match_.other_form = match_.other_form || !in_full;
      match_.terms += (match_.terms.empty() ? "" : " ") + alternative.terms[i];
    }
    match_.one_word = match_.one_word || alternative.factor == relation::kOneWord;
    match_.evidence = std::max(match_.evidence, least);
  }

  void clauses(const ScoredNode& scored) {
    const ScoredNode* best = nullptr;
    Level best_level;
    bool has_required = false;
    for (const ScoredNode& child : scored.children) {
      if (!is_positive(*child.node)) continue;
      if (is_required(*child.node, *scored.node)) {
        has_required = true;
        trace(child);
        continue;
      }
      const Level level = evaluate(child, document_);
      if (!level.matched || (best_level.matched && level.fit <= best_level.fit)) continue;
      best_level = level;
      best = &child;
    }
    if (!has_required && best != nullptr) trace(*best);
  }

  const Evidence& document_;
  UnitMatch& match_;
};

}  // namespace

UnitMatch match_unit(const Unit& unit, const Evidence& document) {
  UnitMatch match;
  const Level level = evaluate(unit.scored, document);
  match.matched = level.matched;
  match.fit = level.fit;
  if (level.matched) Tracer(document, match).trace(unit.scored);
  if (!level.matched && level.fit > 0) Tracer(document, match).trace_credit(unit.scored);
  return match;
}

}  // namespace kennis
