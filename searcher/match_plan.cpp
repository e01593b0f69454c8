/// @file
#include "searcher/match_plan.h"

#include <algorithm>

#include "schema/fields.h"

namespace kennis {
namespace {

using Kind = QueryNode::Kind;
using Occurs = QueryNode::Occurs;

bool is_unit(const QueryNode& node) {
  return node.kind == Kind::kLeaf || (node.kind == Kind::kOr && node.in_parentheses);
}

bool is_positive(const QueryNode& node) { return node.kind != Kind::kNot && node.kind != Kind::kEveryone; }

bool is_required(const QueryNode& child, const QueryNode& parent) {
  return is_positive(child) &&
         (parent.kind == Kind::kAnd || (parent.kind == Kind::kList && child.occurs == Occurs::kRequired));
}

std::size_t required_count(const QueryNode& node) {
  return static_cast<std::size_t>(std::count_if(node.children.begin(), node.children.end(),
                                                [&](const QueryNode& child) { return is_required(child, node); }));
}

std::uint32_t persons_with(const Alternative& alternative, const Statistics& statistics) {
  std::uint32_t persons = statistics.persons();
  for (const std::string& term : alternative.terms) persons = std::min(persons, statistics.of(term).persons);
  return persons;
}

/// At most how many persons meet a node.
std::uint32_t persons_with(const QueryNode& node, const Statistics& statistics) {
  std::uint64_t sum = 0;
  std::uint32_t least = statistics.persons();
  if (node.kind == Kind::kLeaf) {
    for (const Alternative& alternative : node.leaf.alternatives) sum += persons_with(alternative, statistics);
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(sum, statistics.persons()));
  }
  for (const QueryNode& child : node.children) {
    if (!is_positive(child)) continue;
    const std::uint32_t persons = persons_with(child, statistics);
    sum += persons;
    least = std::min(least, persons);
  }
  if (node.kind == Kind::kAnd) return least;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(sum, statistics.persons()));
}

std::string text_of(const QueryNode& node) {
  if (node.kind == Kind::kLeaf) return node.leaf.text;
  std::string text;
  const std::string_view between = node.kind == Kind::kOr ? " OR " : node.kind == Kind::kAnd ? " AND " : " ";
  for (const QueryNode& child : node.children) text += (text.empty() ? "" : std::string(between)) + text_of(child);
  if (node.kind == Kind::kNot) return "NOT " + text;
  return "(" + text + ")";
}

/// Equal for what is found in the same way, however it is written: `Java`, `java`, `"java"`.
std::string key_of(const QueryNode& node) {
  std::string key = std::to_string(static_cast<int>(node.kind)) + std::to_string(static_cast<int>(node.occurs)) + "[";
  if (node.kind == Kind::kLeaf) key = "[";
  for (const Alternative& alternative : node.leaf.alternatives) {
    for (const std::string& term : alternative.terms) key += term + " ";
    key += "|";
  }
  for (const QueryNode& child : node.children) key += key_of(child);
  return key + "]";
}

Xapian::Query everyone() {
  return {Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(std::string(prefix::kSearchable)), 0};
}

Xapian::Query combined(Xapian::Query::op op, const std::vector<Xapian::Query>& queries) {
  return queries.size() == 1 ? queries[0] : Xapian::Query(op, queries.begin(), queries.end());
}

/// Gives every term its E: the largest among the same word's forms, which are the alternatives of as many terms.
void find_evidence_max(QueryNode& node, const Statistics& statistics) {
  for (QueryNode& child : node.children) find_evidence_max(child, statistics);
  std::unordered_map<std::size_t, std::vector<std::uint32_t>> by_count;
  for (const Alternative& alternative : node.leaf.alternatives) {
    std::vector<std::uint32_t>& most = by_count[alternative.terms.size()];
    most.resize(alternative.terms.size(), 0);
    for (std::size_t i = 0; i < most.size(); ++i) {
      most[i] = std::max(most[i], statistics.of(alternative.terms[i]).evidence_max);
    }
  }
  for (Alternative& alternative : node.leaf.alternatives) alternative.evidence_max = by_count[alternative.terms.size()];
  // A form that nobody has costs time where it is part of a phrase, and so does `node js` where nobody has its words but who has `node.js`, which
  // was indexed with its parts. One form is left, so that the leaf still asks for something.
  auto& alternatives = node.leaf.alternatives;
  const std::uint32_t joined = alternatives.empty() || alternatives.front().terms.size() > 1
                                   ? 0
                                   : persons_with(alternatives.front(), statistics);
  const auto first_unheard = std::stable_partition(
      alternatives.begin(), alternatives.end(),
      [&](const Alternative& form) { return persons_with(form, statistics) > (form.terms.size() > 1 ? joined : 0); });
  const auto kept = first_unheard == alternatives.begin() && !alternatives.empty() ? first_unheard + 1 : first_unheard;
  alternatives.erase(kept, alternatives.end());
}

class Planner {
 public:
  Planner(MatchPlan& plan, const Statistics& statistics) : plan_(plan), statistics_(statistics) {}

