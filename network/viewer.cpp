/// @file
#include "network/viewer.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

namespace kennis {
namespace {

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
      standing_->scopes.push_back(stay.place + 1);  // an open one has private ties from before it was opened
  }
  std::sort(standing_->scopes.begin(), standing_->scopes.end());
  standing_->scopes.erase(std::unique(standing_->scopes.begin(), standing_->scopes.end()), standing_->scopes.end());
}

void Viewer::add_private_ties() {
  std::map<PairKey, std::vector<ChannelCounts>> pairs;
  for (const std::uint32_t scope : standing_->scopes) {
    const std::span<const PairKey> known = network_->ties_.pairs(scope);
    const auto add = [&](const PairKey& key) {
      add_counts(pairs[{kPublicScope, key.low, key.high}], network_->ties_.counts(key));
    };
    for (const PairKey& key : known) add(key);
    for (const PairKey& key : network_->ties_.pairs_since(scope)) {
      if (!std::binary_search(known.begin(), known.end(), key)) add(key);
    }
  }
  for (auto& [key, counts] : pairs) {
    add_counts(counts, network_->ties_.counts(key));
    if (counts.empty()) continue;  // a tie that was taken back
    const PairStrength pair = pair_strength(network_->tie_model(), key.low, key.high, counts, network_->as_of());
    standing_->private_lists[key.low].arcs.push_back(pair.arc_of_low());
    standing_->private_lists[key.high].arcs.push_back(pair.arc_of_high());
  }
  for (auto& [node, list] : standing_->private_lists) {
    complete_arcs(list.arcs, network_->graph_.arcs(node));
    std::uint64_t sum = 0;
    for (const Arc& arc : list.arcs) sum += arc.units();
    list.attention = attention_of(network_->tie_model(), sum);
  }
}

void Viewer::find_relations() {
  standing_->relations.assign(std::size_t{people().node_max()} + 1, 0);
  for (const Arc& arc : arcs(searcher_)) {
    if (arc.strength() < kTieMin) break;
    standing_->relations[arc.to] |= static_cast<std::uint8_t>(kDirect | (arc.to_acted() ? kContact : 0));
  }
  std::vector<std::uint32_t>& teams = standing_->teams;
  for (const Stay& own : network_->rosters_.teams_of(searcher_)) {
    if (own.covers(today_)) teams.push_back(own.place);
  }
  teams.erase(std::unique(teams.begin(), teams.end()), teams.end());  // stays are by team
  for (const std::uint32_t team : teams) add_team(team);
  find_refusals();
  std::vector<Node>& colleagues = standing_->colleagues;
  std::sort(colleagues.begin(), colleagues.end());
  colleagues.erase(std::unique(colleagues.begin(), colleagues.end()), colleagues.end());
}

void Viewer::find_refusals() {
  if (!network_->overlay_) return;
  for (const Node refused : {kNoPerson, searcher_}) {
    const auto* refusing = network_->overlay_->refusals.refusing.find(refused);
    if (refusing == nullptr) continue;
    for (const Node node : **refusing) standing_->relations[node] |= kRefuses;
  }
}

