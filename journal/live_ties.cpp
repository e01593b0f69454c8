/// @file
#include "journal/live_ties.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "network/tie_codec.h"
#include "schema/fields.h"

namespace kennis {
namespace {

PairKey key_of(std::uint32_t scope, Node a, Node b) { return {scope, std::min(a, b), std::max(a, b)}; }

/// One contact as counts, forward from the smaller node.
ChannelCounts counts_of(const LiveEvent& event, Node to, std::uint64_t share) {
  ChannelCounts counts;
  counts.channel = event.channel;
  if (event.from < to) {
    counts.forward = share;
    counts.last_forward = event.at;
    counts.events_forward = 1;
  } else {
    counts.backward = share;
    counts.last_backward = event.at;
    counts.events_backward = 1;
  }
  return counts;
}

}  // namespace

LiveTies::LiveTies(const TieModel& model, const Ties& files, const Graph& graph)
    : model_(model), files_(files), as_of_(graph.as_of()), now_(graph.with(graph_)), ties_now_(files.with(ties_)) {}

TiesOverlay& LiveTies::ties() {
  fold();
  return ties_;
}

GraphOverlay& LiveTies::graph() {
  fold();
  return graph_;
}

void LiveTies::put(LiveEvent event) {
  remove(event.id);
  std::string id = event.id;
  const auto [kept, is_new] = events_.insert_or_assign(std::move(id), Kept{next_number_++, std::move(event)});
  add_contacts(kept->second);
}

void LiveTies::remove(const std::string& id) {
  const auto known = events_.find(id);
  if (known == events_.end()) return;
  drop_contacts(known->second);
  events_.erase(known);
}

void LiveTies::add_contacts(const Kept& kept) {
  const LiveEvent& event = kept.event;
  const auto to_self = static_cast<std::size_t>(std::count(event.to.begin(), event.to.end(), event.from));
  const std::uint64_t share = share_of_event(std::max<std::size_t>(1, event.to.size() - to_self + event.unseen));
  std::vector<std::uint32_t> topics;
  for (const std::string& topic : event.topics) topics.push_back(number_of(topic));
  for (const Node to : event.to) {
    if (to == event.from || erased_.contains(to) || erased_.contains(event.from)) continue;
    const PairKey key = key_of(event.scope, event.from, to);
    contacts_[key].push_back({kept.number, counts_of(event, to, share), topics});
    to_fold_.push_back(key);
  }
}

void LiveTies::drop_contacts(const Kept& kept) {
  for (const Node to : kept.event.to) {
    const PairKey key = key_of(kept.event.scope, kept.event.from, to);
    const auto contacts = contacts_.find(key);
    if (contacts == contacts_.end()) continue;
    std::erase_if(contacts->second, [&](const Contact& contact) { return contact.event == kept.number; });
    if (contacts->second.empty()) contacts_.erase(contacts);
    to_fold_.push_back(key);
  }
}

std::vector<Node> LiveTies::names_of(Node node) const {
  std::vector<Node> names = {node};
  if (const auto absorbed = absorbed_.find(node); absorbed != absorbed_.end()) {
    names.insert(names.end(), absorbed->second.begin(), absorbed->second.end());
  }
  return names;
}

/// Calls `use(low, high)` for the pairs of the files, `low` being of the smaller person, that a pair is of now.
template <typename Use>
void LiveTies::for_each_in_files(const PairKey& key, const Use& use) const {
  const auto is_nobody = [&](Node node) { return gone_.contains(node) || erased_.contains(node); };
  if (is_nobody(key.low) || is_nobody(key.high)) return;
  for (const Node low : names_of(key.low)) {
    for (const Node high : names_of(key.high)) {
      if (!told_anew_.contains(low) && !told_anew_.contains(high)) use(low, high);
    }
  }
}

std::vector<ChannelCounts> LiveTies::counts_of_files(const PairKey& key) const {
  std::vector<ChannelCounts> sum;
  for_each_in_files(key, [&](Node low, Node high) {
    std::vector<ChannelCounts> counts = files_.counts(key_of(key.scope, low, high));
    if (low > high) turn_counts(counts);
    add_counts(sum, counts);
  });
  return sum;
}

std::uint32_t LiveTies::number_of(const std::string& topic) {
  const auto [known, is_new] = topic_numbers_.try_emplace(topic, 0);
  if (is_new) {
    known->second = files_.number_of_topic(topic).value_or(
        static_cast<std::uint32_t>(files_.topic_count() + ties_.topic_names.size()));
    if (known->second >= files_.topic_count()) {
      ties_.topic_names.put(known->second, std::make_shared<const std::string>(topic));
    }
  }
  return known->second;
}

/// What contacts since were about, beside those of before.
void LiveTies::fold_topics(const PairKey& key) {
  std::vector<TopicCount> topics;
  for_each_in_files(key, [&](Node low, Node high) {
    const std::vector<TopicCount> before = files_.topics(key_of(key.scope, low, high));
    topics.insert(topics.end(), before.begin(), before.end());
  });
  if (const auto contacts = contacts_.find(key); contacts != contacts_.end()) {
    for (const Contact& contact : contacts->second) {
      for (const std::uint32_t topic : contact.topics) topics.push_back({topic, 1});
    }
  }
  keep_commonest(topics, topics.size());
  std::stable_sort(topics.begin(), topics.end(), [&](const TopicCount& a, const TopicCount& b) {
    if (a.events != b.events) return a.events > b.events;
    return ties_now_.topic_name(a.topic) < ties_now_.topic_name(b.topic);
  });
  ties_.topics.put(key, std::make_shared<const std::vector<TopicCount>>(std::move(topics)));
}

/// Each pair anew of which something has changed, and then each list of ties once.
void LiveTies::fold() {
  std::vector<PairKey> keys = std::exchange(to_fold_, {});
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  std::vector<OwnedArc> arcs;
  std::vector<PairKey> in_groups;
  for (const PairKey& key : keys) {
    fold_topics(key);
    std::vector<ChannelCounts> counts = counts_of_files(key);
    if (const auto contacts = contacts_.find(key); contacts != contacts_.end()) {
      for (const Contact& contact : contacts->second) add_counts(counts, {contact.counts});
    }
    touched_.push_back(key.low);
    touched_.push_back(key.high);
    if (key.scope == kPublicScope) {
      const PairStrength pair = pair_strength(model_, key.low, key.high, counts, as_of_);
      arcs.push_back({key.low, pair.arc_of_low(), !counts.empty()});
      arcs.push_back({key.high, pair.arc_of_high(), !counts.empty()});
    } else {
      in_groups.push_back(key);
    }
    ties_.counts.put(key, std::make_shared<const std::vector<ChannelCounts>>(std::move(counts)));
  }
  add_private_pairs(in_groups);
  std::stable_sort(arcs.begin(), arcs.end(), [](const OwnedArc& a, const OwnedArc& b) {
    return std::pair(a.owner, a.arc.to) < std::pair(b.owner, b.arc.to);
  });
  for (auto begin = arcs.begin(); begin != arcs.end();) {
    const auto end = std::find_if(begin, arcs.end(), [&](const OwnedArc& one) { return one.owner != begin->owner; });
    set_arcs({begin, end});
    begin = end;
  }
}

/// Needs: rising.
void LiveTies::add_private_pairs(const std::vector<PairKey>& keys) {
  for (auto begin = keys.begin(); begin != keys.end();) {
    const auto end = std::find_if(begin, keys.end(), [&](const PairKey& key) { return key.scope != begin->scope; });
    const auto* known = ties_.pairs.find(begin->scope);
    std::vector<PairKey> pairs;
    if (known != nullptr) {
      std::set_union((*known)->begin(), (*known)->end(), begin, end, std::back_inserter(pairs));
    } else {
      pairs.assign(begin, end);
    }
    ties_.pairs.put(begin->scope, std::make_shared<const std::vector<PairKey>>(std::move(pairs)));
    begin = end;
  }
}

/// Needs: all of one owner, by rising person at the other end.
void LiveTies::set_arcs(std::span<const OwnedArc> of_owner) {
  const Node owner = of_owner.front().owner;
  const auto is_other = [&](const Arc& arc) {
    const auto found = std::lower_bound(of_owner.begin(), of_owner.end(), arc.to,
                                        [](const OwnedArc& one, Node to) { return one.arc.to < to; });
    return found != of_owner.end() && found->arc.to == arc.to;
  };
  const std::span<const Arc> before = now_.arcs(owner);
  TieList list;
  list.arcs.reserve(before.size() + of_owner.size());
  std::copy_if(before.begin(), before.end(), std::back_inserter(list.arcs),
               [&](const Arc& arc) { return !is_other(arc); });
  const auto kept = static_cast<std::ptrdiff_t>(list.arcs.size());
  for (const OwnedArc& one : of_owner) {
    if (one.is_there) list.arcs.push_back(one.arc);
  }
  std::sort(list.arcs.begin() + kept, list.arcs.end(), stronger);
  std::inplace_merge(list.arcs.begin(), list.arcs.begin() + kept, list.arcs.end(), stronger);
  std::uint64_t sum = 0;
  for (const Arc& one : list.arcs) sum += one.units();
  list.attention = attention_of(model_, sum);
  graph_.lists.put(owner, std::make_shared<const TieList>(std::move(list)));
}

Node LiveTies::now(Node node) const {
  for (auto next = gone_.find(node); next != gone_.end(); next = gone_.find(node)) node = next->second;
  return node;
}

/// Pairs of which the files or events since have something, by who their persons are now. Needs: everything is folded.
std::vector<PairKey> LiveTies::pairs_with(Node node) {
  std::vector<PairKey> pairs;
  for (const Arc& arc : now_.arcs(node)) pairs.push_back(key_of(kPublicScope, node, arc.to));
  const std::span<const PairKey> keys = files_.private_pairs();
  if (private_of_.empty()) {
    private_of_.reserve(2 * keys.size());
    for (std::uint32_t i = 0; i < keys.size(); ++i) {
      private_of_.emplace_back(keys[i].low, i);
      private_of_.emplace_back(keys[i].high, i);
    }
    std::sort(private_of_.begin(), private_of_.end());
  }
  for (const Node name : names_of(node)) {
    for (auto at = std::lower_bound(private_of_.begin(), private_of_.end(), std::pair(name, 0U));
         at != private_of_.end() && at->first == name; ++at) {
      const PairKey& key = keys[at->second];
      pairs.push_back(key_of(key.scope, now(key.low), now(key.high)));
    }
  }
  return pairs;
}

void LiveTies::erase(Node person) {
  fold();
  std::vector<PairKey> pairs = pairs_with(person);
  for (const auto& [key, contacts] : contacts_) {
    if (key.low == person || key.high == person) pairs.push_back(key);
  }
  erased_.insert(person);
  for (const PairKey& key : pairs) {
    contacts_.erase(key);
    to_fold_.push_back(key);
  }
}

std::vector<std::string> LiveTies::forget_erased() {
  std::vector<std::string> gone;
  for (const auto& [id, kept] : events_) {
    const auto is_erased = [&](Node node) { return erased_.contains(node); };
    const std::vector<Node>& to = kept.event.to;
    if (is_erased(kept.event.from) || (!to.empty() && std::all_of(to.begin(), to.end(), is_erased))) gone.push_back(id);
  }
  for (const std::string& id : gone) events_.erase(id);
  return gone;
}

void LiveTies::forget_files_of(const std::vector<Node>& persons) {
  fold();
  told_anew_.insert(persons.begin(), persons.end());
  for (const Node person : persons) {
    for (const Arc& arc : now_.arcs(person)) to_fold_.push_back(key_of(kPublicScope, person, arc.to));
  }
  for (const PairKey& key : files_.private_pairs()) {
    if (told_anew_.contains(key.low) || told_anew_.contains(key.high)) to_fold_.push_back(key);
  }
}

void LiveTies::absorb(Node gone, Node into) {
  std::vector<Kept> moved;
  for (const auto& [id, kept] : events_) {
    const LiveEvent& event = kept.event;
    if (event.from == gone || std::binary_search(event.to.begin(), event.to.end(), gone)) moved.push_back(kept);
  }
  std::sort(moved.begin(), moved.end(), [](const Kept& a, const Kept& b) { return a.number < b.number; });
  for (const Kept& kept : moved) remove(kept.event.id);
  fold();
  const std::vector<PairKey> pairs = pairs_with(gone);
  const std::vector<Node> names = names_of(gone);
  std::vector<Node>& all = absorbed_[into];
  all.insert(all.end(), names.begin(), names.end());
  gone_[gone] = into;
  for (const PairKey& key : pairs) {
    const Node other = key.low == gone ? key.high : key.low;
    to_fold_.push_back(key);
    if (other != into) to_fold_.push_back(key_of(key.scope, into, other));
  }
  for (Kept& kept : moved) {
    if (kept.event.from == gone) kept.event.from = into;
    std::replace(kept.event.to.begin(), kept.event.to.end(), gone, into);
    std::sort(kept.event.to.begin(), kept.event.to.end());
    kept.event.to.erase(std::unique(kept.event.to.begin(), kept.event.to.end()), kept.event.to.end());
    put(std::move(kept.event));
  }
}

std::vector<Node> LiveTies::take_touched() {
  fold();
  std::sort(touched_.begin(), touched_.end());
  touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
  return std::exchange(touched_, {});
}

}  // namespace kennis