  void run() {
    collect_units(plan_.query.root);
    weigh_units();
    const QueryNode& root = plan_.query.root;
    plan_.credits_phrases_wrongly = has_optional_phrase(root);
    if (root.kind == Kind::kEveryone) {
      plan_.xapian_query = everyone();
    } else if (is_flat(root)) {
      plan_.xapian_query = build(root);
    } else {
      plan_.xapian_query = nested(root);
    }
  }

 private:
  void collect_units(const QueryNode& node) {
    if (!is_positive(node)) return;
    if (!is_unit(node)) {
      for (const QueryNode& child : node.children) collect_units(child);
      return;
    }
    Unit unit{text_of(node), &node, 0, persons_with(node, statistics_)};
    const auto same = std::find_if(plan_.units.begin(), plan_.units.end(),
                                   [&](const Unit& other) { return key_of(*other.node) == key_of(node); });
    if (same == plan_.units.end()) plan_.units.push_back(std::move(unit));
  }

  void weigh_units() {
    double sum = 0;
    for (const Unit& unit : plan_.units) sum += idf_of(unit.persons, statistics_.persons());
    double given = 0;
    for (Unit& unit : plan_.units) {
      unit.importance = on_grid(idf_of(unit.persons, statistics_.persons()) / sum);
      given += unit.importance;
    }
    if (!plan_.units.empty()) plan_.units.front().importance += 1 - given;
    for (const Unit& unit : plan_.units) importances_[unit.node] = unit.importance;
  }

  [[nodiscard]] static bool has_phrase(const QueryNode& node) {
    const auto& alternatives = node.leaf.alternatives;
    return std::any_of(alternatives.begin(), alternatives.end(),
                       [](const auto& form) { return form.terms.size() > 1; }) ||
           std::any_of(node.children.begin(), node.children.end(), has_phrase);
  }

  /// True if a phrase stands where it need not be met. At the root, and required in a flat query, it is part of the condition.
  [[nodiscard]] bool has_optional_phrase(const QueryNode& root) const {
    if (is_unit(root)) return false;
    if (!is_flat(root)) return has_phrase(root);
    if (root.kind == Kind::kOr || required_count(root) == 0) return false;  // a plain OR: no AND_MAYBE in it
    return std::any_of(root.children.begin(), root.children.end(), [&](const QueryNode& child) {
      return is_positive(child) && !is_required(child, root) && has_phrase(child);
    });
  }

  /// True if the condition itself visits every unit of whoever meets it: then it is also the sum.
  [[nodiscard]] bool is_flat(const QueryNode& root) const {
    if (is_unit(root)) return true;
    std::size_t units = 0;
    for (const QueryNode& child : root.children) {
      if (child.kind == Kind::kNot) continue;
      if (!is_unit(child)) return false;
      ++units;
    }
    return units == plan_.units.size();  // each stands there once
  }

  /// The condition by itself, and beside it the units, of which each counts wherever in the query it stands.
  Xapian::Query nested(const QueryNode& root) {
    std::vector<Xapian::Query> units;
    for (const Unit& unit : plan_.units) units.push_back(scored(*unit.node, unit.importance));
    importances_.clear();
    const Xapian::Query condition(Xapian::Query::OP_SCALE_WEIGHT, build(root), 0);
    if (units.empty()) return condition;
    return {Xapian::Query::OP_AND_MAYBE, condition, combined(Xapian::Query::OP_OR, units)};
  }

  /// A node as a condition; its units have their importance where they are still known.
  Xapian::Query build(const QueryNode& node) {
    if (is_unit(node)) {
      const auto unit = importances_.find(&node);
      return scored(node, unit == importances_.end() ? 0 : unit->second);
    }
    return combine(
        node, [&](const QueryNode& child) { return build(child); }, Xapian::Query::OP_OR);
  }

  /// A node inside a unit: `weight` is what it is worth at level 1. Only the best of several and the mean of required ones are used: a sum of
  /// optional parts below an OP_MAX comes out too low for a document now and then in Xapian 1.4.22, where it prunes.
  Xapian::Query scored(const QueryNode& node, double weight) {
    if (node.kind == Kind::kLeaf) return leaf(node.leaf, weight);
    const double share = weight / static_cast<double>(std::max<std::size_t>(1, required_count(node)));
    return combine(
        node, [&](const QueryNode& child) { return scored(child, share); }, Xapian::Query::OP_MAX);
  }

  template <typename Build>
  Xapian::Query combine(const QueryNode& node, const Build& make, Xapian::Query::op either) {
    if (node.kind == Kind::kNot) return {Xapian::Query::OP_AND_NOT, everyone(), make(node.children[0])};
    std::vector<Xapian::Query> required;
    std::vector<Xapian::Query> optional;
    std::vector<Xapian::Query> prohibited;
    for (const QueryNode& child : node.children) {
      if (child.kind == Kind::kNot && node.kind == Kind::kOr) {
        optional.emplace_back(Xapian::Query::OP_AND_NOT, everyone(), make(child.children[0]));
      } else if (child.kind == Kind::kNot) {
        prohibited.push_back(make(child.children[0]));
      } else if (is_required(child, node)) {
        required.push_back(make(child));
      } else {
        optional.push_back(make(child));
      }
    }
    Xapian::Query base = everyone();
    if (!required.empty()) {
      base = combined(Xapian::Query::OP_AND, required);
      const bool sums = either == Xapian::Query::OP_OR;
      if (sums && !optional.empty())
        base = Xapian::Query(Xapian::Query::OP_AND_MAYBE, base, combined(either, optional));
    } else if (!optional.empty()) {
      base = combined(either, optional);
    }
    if (prohibited.empty()) return base;
    return {Xapian::Query::OP_AND_NOT, base, combined(Xapian::Query::OP_OR, prohibited)};
  }