void Viewer::add_team(std::uint32_t team) {
  std::vector<std::uint8_t>& relations = standing_->relations;
  const std::span<const Stay> stays = network_->rosters_.stays_in_team(team);
  for (auto first = stays.begin(); first != stays.end();) {
    const Node person = first->person;
    const auto last = std::find_if(first, stays.end(), [&](const Stay& stay) { return stay.person != person; });
    // Who left and came back is a teammate again; who left is not one again by being in another team of the searcher's.
    if (std::any_of(first, last, [&](const Stay& stay) { return stay.covers(today_); })) {
      relations[person] |= kTeammate;
    } else {
      for (auto stay = first; stay != last; ++stay) {
        if (stay->to > today_) continue;
        relations[person] |= kAlumnus;
        if (people().sharing_set(person) <= stay->to) relations[person] |= kLeft;
      }
    }
    if (person != searcher_ && (relations[person] & (kTeammate | kAlumnus)) != 0) {
      standing_->colleagues.push_back(person);
    }
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

std::vector<Viewer::OwnStay> Viewer::own_stays() const {
  std::vector<OwnStay> stays;
  for (const Stay& stay : network_->rosters_.teams_of(searcher_)) {
    stays.push_back({std::string(team_id(stay.place)), true, stay.from, stay.to});
  }
  const std::vector<std::string_view> groups = network_->rosters_.group_ids();
  for (const Stay& stay : network_->rosters_.groups_of(searcher_)) {
    stays.push_back({stay.place < groups.size() ? std::string(groups[stay.place]) : "", false, stay.from, stay.to});
  }
  return stays;
}

Viewer Viewer::after_departure_of(Node colleague) const {
  Viewer after = *this;
  after.standing_ = std::make_shared<Standing>(*standing_);
  std::vector<std::uint8_t>& relations = after.standing_->relations;
  if (colleague >= relations.size()) relations.resize(std::size_t{colleague} + 1);
  relations[colleague] |= kLeft | kAlumnus;
  return after;
}

bool Viewer::may_carry(Node node) const {
  if (node == searcher_) return true;
  const Rights rights = people().rights(node);
  const std::uint8_t standing = relation(node);
  if (rights.contact_policy == ContactPolicy::kDoNotContact || (standing & kRefuses) != 0) return false;
  if (rights.sharing == Sharing::kEveryone) return true;
  if (rights.sharing == Sharing::kNobody || (standing & kLeft) != 0) return false;
  return (standing & kContact) != 0 || (rights.sharing == Sharing::kTeam && (standing & kTeammate) != 0);
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
  for (const std::uint32_t scope : standing_->scopes) add_counts(counts, network_->ties_.counts({scope, low, high}));
  if (a > b) turn_counts(counts);
  return counts;
}

std::vector<std::uint32_t> Viewer::scopes_of_tie(Node a, Node b) const {
  std::vector<std::uint32_t> scopes;
  const auto add = [&](std::uint32_t scope) {
    if (!network_->ties_.counts({scope, std::min(a, b), std::max(a, b)}).empty()) scopes.push_back(scope);
  };
  add(kPublicScope);
  for (const std::uint32_t scope : standing_->scopes) add(scope);
  return scopes;
}

Days Viewer::member_since(std::uint32_t team, Node person) const {
  for (const Stay& stay : network_->rosters_.stays_in_team(team)) {
    if (stay.person == person && stay.covers(today_)) return stay.from;
  }
  return kFromEver;
}

std::vector<std::string_view> Viewer::topics(Node a, Node b, std::size_t count) const {
  const bool takes_part = a == searcher_ || b == searcher_;
  const bool is_shared = people().rights(a).share_topics || people().rights(b).share_topics;
  if (!may_carry(a) || !(takes_part || is_shared)) return {};
  const Node low = std::min(a, b);
  const Node high = std::max(a, b);
  std::vector<TopicCount> topics = network_->ties_.topics({kPublicScope, low, high});
  for (const std::uint32_t scope : standing_->scopes) {
    const std::vector<TopicCount> inside = network_->ties_.topics({scope, low, high});
    topics.insert(topics.end(), inside.begin(), inside.end());
  }
  keep_commonest(topics, topics.size());  // a topic that is there twice is one
  // By name where they are as common: a topic that is new since the generation has no number among the others.
  std::vector<std::pair<std::uint32_t, std::string_view>> named;
  for (const TopicCount& topic : topics) named.emplace_back(topic.events, network_->ties_.topic_name(topic.topic));
  std::sort(named.begin(), named.end(), [](const auto& one, const auto& other) {
    return std::tie(other.first, one.second) < std::tie(one.first, other.second);
  });
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < std::min(count, named.size()); ++i) names.push_back(named[i].second);
  return names;
}

std::vector<bool> Viewer::visible_groups() const {
  const Rosters& rosters = network_->rosters_;
  std::vector<bool> visible(rosters.group_count(), false);
  for (std::uint32_t group = 0; group < visible.size(); ++group) {
    visible[group] = rosters.kind_of_group(group) == GroupKind::kOpen;
  }
  for (const Stay& stay : rosters.groups_of(searcher_)) {
    if (stay.covers(today_) && stay.place < visible.size()) visible[stay.place] = true;
  }
  return visible;
}

bool Viewer::is_open(std::uint32_t group) const {
  return group < network_->rosters_.group_count() && network_->rosters_.kind_of_group(group) == GroupKind::kOpen;
}

bool Viewer::is_listed(std::uint32_t group) const {
  return group < network_->rosters_.group_count() && network_->rosters_.kind_of_group(group) != GroupKind::kClosed;
}

std::optional<std::uint32_t> Viewer::visible_group(std::string_view id) const {
  const std::vector<bool> visible = visible_groups();
  const auto ids = group_ids();
  std::optional<std::uint32_t> found;
  for (std::uint32_t group = 0; group < ids.size(); ++group) {
    if (visible[group] && ids[group] == id) found = group;
  }
  return found;
}

}  // namespace kennis
