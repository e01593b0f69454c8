/// @file
#include "network/rosters.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <tuple>

namespace kennis {
namespace {

/// Names as one text with a newline behind each; ids hold no control characters.
std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += name + '\n';
  return out;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

}  // namespace

void take_line(const RosterLine& line, std::vector<Stay>& stays) {
  const auto same = std::find_if(stays.begin(), stays.end(), [&](const Stay& stay) {
    return !line.from || stay.from == line.from.value_or(kFromEver);
  });
  if (line.deleted) {
    if (!line.from) stays.clear();
    if (line.from && same != stays.end()) stays.erase(same);
    return;
  }
  const Days end = line.to.value_or(kForEver);
  if (!line.from && !stays.empty()) {
    const auto latest =
        std::max_element(stays.begin(), stays.end(), [](const Stay& a, const Stay& b) { return a.from < b.from; });
    latest->to = end;
  } else if (same != stays.end()) {
    same->to = end;
  } else {
    stays.push_back({line.person, line.place, line.from.value_or(kFromEver), end});
  }
}

void write_rosters(const std::filesystem::path& path, RosterColumns columns) {
  const auto by_person = [](const Stay& a, const Stay& b) {
    return std::tie(a.person, a.place, a.from, a.to) < std::tie(b.person, b.place, b.from, b.to);
  };
  columns.groups_open_since.resize(columns.group_kinds.size(), kAlwaysOpen);
  std::sort(columns.memberships.begin(), columns.memberships.end(), by_person);
  std::sort(columns.roster.begin(), columns.roster.end(), by_person);
  std::vector<Stay> by_team = columns.roster;
  std::stable_sort(by_team.begin(), by_team.end(), [](const Stay& a, const Stay& b) { return a.place < b.place; });
  const std::string groups = joined(columns.groups);
  const std::string teams = joined(columns.teams);
  const std::array<std::uint64_t, 1> team_count{columns.teams.size()};
  std::vector<std::uint8_t> kinds;
  for (const GroupKind kind : columns.group_kinds) kinds.push_back(static_cast<std::uint8_t>(kind));
  ArrayFileWriter writer;
  writer.add_text("groups", groups);
  writer.add("group_kinds", kinds);
  writer.add("open_since", columns.groups_open_since);
  writer.add_text("teams", teams);
  writer.add("team_count", std::span<const std::uint64_t>(team_count));
  writer.add("memberships", columns.memberships);
  writer.add("roster", columns.roster);
  writer.add("roster_by_team", by_team);
  writer.write(path);
}

Rosters::Rosters(const std::filesystem::path& path)
    : file_(std::make_shared<ArrayFile>(path)),
      roster_(file_->section<Stay>("roster")),
      memberships_(file_->section<Stay>("memberships")),
      kinds_(file_->section<std::uint8_t>("group_kinds")),
      open_since_(file_->section<Seconds>("open_since")),
      roster_by_team_(file_->section<Stay>("roster_by_team")),
      team_ids_(std::make_shared<const std::vector<std::string_view>>(lines_of(file_->text_section("teams")))) {
  const auto team_count = file_->section<std::uint64_t>("team_count");
  const auto within = [](std::span<const Stay> stays, std::size_t places) {
    return std::all_of(stays.begin(), stays.end(), [&](const Stay& stay) { return stay.place < places; });
  };
  const bool whole = team_count.size() == 1 && team_ids_->size() == team_count[0] &&
                     open_since_.size() == kinds_.size() && roster_.size() == roster_by_team_.size() &&
                     within(memberships_, kinds_.size()) && within(roster_, team_count[0]);
  if (!whole) throw std::runtime_error(path.string() + ": its lists do not fit together: run `kennis index` again");
  for (const auto& stays : {roster_, memberships_, roster_by_team_}) {
    for (const Stay& stay : stays) person_max_ = std::max(person_max_, stay.person);
  }
}

std::vector<std::string_view> Rosters::group_ids() const { return lines_of(file_->text_section("groups")); }

std::string_view Rosters::team_id(std::uint32_t team) const {
  if (team < team_ids_->size()) return (*team_ids_)[team];
  const auto* id = overlay_ != nullptr ? overlay_->team_ids.find(team) : nullptr;
  return id != nullptr ? std::string_view(**id) : std::string_view();
}

std::span<const Stay> Rosters::stays_in_team(std::uint32_t team) const {
  if (const auto* stays = overlay_ != nullptr ? overlay_->team.find(team) : nullptr) return **stays;
  const auto by_place = [](const Stay& stay, std::uint32_t wanted) { return stay.place < wanted; };
  const auto first = std::lower_bound(roster_by_team_.begin(), roster_by_team_.end(), team, by_place);
  const auto last = std::lower_bound(first, roster_by_team_.end(), team + 1, by_place);
  return {first, last};
}

std::span<const Stay> Rosters::of(std::span<const Stay> stays, Node person) {
  const auto by_person = [](const Stay& stay, Node wanted) { return stay.person < wanted; };
  const auto first = std::lower_bound(stays.begin(), stays.end(), person, by_person);
  const auto last = std::lower_bound(first, stays.end(), person + 1, by_person);
  return {first, last};
}

}  // namespace kennis