  Xapian::Query leaf(const Leaf& leaf, double weight) {
    std::vector<Xapian::Query> alternatives;
    for (const Alternative& alternative : leaf.alternatives) {
      const double share = weight / static_cast<double>(alternative.terms.size());
      std::vector<Xapian::Query> terms;
      for (std::size_t i = 0; i < alternative.terms.size(); ++i) {
        plan_.terms.push_back({share, alternative.evidence_max[i]});
        terms.emplace_back(alternative.terms[i], static_cast<Xapian::termcount>(plan_.terms.size()));
      }
      alternatives.push_back(
          terms.size() == 1 ? terms[0]
                            : Xapian::Query(Xapian::Query::OP_PHRASE, terms.begin(), terms.end(), alternative.window));
    }
    return combined(Xapian::Query::OP_MAX, alternatives);
  }

  MatchPlan& plan_;
  const Statistics& statistics_;
  std::unordered_map<const QueryNode*, double> importances_;
};

/// Evaluates what is inside a unit by hand.
class Evaluator {
 public:
  explicit Evaluator(DocumentEvidence& document) : document_(document) {}

  UnitMatch evaluate(const QueryNode& node, double weight) {
    switch (node.kind) {
      case Kind::kLeaf:
        return leaf(node.leaf, weight);
      case Kind::kNot:
        return {!evaluate(node.children[0], 0).matched, 0, 0, {}};
      case Kind::kEveryone:
        return {true, 0, 0, {}};
      case Kind::kOr:
        return either(node, weight);
      default:
        return clauses(node, weight);
    }
  }

 private:
  UnitMatch leaf(const Leaf& leaf, double weight) {
    UnitMatch best;
    for (const Alternative& alternative : leaf.alternatives) {
      UnitMatch match;
      match.matched = true;
      for (std::size_t i = 0; i < alternative.terms.size(); ++i) {
        const std::string& term = alternative.terms[i];
        const std::uint32_t evidence = document_.evidence(term);
        const PlannedTerm planned{weight / static_cast<double>(alternative.terms.size()), alternative.evidence_max[i]};
        match.matched = match.matched && evidence > 0;
        if (!match.matched) break;
        match.fit += planned.part(evidence);
        if (match.term.empty() || evidence < match.evidence) match.evidence = evidence;
        match.term += (match.term.empty() ? "" : " ") + term;
      }
      if (match.matched && alternative.terms.size() > 1) match.matched = document_.has_phrase(alternative);
      if (match.matched) keep_better(best, match);
    }
    return best;
  }

  UnitMatch either(const QueryNode& node, double weight) {
    UnitMatch best;
    for (const QueryNode& child : node.children) {
      const UnitMatch match = evaluate(child, weight);
      if (match.matched) keep_better(best, match);
    }
    return best;
  }

  /// The mean of what is required; where nothing is, the best of what is optional.
  UnitMatch clauses(const QueryNode& node, double weight) {
    const std::size_t required = required_count(node);
    const double share = weight / static_cast<double>(std::max<std::size_t>(1, required));
    UnitMatch sum;
    UnitMatch best;
    bool met = true;
    bool has_optional = false;
    for (const QueryNode& child : node.children) {
      const UnitMatch match = evaluate(child, share);
      if (child.kind == Kind::kNot) {
        met = met && match.matched;
      } else if (is_required(child, node)) {
        met = met && match.matched;
        sum.fit += match.fit;
        sum.evidence = std::max(sum.evidence, match.evidence);
        sum.term += (sum.term.empty() ? "" : " ") + match.term;
      } else {
        has_optional = true;
        if (match.matched) keep_better(best, match);
      }
    }
    if (!met || (required == 0 && has_optional && !best.matched)) return {};
    if (required == 0) sum = best;
    sum.matched = true;
    return sum;
  }

  static void keep_better(UnitMatch& best, const UnitMatch& match) {
    if (!best.matched || match.fit > best.fit) best = match;
  }

  DocumentEvidence& document_;
};

}  // namespace

std::unique_ptr<MatchPlan> plan_match(Query query, const Statistics& statistics) {
  auto plan = std::make_unique<MatchPlan>();
  plan->query = std::move(query);
  find_evidence_max(plan->query.root, statistics);
  Planner(*plan, statistics).run();
  return plan;
}

UnitMatch evaluate_unit(const Unit& unit, DocumentEvidence& document) {
  return Evaluator(document).evaluate(*unit.node, unit.importance);
}

}  // namespace kennis
