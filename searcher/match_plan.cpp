/// @file
#include "searcher/match_plan.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "schema/evidence.h"
#include "schema/fields.h"
#include "schema/taxonomy.h"

namespace kennis {
namespace {

using Kind = QueryNode::Kind;
using Occurs = QueryNode::Occurs;

bool is_unit(const QueryNode& node) {
  return node.kind == Kind::kLeaf || (node.kind == Kind::kOr && node.in_parentheses && !node.narrows);
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

/// Who uses a label's words has the skill, so these are counted once; with those who have a narrower one.
std::uint64_t persons_with_skill(const Leaf& leaf, const Statistics& statistics) {
  std::uint64_t by_words = 0;
  std::uint64_t by_skill = 0;
  std::uint64_t narrower = 0;
  for (const Alternative& alternative : leaf.alternatives) {
    const std::uint32_t persons = persons_with(alternative, statistics);
    if (alternative.terms[0].starts_with(prefix::kNarrower)) {
      narrower = persons;
    } else if (alternative.terms[0].starts_with(prefix::kConcept)) {
      by_skill = persons;
    } else if (alternative.factor == relation::kSame) {
      by_words += persons;
    }
  }
  return std::max(by_words, by_skill) + narrower;
}

std::string text_of(const QueryNode& node) {
  if (node.kind == Kind::kLeaf) return node.leaf.text;
  if (node.kind == Kind::kFilter) return node.condition->text;
  std::string text;
  const std::string_view between = node.kind == Kind::kOr ? " OR " : node.kind == Kind::kAnd ? " AND " : " ";
  for (const QueryNode& child : node.children) text += (text.empty() ? "" : std::string(between)) + text_of(child);
  if (node.kind == Kind::kNot) return "NOT " + text;
  return "(" + text + ")";
}

/// Equal for what is found in the same way and counts alike, however it is written: `Java`, `java`, `"java"`.
std::string key_of(const QueryNode& node) {
  std::string key = std::to_string(static_cast<int>(node.kind)) + std::to_string(static_cast<int>(node.occurs)) + "[";
  if (node.kind == Kind::kLeaf) key = "[";
  if (node.kind == Kind::kFilter) key += node.condition->text;
  // By whatever name, and with or without a sign: a skill that is asked for twice counts once.
  if (!node.leaf.skill.empty()) return key + "=" + node.leaf.skill + "]";
  for (const Alternative& alternative : node.leaf.alternatives) {
    for (std::size_t i = 0; i < alternative.terms.size(); ++i) {
      key += alternative.terms[i] + "," + std::to_string(static_cast<int>(alternative.form(i))) + " ";
    }
    if (alternative.row.any_order) key += "~" + std::to_string(alternative.row.window);
    key += "|";
  }
  for (const QueryNode& child : node.children) key += key_of(child);
  return key + "]";
}

/// Gives every term its E: the largest among the same word's forms, which are the alternatives of as many terms.
void find_evidence_max(QueryNode& node, const Statistics& statistics) {
  for (QueryNode& child : node.children) find_evidence_max(child, statistics);
  std::unordered_map<std::size_t, std::vector<std::uint32_t>> by_count;
  for (const Alternative& alternative : node.leaf.alternatives) {
    if (alternative.is_name) continue;
    std::vector<std::uint32_t>& most = by_count[alternative.terms.size()];
    most.resize(alternative.terms.size(), 0);
    for (std::size_t i = 0; i < most.size(); ++i) {
      most[i] = std::max(most[i], statistics.of(alternative.terms[i]).evidence_max);
    }
  }
  for (Alternative& alternative : node.leaf.alternatives) {
    alternative.evidence_max = alternative.is_name
                                   ? std::vector<std::uint32_t>(alternative.terms.size(), evidence::kField)
                                   : by_count[alternative.terms.size()];
  }
  for (Alternative& credit : node.leaf.credits) credit.evidence_max = {statistics.of(credit.terms[0]).evidence_max};
  // A form that nobody has costs time where it is part of a phrase, and so does `node js` where nobody has its words but who has `node.js`, which
  // was indexed with its parts. One form is left, so that the leaf still asks for something.
  auto& alternatives = node.leaf.alternatives;
  const auto has_words = [](const Alternative& form) {
    return !form.is_name && (form.terms.size() > 1 || !form.run.empty());
  };
  const std::uint32_t joined =
      alternatives.empty() || has_words(alternatives.front()) ? 0 : persons_with(alternatives.front(), statistics);
  const auto first_unheard = std::stable_partition(
      alternatives.begin(), alternatives.end(),
      [&](const Alternative& form) { return persons_with(form, statistics) > (has_words(form) ? joined : 0); });
  const auto kept = first_unheard == alternatives.begin() && !alternatives.empty() ? first_unheard + 1 : first_unheard;
  node.leaf.unheard.assign(std::make_move_iterator(kept), std::make_move_iterator(alternatives.end()));
  alternatives.erase(kept, alternatives.end());
}

/// A run that is known is one term for everybody who has it.
void use_known_runs(QueryNode& node, const KnownRuns& known) {
  for (QueryNode& child : node.children) use_known_runs(child, known);
  for (Alternative& alternative : node.leaf.alternatives) {
    if (alternative.terms.size() == 1 || alternative.run.empty() || !known.of(alternative.run_hash).is_known) continue;
    alternative.terms = {alternative.run};
    alternative.forms = {alternative.run_form};
    alternative.row = {};
  }
}

class Planner {
 public:
  Planner(MatchPlan& plan, const Statistics& statistics) : plan_(plan), statistics_(statistics) {}

  void run() {
    name_terms(plan_.query.root);
    collect_units(plan_.query.root);
    weigh_units();
    plan_.condition = scored(plan_.query.root, 0);
    order_required();
  }

 private:
  void name_terms(QueryNode& node) {
    for (QueryNode& child : node.children) name_terms(child);
    for (auto* forms : {&node.leaf.alternatives, &node.leaf.credits}) {
      for (Alternative& alternative : *forms) name_terms_of(alternative);
    }
  }

  void name_terms_of(Alternative& alternative) {
    if (alternative.terms.size() > 1) alternative.phrase = plan_.phrases++;
    for (std::size_t i = 0; i < alternative.terms.size(); ++i) {
      const std::string& term = alternative.terms[i];
      const WordForm form = alternative.form(i);
      const auto [slot, is_new] =
          slots_.try_emplace(std::pair(term, form), static_cast<std::uint32_t>(plan_.terms.size()));
      if (is_new) {
        plan_.terms.push_back({term, form});
        plan_.uses.push_back(0);
      }
      ++plan_.uses[slot->second];
      alternative.slots.push_back(slot->second);
    }
  }

  void collect_units(const QueryNode& node) {
    if (!is_positive(node) || node.narrows) return;
    if (!is_unit(node)) {
      for (const QueryNode& child : node.children) collect_units(child);
      return;
    }
    const bool is_new = keys_.insert(key_of(node)).second;
    if (is_new) plan_.units.push_back({text_of(node), 0, persons_with(node, statistics_), {&node, {}, {}, {}, {}}});
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
    for (Unit& unit : plan_.units) unit.scored = scored(*unit.scored.node, unit.importance);
  }

  void order_required() {
    const QueryNode& root = plan_.query.root;
    std::vector<std::pair<std::uint32_t, const QueryNode*>> required;
    for (const QueryNode& child : root.children) {
      if (is_required(child, root)) required.emplace_back(persons_with(child, statistics_), &child);
    }
    std::stable_sort(required.begin(), required.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [persons, child] : required) plan_.required.push_back(child);
  }

  static ScoredNode::Form form_of(const Alternative& alternative, double weight) {
    ScoredNode::Form form{&alternative, {}};
    const double share = alternative.factor * weight / static_cast<double>(alternative.terms.size());
    for (const std::uint32_t most : alternative.evidence_max) form.levels.emplace_back(share, most);
    return form;
  }

  /// A node inside a unit: `weight` is what it is worth at level 1.
  static ScoredNode scored(const QueryNode& node, double weight) {
    ScoredNode made;
    made.node = &node;
    for (const Alternative& alternative : node.leaf.alternatives) made.forms.push_back(form_of(alternative, weight));
    for (const Alternative& alternative : node.leaf.unheard) made.unheard.push_back(form_of(alternative, weight));
    for (const Alternative& credit : node.leaf.credits) made.credits.push_back(form_of(credit, weight));
    const double share = weight / static_cast<double>(std::max<std::size_t>(1, required_count(node)));
    for (const QueryNode& child : node.children) made.children.push_back(scored(child, share));
    return made;
  }

  MatchPlan& plan_;
  const Statistics& statistics_;
  std::map<std::pair<std::string, WordForm>, std::uint32_t> slots_;
  std::unordered_set<std::string> keys_;
};

void collect_hashes(const QueryNode& node, std::vector<std::uint64_t>& hashes) {
  for (const auto* forms : {&node.leaf.alternatives, &node.leaf.unheard, &node.leaf.credits}) {
    for (const Alternative& form : *forms) {
      for (const std::string& term : form.terms) hashes.push_back(hash_of_term(term));
    }
  }
  for (const QueryNode& child : node.children) collect_hashes(child, hashes);
}

}  // namespace

std::vector<std::uint64_t> term_hashes(const MatchPlan& plan) {
  std::vector<std::uint64_t> hashes;
  collect_hashes(plan.query.root, hashes);
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  return hashes;
}

bool is_positive(const QueryNode& node) { return node.kind != Kind::kNot && node.kind != Kind::kEveryone; }

bool is_required(const QueryNode& child, const QueryNode& parent) {
  return is_positive(child) && !child.narrows &&
         (parent.kind == Kind::kAnd || (parent.kind == Kind::kList && child.occurs == Occurs::kRequired));
}

std::uint32_t persons_with(const QueryNode& node, const Statistics& statistics) {
  if (node.narrows) return statistics.persons();
  std::uint64_t sum = 0;
  std::uint32_t least = statistics.persons();
  if (node.kind == Kind::kLeaf) {
    for (const Alternative& alternative : node.leaf.alternatives) sum += persons_with(alternative, statistics);
    if (!node.leaf.skill.empty()) sum = persons_with_skill(node.leaf, statistics);
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(sum, statistics.persons()));
  }
  for (const QueryNode& child : node.children) {
    if (!is_positive(child) || child.narrows) continue;
    const std::uint32_t persons = persons_with(child, statistics);
    sum += persons;
    least = std::min(least, persons);
  }
  if (node.kind == Kind::kAnd) return least;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(sum, statistics.persons()));
}

std::unique_ptr<MatchPlan> plan_match(Query query, const Statistics& statistics, const KnownRuns& known) {
  auto plan = std::make_unique<MatchPlan>();
  plan->query = std::move(query);
  use_known_runs(plan->query.root, known);
  find_evidence_max(plan->query.root, statistics);
  Planner(*plan, statistics).run();
  return plan;
}

}  // namespace kennis
