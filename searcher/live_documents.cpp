/// @file
#include "searcher/live_documents.h"

#include <algorithm>
#include <future>
#include <iterator>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "schema/statistics.h"
#include "searcher/evaluate.h"

namespace kennis {
namespace {

/// False if nobody without any of the words meets a node (or, in a NOT, everybody does), whatever conditions say.
bool may_lack_words(const QueryNode& node, bool wanted = true) {
  const auto may = [&](const QueryNode& child) { return may_lack_words(child, wanted); };
  switch (node.kind) {
    case QueryNode::Kind::kLeaf:
      return false;
    case QueryNode::Kind::kFilter:
      return wanted;
    case QueryNode::Kind::kNot:
      return !may_lack_words(node.children[0], !wanted);
    case QueryNode::Kind::kEveryone:
      return true;
    case QueryNode::Kind::kOr:
      return std::any_of(node.children.begin(), node.children.end(), may);
    default:
      break;
  }
  bool any_optional = false;
  bool has_required = false;
  bool has_optional = false;
  for (const QueryNode& child : node.children) {
    const bool is_condition = child.kind == QueryNode::Kind::kNot || child.narrows;
    const bool required = is_required(child, node);
    if ((is_condition || required) && !may(child)) return false;
    has_required = has_required || required;
    if (is_condition || required) continue;
    has_optional = true;
    any_optional = any_optional || may(child);
  }
  return has_required || !has_optional || any_optional;
}

void collect_unheard(const QueryNode& node, std::vector<std::string_view>& terms) {
  for (const Alternative& alternative : node.leaf.unheard) terms.emplace_back(alternative.terms.front());
  for (const QueryNode& child : node.children) collect_unheard(child, terms);
}

/// Where among the nodes of profiles an id belongs: after how many.
Node rank_of(const People& people, std::string_view id) {
  Node low = 0;
  Node high = people.profile_count();
  while (low < high) {
    const Node middle = low + (high - low) / 2;
    if (people.file_id(middle + 1) < id) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/// Gives those who have no node among the profiles their places by id.
void place_newcomers(std::vector<Candidate>& candidates, const People& people) {
  const auto first_new = std::partition(candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
    return candidate.node <= people.profile_count();
  });
  std::sort(first_new, candidates.end(),
            [&](const Candidate& a, const Candidate& b) { return people.id(a.node) < people.id(b.node); });
  std::uint64_t number = 0;
  for (auto candidate = first_new; candidate != candidates.end(); ++candidate) {
    candidate->place_among_ids = std::uint64_t{rank_of(people, people.id(candidate->node))} << 32U | ++number;
  }
}

}  // namespace

void LivePostings::add(Node node, const std::shared_ptr<const LiveDocument>& document) {
  const std::unique_lock lock(mutex_);
  const auto place = static_cast<std::uint32_t>(entries_.size());
  entries_.emplace_back(node, document);
  document->for_each_term([&](std::string_view term) {
    const std::uint64_t hash = hash_of_term(term);
    shards_[shard_of(hash)].add(term, hash, place);
  });
}

void LivePostings::Shard::add(std::string_view term, std::uint64_t hash, std::uint32_t place) {
  std::vector<std::uint32_t>& its = places[hash];
  if (its.empty()) terms.emplace(term);
  its.push_back(place);
}

/// Each thread looks at all terms and adds those of its shards.
void LivePostings::add_all(std::vector<Entry> entries) {
  const std::unique_lock lock(mutex_);
  const std::size_t first = entries_.size();
  std::move(entries.begin(), entries.end(), std::back_inserter(entries_));
  const std::size_t threads = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, shards_.size());
  std::vector<std::future<void>> adding;
  for (std::size_t thread = 0; thread < threads; ++thread) {
    adding.push_back(std::async(std::launch::async, [this, first, thread, threads] {
      for (std::size_t place = first; place < entries_.size(); ++place) {
        entries_[place].second->for_each_term([&](std::string_view term) {
          const std::uint64_t hash = hash_of_term(term);
          if (shard_of(hash) % threads != thread) return;
          shards_[shard_of(hash)].add(term, hash, static_cast<std::uint32_t>(place));
        });
      }
    }));
  }
  for (std::future<void>& one : adding) one.get();
}

std::vector<LivePostings::Found> LivePostings::with_any(const std::vector<std::string_view>& terms, bool all) const {
  std::vector<Found> found;
  if (base_ != nullptr) found = base_->with_any(terms, all);
  const std::shared_lock lock(mutex_);
  std::vector<TermsSeen> seen(entries_.size());
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const std::uint64_t hash = hash_of_term(terms[i]);
    const Shard& shard = shards_[shard_of(hash)];
    const auto places = shard.places.find(hash);
    if (places == shard.places.end()) continue;
    for (const std::uint32_t place : places->second) seen[place].add(i);
  }
  for (std::size_t place = 0; place < seen.size(); ++place) {
    if (all || !seen[place].empty()) found.push_back({entries_[place], seen[place]});
  }
  return found;
}

std::vector<std::string> LivePostings::terms_with(std::string_view beginning) const {
  std::set<std::string, std::less<>> terms;
  if (base_ != nullptr) {
    for (std::string& term : base_->terms_with(beginning)) terms.insert(std::move(term));
  }
  const std::shared_lock lock(mutex_);
  for (const Shard& shard : shards_) {
    const auto end = shard.terms.end();
    for (auto at = shard.terms.lower_bound(beginning); at != end && at->starts_with(beginning); ++at) terms.insert(*at);
  }
  return {terms.begin(), terms.end()};
}

std::vector<Candidate> match_live(const LiveSegment& segment, const MatchPlan& plan, const ReachMap& reach) {
  if (segment.table == nullptr || segment.table->empty()) return {};
  const bool looks_at_all = may_lack_words(plan.query.root);
  std::vector<std::string_view> terms;  // as the plan's places, and behind them what it has no places for
  for (const AskedTerm& term : plan.terms) terms.emplace_back(term.text);
  collect_unheard(plan.query.root, terms);
  std::vector<Candidate> candidates;
  for (const auto& [entry, seen] : segment.postings->with_any(terms, looks_at_all)) {
    const auto& [node, document] = entry;
    const auto* in_force = segment.table->find(node);
    if (in_force == nullptr || *in_force != document || !document->is_searchable()) continue;
    const LiveEvidence evidence(node, *document, seen);
    if (!evaluate(plan.condition, evidence).matched) continue;
    double fit = 0;
    for (const Unit& unit : plan.units) fit += evaluate(unit.scored, evidence).fit;
    candidates.push_back({node, std::min(1.0, fit), reach.of(node).closeness});
  }
  place_newcomers(candidates, *segment.people);
  return candidates;
}

}  // namespace kennis
