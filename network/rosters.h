/// @file
/// Teams and groups: who was in which, from when to when. Small next to the ties; read through a `Viewer` only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "network/node.h"
#include "network/shared_table.h"
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

/// One line about a person's stay in a team or group.
struct RosterLine {
  std::uint32_t place = 0;
  Node person = kNoPerson;
  std::optional<Days> from;
  std::optional<Days> to;
  bool deleted = false;
};

/// Applies a line to what is known of the stays of that person in that place. A stay is known by its first day: the same again is an update,
/// and a line without `from` updates the stay that began last, so that a leaver's date closes the stay that was open. A deletion removes the
/// stay of its `from`, or every one.
void take_line(const RosterLine& line, std::vector<Stay>& stays);

/// A group that was open ever since it is known of.
inline constexpr Seconds kAlwaysOpen = -(Seconds{1} << 60U);

/// The columns as they are collected: ids and kinds of groups, ids of teams, and stays in both.
struct RosterColumns {
  std::vector<std::string> groups;
  std::vector<GroupKind> group_kinds;
  std::vector<Seconds> groups_open_since;  ///< where a group is open: what was said before stays with its members
  std::vector<std::string> teams;
  std::vector<Stay> memberships;
  std::vector<Stay> roster;
};

/// Sorts the stays by person and writes. Errors: as ArrayFileWriter.
void write_rosters(const std::filesystem::path& path, RosterColumns columns);

/// Stays that are no longer those of the file, whole, by rising person, place and first day.
struct RostersOverlay {
  using Stays = std::shared_ptr<const std::vector<Stay>>;
  SharedTable<Node, Stays, SpreadNumber> teams;                                           ///< by person
  SharedTable<Node, Stays, SpreadNumber> groups;                                          ///< by person
  SharedTable<std::uint32_t, Stays, SpreadNumber> team;                                   ///< by team
  SharedTable<std::uint32_t, std::shared_ptr<const std::string>, SpreadNumber> team_ids;  ///< of teams new since

  [[nodiscard]] RostersOverlay snapshot() {
    return {teams.snapshot(), groups.snapshot(), team.snapshot(), team_ids.snapshot()};
  }
};

/// Copies share the file. Threads: any number may read.
class Rosters {
 public:
  Rosters() = default;
  explicit Rosters(const std::filesystem::path& path);

  [[nodiscard]] std::span<const Stay> teams_of(Node person) const {
    const auto* stays = overlay_ != nullptr ? overlay_->teams.find(person) : nullptr;
    return stays != nullptr ? std::span<const Stay>(**stays) : of(roster_, person);
  }
  [[nodiscard]] std::span<const Stay> groups_of(Node person) const {
    const auto* stays = overlay_ != nullptr ? overlay_->groups.find(person) : nullptr;
    return stays != nullptr ? std::span<const Stay>(**stays) : of(memberships_, person);
  }
  /// Calls `use(stay)` for each stay in a group: by person, but those that changed since come last, in any order.
  template <typename Use>
  void for_each_in_groups(const Use& use) const {
    for (const Stay& stay : memberships_) {
      if (overlay_ == nullptr || overlay_->groups.find(stay.person) == nullptr) use(stay);
    }
    if (overlay_ == nullptr) return;
    overlay_->groups.for_each([&](Node, const RostersOverlay::Stays& stays) {
      for (const Stay& stay : *stays) use(stay);
    });
  }
  /// Stays in a team, by person, then first day. Cost: a binary search.
  [[nodiscard]] std::span<const Stay> stays_in_team(std::uint32_t team) const;
  /// Of the file, as are the numbers and names of groups and teams below.
  [[nodiscard]] GroupKind kind_of_group(std::uint32_t group) const { return static_cast<GroupKind>(kinds_[group]); }
  [[nodiscard]] Seconds group_open_since(std::uint32_t group) const { return open_since_[group]; }
  /// The ids in the order of their numbers. Cost: a pass.
  [[nodiscard]] std::vector<std::string_view> group_ids() const;
  [[nodiscard]] const std::vector<std::string_view>& team_ids() const { return *team_ids_; }
  [[nodiscard]] std::size_t group_count() const { return kinds_.size(); }
  [[nodiscard]] std::size_t team_count() const { return team_ids_->size(); }
  /// Also of a team that is new since; lives as long as the file and the overlay.
  [[nodiscard]] std::string_view team_id(std::uint32_t team) const;
  /// The largest node that has a stay.
  [[nodiscard]] Node person_max() const { return person_max_; }

  /// The same rosters with what happened since, which must outlive it.
  [[nodiscard]] Rosters with(const RostersOverlay& overlay) const {
    Rosters rosters = *this;
    rosters.overlay_ = &overlay;
    return rosters;
  }

 private:
  [[nodiscard]] static std::span<const Stay> of(std::span<const Stay> stays, Node person);

  std::shared_ptr<const ArrayFile> file_;
  std::span<const Stay> roster_;
  std::span<const Stay> memberships_;
  std::span<const std::uint8_t> kinds_;
  std::span<const Seconds> open_since_;
  std::span<const Stay> roster_by_team_;
  std::shared_ptr<const std::vector<std::string_view>> team_ids_ =
      std::make_shared<const std::vector<std::string_view>>();  ///< copies are many, ids do not change
  Node person_max_ = kNoPerson;
  const RostersOverlay* overlay_ = nullptr;
};

}  // namespace kennis
