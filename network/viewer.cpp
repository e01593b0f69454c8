/// @file
#include "network/viewer.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace kennis {
namespace {

bool acted_forward(const std::vector<ChannelCounts>& counts) {
  return std::any_of(counts.begin(), counts.end(), [](const auto& count) { return count.events_forward > 0; });
}

bool acted_backward(const std::vector<ChannelCounts>& counts) {
  return std::any_of(counts.begin(), counts.end(), [](const auto& count) { return count.events_backward > 0; });
}

/// Adds those of `base` whose person has no arc in `arcs` yet, and sorts.
void complete_arcs(std::vector<Arc>& arcs, std::span<const Arc> base) {
  std::vector<Node> known;
  known.reserve(arcs.size());
  for (const Arc& arc : arcs) known.push_back(arc.to);
  std::sort(known.begin(), known.end());
  std::copy_if(base.begin(), base.end(), std::back_inserter(arcs),
               [&](const Arc& arc) { return !std::binary_search(known.begin(), known.end(), arc.to); });
  std::sort(arcs.begin(), arcs.end(), stronger);
}

}  // namespace

Viewer::Viewer(const Network& network, Node searcher, Days today)
    : network_(&network), searcher_(searcher), today_(today) {
  find_groups();
  add_private_ties();
  find_relations();
}

void Viewer::find_groups() {
  for (const Stay& stay : network_->rosters_.groups_of(searcher_)) {
    if (stay.covers(today_))
      scopes_.push_back(stay.place + 1);  // an open one has private ties from before it was opened
  }
  std::sort(scopes_.begin(), scopes_.end());
  scopes_.erase(std::unique(scopes_.begin(), scopes_.end()), scopes_.end());
}

void Viewer::add_private_ties() {
  std::map<PairKey, std::vector<ChannelCounts>> pairs;
  for (const std::uint32_t scope : scopes_) {
    for (const PairKey& key : network_->ties_.pairs(scope)) {
      add_counts(pairs[{kPublicScope, key.low, key.high}], network_->ties_.counts(key));
    }
  }
  for (auto& [key, counts] : pairs) {
    add_counts(counts, network_->ties_.counts(key));
    const Strength strength = strength_of_evidence(evidence_of_tie(default_tie_model(), counts, network_->as_of()));
    const bool low_acted = acted_forward(counts);
    const bool high_acted = acted_backward(counts);
    private_lists_[key.low].arcs.push_back(Arc::make(key.high, strength, low_acted, high_acted));
    private_lists_[key.high].arcs.push_back(Arc::make(key.low, strength, high_acted, low_acted));
  }
  for (auto& [node, list] : private_lists_) {
    complete_arcs(list.arcs, network_->graph_.arcs(node));
    std::uint64_t sum = 0;
    for (const Arc& arc : list.arcs) sum += arc.packed >> 2U;
    list.attention = attention_of(sum);
  }
}

void Viewer::find_relations() {
  relations_.assign(std::size_t{people().node_max()} + 1, 0);
  for (const Arc& arc : arcs(searcher_)) {
    if (arc.strength() < kChanceMin) break;
    relations_[arc.to] |= static_cast<std::uint8_t>(kDirect | (arc.to_acted() ? kContact : 0));
  }
  for (const Stay& own : network_->rosters_.teams_of(searcher_)) {
    if (own.covers(today_)) teams_.push_back(own.place);
  }
  teams_.erase(std::unique(teams_.begin(), teams_.end()), teams_.end());  // stays are by team
  for (const std::uint32_t team : teams_) add_team(team);
  std::sort(colleagues_.begin(), colleagues_.end());
  colleagues_.erase(std::unique(colleagues_.begin(), colleagues_.end()), colleagues_.end());
}

void Viewer::add_team(std::uint32_t team) {
  const std::span<const Stay> stays = network_->rosters_.stays_in_team(team);
  for (auto first = stays.begin(); first != stays.end();) {
    const Node person = first->person;
    const auto last = std::find_if(first, stays.end(), [&](const Stay& stay) { return stay.person != person; });
    // Who left and came back is a teammate again; who left is not one again by being in another team of the searcher's.
    if (std::any_of(first, last, [&](const Stay& stay) { return stay.covers(today_); })) {
      relations_[person] |= kTeammate;
    } else {
      for (auto stay = first; stay != last; ++stay) {
        if (stay->to > today_) continue;
        relations_[person] |= kAlumnus;
        if (people().sharing_set(person) <= stay->to) relations_[person] |= kLeft;
      }
    }
    if (person != searcher_ && (relations_[person] & (kTeammate | kAlumnus)) != 0) colleagues_.push_back(person);
    first = last;
  }
}

std::vector<Node> Viewer::members_on(std::uint32_t team, Days day) const {
  std::vector<Node> members;
  for (const Stay& stay : network_->rosters_.stays_in_team(team)) {
    if (stay.covers(day) && (members.empty() || members.back() != stay.person)) members.push_back(stay.person);
  }
  return members;
}

Viewer Viewer::after_departure_of(Node colleague) const {
  Viewer after = *this;
  after.relations_[colleague] |= kLeft | kAlumnus;
  return after;
}

bool Viewer::may_carry(Node node) const {
  if (node == searcher_) return true;
  const Rights rights = people().rights(node);
  if (rights.contact_policy == ContactPolicy::kDoNotContact) return false;
  if (rights.sharing == Sharing::kEveryone) return true;
  const std::uint8_t relation = relations_[node];
  if (rights.sharing == Sharing::kNobody || (relation & kLeft) != 0) return false;
  return (relation & kContact) != 0 || (rights.sharing == Sharing::kTeam && (relation & kTeammate) != 0);
}

bool Viewer::may_see(Node node) const {
  if (node == kNoPerson) return false;
  if (node == searcher_) return true;
  if (people().rights(node).contact_policy == ContactPolicy::kDoNotContact) return false;
  return people().has_profile(node) || is_direct(node);
}

std::vector<ChannelCounts> Viewer::counts(Node a, Node b) const {
  if (!may_carry(a)) return {};
  const Node low = std::min(a, b);
  const Node high = std::max(a, b);
  std::vector<ChannelCounts> counts = network_->ties_.counts({kPublicScope, low, high});
  for (const std::uint32_t scope : scopes_) add_counts(counts, network_->ties_.counts({scope, low, high}));
  if (a > b) turn_counts(counts);
  return counts;
}

std::vector<std::string_view> Viewer::topics(Node a, Node b, std::size_t count) const {
  const bool takes_part = a == searcher_ || b == searcher_;
  const bool is_shared = people().rights(a).share_topics || people().rights(b).share_topics;
  if (!may_carry(a) || !(takes_part || is_shared)) return {};
  const Node low = std::min(a, b);
  const Node high = std::max(a, b);
  std::vector<TopicCount> topics = network_->ties_.topics({kPublicScope, low, high});
  for (const std::uint32_t scope : scopes_) {
    const std::vector<TopicCount> inside = network_->ties_.topics({scope, low, high});
    topics.insert(topics.end(), inside.begin(), inside.end());
  }
  keep_commonest(topics, count);
  std::vector<std::string_view> names;
  for (const TopicCount& topic : topics) names.push_back(network_->ties_.topic_name(topic.topic));
  return names;
}

}  // namespace kennis
