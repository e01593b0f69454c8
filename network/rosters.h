/// @file
/// Teams and groups: who was in which, from when to when. Small next to the ties; read through a `Viewer` only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "network/node.h"
#include "schema/mapped_file.h"
#include "schema/records.h"

namespace kennis {

/// A stay of a person in a team or group: from `from` up to, not including, `to`.
struct Stay {
  Node person = kNoPerson;
  std::uint32_t place = 0;  ///< index of the team or group
  Days from = 0;
  Days to = 0;
  [[nodiscard]] bool covers(Days day) const { return from <= day && day < to; }
};
inline constexpr Days kFromEver = -0x7FFFFFFF;
inline constexpr Days kForEver = 0x7FFFFFFF;

/// The columns as they are collected: ids and kinds of groups, ids of teams, and stays in both.
struct RosterColumns {
  std::vector<std::string> groups;
  std::vector<GroupKind> group_kinds;
  std::vector<std::string> teams;
  std::vector<Stay> memberships;
  std::vector<Stay> roster;
};

/// Sorts the stays by person and writes. Errors: as ArrayFileWriter.
void write_rosters(const std::filesystem::path& path, RosterColumns columns);

/// Threads: any number may read.
class Rosters {
 public:
  Rosters() = default;
  explicit Rosters(const std::filesystem::path& path);

  [[nodiscard]] std::span<const Stay> teams_of(Node person) const { return of(roster_, person); }
  [[nodiscard]] std::span<const Stay> groups_of(Node person) const { return of(memberships_, person); }
  /// Stays in a team, by person, then first day. Cost: a binary search.
  [[nodiscard]] std::span<const Stay> stays_in_team(std::uint32_t team) const;
  [[nodiscard]] GroupKind kind_of_group(std::uint32_t group) const { return static_cast<GroupKind>(kinds_[group]); }
  [[nodiscard]] std::size_t group_count() const { return kinds_.size(); }
  [[nodiscard]] std::size_t team_count() const { return team_ids_.size(); }
  /// Needs: team < team_count().
  [[nodiscard]] std::string_view team_id(std::uint32_t team) const { return team_ids_[team]; }
  /// The largest node that has a stay.
  [[nodiscard]] Node person_max() const { return person_max_; }

 private:
  [[nodiscard]] static std::span<const Stay> of(std::span<const Stay> stays, Node person);

  ArrayFile file_;
  std::span<const Stay> roster_;
  std::span<const Stay> memberships_;
  std::span<const std::uint8_t> kinds_;
  std::span<const Stay> roster_by_team_;
  std::vector<std::string_view> team_ids_;
  Node person_max_ = kNoPerson;
};

}  // namespace kennis
