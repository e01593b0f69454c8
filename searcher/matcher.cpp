/// @file
#include "searcher/matcher.h"

#include <algorithm>

#include "schema/fields.h"
#include "searcher/document_filter.h"

namespace kennis {
namespace {

using Kind = QueryNode::Kind;

}  // namespace

/// One document, as it is.
struct Matcher::Place {
  Matcher& matcher;
  std::uint32_t place;
  [[nodiscard]] std::uint32_t evidence(const Alternative& alternative, std::size_t i) const {
    return matcher.postings_[alternative.slots[i]].evidence(place);
  }
  [[nodiscard]] bool in_row(const Alternative& alternative) const { return matcher.stands_in_row(alternative, place); }
  [[nodiscard]] bool meets(const DocumentFilter& filter) const { return filter.has(matcher.begin_ + place); }
};

/// One document, as good as it can be.
struct Matcher::HopefulPlace : Place {
  [[nodiscard]] static bool in_row(const Alternative&) { return true; }
};

Matcher::Matcher(const Xapian::Database& database, const ProfileWords& words, const MatchPlan& plan,
                 PostingCache* cache)
    : words_(words),
      plan_(plan),
      searchable_(database, std::string(prefix::kSearchable), WordForm::kFormless),
      phrases_(plan.phrases) {
  for (const auto& [term, form] : plan.terms) postings_.emplace_back(database, term, form, cache);
  sort_out_units();
}

void Matcher::sort_out_units() {
  for (const Unit& unit : plan_.units) {
    const auto& forms = unit.scored.forms;
    const bool simple =
        unit.scored.node->kind == Kind::kLeaf &&
        std::all_of(forms.begin(), forms.end(), [](const auto& form) { return form.levels.size() == 1; });
    if (!simple) {
      other_units_.push_back(&unit);
      continue;
    }
    auto& added = simple_units_.emplace_back();
    for (const auto* among : {&forms, &unit.scored.credits}) {
      for (const auto& form : *among) added.push_back({&postings_[form.alternative->slots[0]], &form.levels[0]});
    }
  }
}

Node Matcher::next(Node from) const { return next(plan_.query.root, from); }

/// What a node asks for in several ways stands where the first of them does, what it requires where the last does.
Node Matcher::next(const QueryNode& node, Node from) const {
  if (!is_positive(node) || node.narrows) return from;
  Node last = from;
  Node first = PostingWindow::kEnd;
  bool has_required = false;
  bool has_optional = node.kind == Kind::kLeaf;
  for (const Alternative& alternative : node.leaf.alternatives) {
    Node row = from;
    for (const std::uint32_t slot : alternative.slots) row = std::max(row, postings_[slot].next());
    first = std::min(first, row);
  }
  for (const QueryNode& child : node.children) {
    const Node its = next(child, from);
    if (is_required(child, node)) {
      has_required = true;
      last = std::max(last, its);
    } else if ((is_positive(child) && !child.narrows) || node.kind == Kind::kOr) {
      has_optional = true;
      first = std::min(first, its);
    }
  }
  return has_required || !has_optional ? last : std::max(first, from);
}

PostingWindow& Matcher::read(std::uint32_t slot, const DocumentSet& within) {
  PostingWindow& postings = postings_[slot];
  if (!postings.is_at(begin_)) postings.read(begin_, within);
  return postings;
}

DocumentSet Matcher::everyone(const DocumentSet& within) {
  if (!searchable_.is_at(begin_)) searchable_.read(begin_, within);
  DocumentSet set = searchable_.present();
  set &= within;
  return set;
}

DocumentSet Matcher::match(Node begin, const DocumentSet& within) {
  begin_ = begin;
  DocumentSet matches = meeting(plan_.query.root, within, true);
  if (matches.empty()) return matches;
  for (std::uint32_t slot = 0; slot < postings_.size(); ++slot) read(slot, matches);  // what counts and is no condition
  return matches;
}

/// Those of `within` who meet a node: with_phrases, if all that could stand in a row does; without, if nothing does.
DocumentSet Matcher::meeting(const QueryNode& node, const DocumentSet& within, bool with_phrases) {
  DocumentSet found;
  switch (node.kind) {
    case Kind::kEveryone:
      return everyone(within);
    case Kind::kNot:
      found = everyone(within);
      return found -= meeting(node.children[0], within, !with_phrases);
    case Kind::kLeaf:
      for (const Alternative& alternative : node.leaf.alternatives) {
        if (alternative.terms.size() == 1 || with_phrases) found |= meeting(alternative, within);
      }
      return found;
    case Kind::kFilter:
      found = within;  // nobody who must not be contacted meets a condition
      if (node.filter) {
        node.filter->keep(begin_, found);
      } else {
        found.clear();
      }
      return found;
    case Kind::kOr:
      for (const QueryNode& child : node.children) found |= meeting(child, within, with_phrases);
      return found;
    default:
      return meeting_clauses(node, within, with_phrases);
  }
}

DocumentSet Matcher::meeting(const Alternative& alternative, const DocumentSet& within) {
  const auto rarest = std::min_element(
      alternative.slots.begin(), alternative.slots.end(),
      [&](std::uint32_t a, std::uint32_t b) { return postings_[a].expected() < postings_[b].expected(); });
  DocumentSet found = within;
  found &= read(*rarest, within).present();
  for (const std::uint32_t slot : alternative.slots) {
    // A word that nothing else asks for is wanted only where the words before it are.
    found &= read(slot, plan_.uses[slot] == 1 ? found : within).present();
  }
  return found;
}

DocumentSet Matcher::meeting_clauses(const QueryNode& node, const DocumentSet& within, bool with_phrases) {
  // At the root, who lacks one required part is of no interest any more; deeper down another branch may still want what a term says.
  const bool narrows = &node == &plan_.query.root;
  DocumentSet found = within;
  DocumentSet optional;
  bool has_required = false;
  bool has_optional = false;
  const auto require = [&](const QueryNode& child) {
    has_required = true;
    found &= meeting(child, narrows ? found : within, with_phrases);
  };
  if (narrows) std::for_each(plan_.required.begin(), plan_.required.end(), [&](const auto* child) { require(*child); });
  for (const QueryNode& child : node.children) {
    if (!narrows && is_required(child, node)) require(child);
    has_optional = has_optional || (is_positive(child) && !child.narrows && !is_required(child, node));
  }
  if (!has_required && has_optional) {
    for (const QueryNode& child : node.children) {
      if (is_positive(child) && !child.narrows) optional |= meeting(child, within, with_phrases);
    }
    found = optional;
  }
  const bool has_condition =
      std::any_of(node.children.begin(), node.children.end(), [](const auto& child) { return child.narrows; });
  if (!has_required && !has_optional && !has_condition) found = everyone(within);
  for (const QueryNode& child : node.children) {
    if (child.narrows) found &= meeting(child, narrows ? found : within, with_phrases);
    if (child.kind == Kind::kNot) found -= meeting(child.children[0], narrows ? found : within, !with_phrases);
  }
  return found;
}

bool Matcher::stands_in_row(const Alternative& alternative, std::uint32_t place) {
  PhraseWindow& phrase = phrases_[alternative.phrase];
  if (phrase.begin != begin_) phrase = {begin_, {}, {}};
  if (!phrase.looked_up.has(place)) {
    phrase.looked_up.add(place);
    if (has_row(words_.of(begin_ + place), alternative.row)) phrase.found.add(place);
  }
  return phrase.found.has(place);
}

template <typename At>
double Matcher::fit_at(At at) {
  double fit = 0;
  for (const auto& forms : simple_units_) {
    double best = 0;
    for (const SimpleForm& form : forms) best = std::max(best, form.level->at(form.postings->evidence(at.place)));
    fit += best;
  }
  for (const Unit* unit : other_units_) fit += evaluate(unit->scored, at).fit;
  return std::min(1.0, fit);
}

void Matcher::hope_for(double floor) {
  if (floor == floor_ || simple_units_.size() != 1 || !other_units_.empty()) return;
  floor_ = floor;
  hopes_.clear();
  for (const SimpleForm& form : simple_units_.front()) {
    hopes_.push_back({form.postings, form.level->evidence_above(floor)});
  }
}

bool Matcher::meets(std::uint32_t place) {
  Place at{*this, place};
  return evaluate(plan_.condition, at).matched;
}

double Matcher::fit(std::uint32_t place) { return fit_at(Place{*this, place}); }
double Matcher::fit_max(std::uint32_t place) { return fit_at(HopefulPlace{{*this, place}}); }

}  // namespace kennis
