/// @file
#include "indexer/roster_stage.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace kennis {

std::string RosterStage::take_group(std::string_view line) {
  auto read = reader_.group(line);
  if (!read) return read.error().message;
  Group group = std::move(read).value();
  std::vector<GroupRecord>& history = group_records_[group.id];
  if (group.deleted && !group.updated_at) history.clear();
  // A deleted group keeps what happened in it to itself: nobody is told more because it is gone.
  const GroupRecord record{group.updated_at, group.deleted ? GroupKind::kClosed : group.kind};
  const auto later = std::upper_bound(history.begin(), history.end(), record,
                                      [](const auto& a, const auto& b) { return a.updated_at < b.updated_at; });
  history.insert(later, record);
  groups_->set_kind(group.id, history.back().kind, open_since(history));
  return {};
}

Seconds RosterStage::open_since(const std::vector<GroupRecord>& history) {
  const auto is_shut = [](const GroupRecord& record) { return record.kind != GroupKind::kOpen; };
  const auto last_shut = std::find_if(history.rbegin(), history.rend(), is_shut);
  if (last_shut == history.rend() || last_shut == history.rbegin()) return kAlwaysOpen;
  const GroupRecord& opening = *std::prev(last_shut);
  return opening.updated_at.value_or(-kAlwaysOpen);  // nobody says when: nothing of it is public
}

std::string RosterStage::take_membership(std::string_view line) {
  const auto read = reader_.membership(line);
  if (!read) return read.error().message;
  const Membership& membership = read.value();
  const std::uint32_t group = groups_->index_of(membership.group);
  const Node person = directory_->resolve_in_roster(membership.person);
  if (Directory::is_erased(person)) return {};
  memberships_.push_back({group, person, membership.from, membership.to, membership.deleted});
  return {};
}

std::string RosterStage::take_team(std::string_view line) {
  const auto read = reader_.team_member(line);
  if (!read) return read.error().message;
  const TeamMember& member = read.value();
  const auto [team, is_new] = team_indexes_.try_emplace(member.team, static_cast<std::uint32_t>(teams_.size()));
  if (is_new) teams_.push_back(member.team);
  const Node person = directory_->resolve_in_roster(member.person);
  if (Directory::is_erased(person)) return {};
  rosters_.push_back({team->second, person, member.from, member.to, member.deleted});
  return {};
}

std::vector<Stay> RosterStage::stays_of(std::vector<RosterLine> lines) const {
  std::stable_sort(lines.begin(), lines.end(), [](const RosterLine& a, const RosterLine& b) {
    return std::tie(a.place, a.person) < std::tie(b.place, b.person);
  });
  std::vector<Stay> all;
  std::vector<Stay> there;
  for (auto line = lines.begin(); line != lines.end();) {
    const auto first = line;
    there.clear();
    for (; line != lines.end() && line->place == first->place && line->person == first->person; ++line) {
      take_line(*line, there);
    }
    for (Stay& stay : there) {
      stay.person = directory_->final_node(stay.person);
      all.push_back(stay);
    }
  }
  return all;
}

RosterColumns RosterStage::take_columns() {
  RosterColumns columns;
  columns.groups = groups_->ids();
  columns.group_kinds = groups_->kinds();
  columns.groups_open_since = groups_->open_since();
  columns.teams = std::move(teams_);
  columns.memberships = stays_of(std::exchange(memberships_, {}));
  columns.roster = stays_of(std::exchange(rosters_, {}));
  return columns;
}

}  // namespace kennis
