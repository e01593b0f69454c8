/// @file
#include "journal/live_rosters.h"

#include <algorithm>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

namespace kennis {
namespace {

/// The stays of one person after one more line about one place.
std::vector<Stay> stays_after(std::span<const Stay> before, const RosterLine& line) {
  std::vector<Stay> stays;
  std::vector<Stay> there;
  for (const Stay& stay : before) (stay.place == line.place ? there : stays).push_back(stay);
  take_line(line, there);
  stays.insert(stays.end(), there.begin(), there.end());
  return stays;
}

}  // namespace

LiveRosters::LiveRosters(const Rosters& files) : now_(files.with(overlay_)) {
  std::uint32_t index = 0;
  for (const std::string_view id : files.group_ids()) {
    group_of(std::string(id)) = {index, files.kind_of_group(index), files.group_open_since(index)};
    ++index;
  }
  index = 0;
  for (const std::string_view id : files.team_ids()) teams_[std::string(id)] = {index++};
}

LiveRosters::Place& LiveRosters::place_of(Places& places, const std::string& id) {
  return places.try_emplace(id, Place{static_cast<std::uint32_t>(places.size())}).first->second;
}

LiveRosters::Place& LiveRosters::group_of(const std::string& id) {
  const auto [group, is_new] = groups_.try_emplace(id, Place{static_cast<std::uint32_t>(groups_.size())});
  if (is_new) groups_by_index_.push_back(&*group);
  return group->second;
}

std::uint32_t LiveRosters::scope_of(const std::string& group, Seconds at) {
  if (group.empty()) return kPublicScope;
  const Place& place = group_of(group);
  return place.kind == GroupKind::kOpen && at >= place.open_since ? kPublicScope : place.index + 1;
}

bool LiveRosters::put(const Group& group) {
  const bool is_new = !groups_.contains(group.id);
  Place& place = group_of(group.id);
  const GroupKind kind = group.deleted ? GroupKind::kClosed : group.kind;
  if (kind == GroupKind::kOpen && place.kind != GroupKind::kOpen) {
    place.open_since = is_new ? kAlwaysOpen : group.updated_at.value_or(-kAlwaysOpen);
  }
  const bool is_shut = place.kind == GroupKind::kOpen && kind != GroupKind::kOpen;
  place.kind = kind;
  return is_shut;
}

std::vector<ScopedClaim> LiveRosters::contexts_of(Node person) const {
  std::vector<ScopedClaim> claims;
  for (const Stay& stay : now_.groups_of(person)) {
    const auto& [id, place] = *groups_by_index_[stay.place];
    const std::optional<Stay> shown = membership_in_context(stay, place.kind, place.open_since);
    if (!shown) continue;
    claims.push_back({context_claim_of(*shown, id), context_scope_of(place.kind, place.index)});
  }
  return claims;
}

void LiveRosters::set_stays(bool is_team, Node person, std::vector<Stay> stays) {
  std::sort(stays.begin(), stays.end(), [](const Stay& a, const Stay& b) {
    return std::tie(a.place, a.from, a.to) < std::tie(b.place, b.from, b.to);
  });
  auto shared = std::make_shared<const std::vector<Stay>>(std::move(stays));
  if (!is_team) {
    overlay_.groups.put(person, std::move(shared));
    return;
  }
  std::set<std::uint32_t> teams;
  for (const Stay& stay : now_.teams_of(person)) teams.insert(stay.place);
  for (const Stay& stay : *shared) teams.insert(stay.place);
  for (const std::uint32_t team : teams) {
    std::vector<Stay> members;
    for (const Stay& stay : now_.stays_in_team(team)) {
      if (stay.person != person) members.push_back(stay);
    }
    std::copy_if(shared->begin(), shared->end(), std::back_inserter(members),
                 [&](const Stay& stay) { return stay.place == team; });
    std::stable_sort(members.begin(), members.end(), [](const Stay& a, const Stay& b) { return a.person < b.person; });
    overlay_.team.put(team, std::make_shared<const std::vector<Stay>>(std::move(members)));
  }
  overlay_.teams.put(person, std::move(shared));
}

void LiveRosters::put(const Membership& membership, Node person) {
  const RosterLine line{group_of(membership.group).index, person, membership.from, membership.to, membership.deleted};
  set_stays(false, person, stays_after(now_.groups_of(person), line));
}

void LiveRosters::put(const TeamMember& member, Node person) {
  const bool is_new = !teams_.contains(member.team);
  const std::uint32_t team = place_of(teams_, member.team).index;
  if (is_new) overlay_.team_ids.put(team, std::make_shared<const std::string>(member.team));
  const RosterLine line{team, person, member.from, member.to, member.deleted};
  set_stays(true, person, stays_after(now_.teams_of(person), line));
}

void LiveRosters::clear(bool is_team, const std::string& place, Node person) {
  Places& places = is_team ? teams_ : groups_;
  const auto known = places.find(place);
  if (known == places.end()) return;
  const std::span<const Stay> before = is_team ? now_.teams_of(person) : now_.groups_of(person);
  std::vector<Stay> stays(before.begin(), before.end());
  std::erase_if(stays, [&](const Stay& stay) { return stay.place == known->second.index; });
  if (stays.size() != before.size()) set_stays(is_team, person, std::move(stays));
}

void LiveRosters::erase(Node person) {
  if (!now_.teams_of(person).empty()) set_stays(true, person, {});
  if (!now_.groups_of(person).empty()) set_stays(false, person, {});
}

void LiveRosters::absorb(Node gone, Node into) {
  for (const bool is_team : {false, true}) {
    const auto stays_of = [&](Node node) { return is_team ? now_.teams_of(node) : now_.groups_of(node); };
    if (stays_of(gone).empty()) continue;
    std::vector<Stay> stays(stays_of(into).begin(), stays_of(into).end());
    for (Stay stay : stays_of(gone)) {
      stay.person = into;
      stays.push_back(stay);
    }
    set_stays(is_team, gone, {});
    set_stays(is_team, into, std::move(stays));
  }
}

}  // namespace kennis
