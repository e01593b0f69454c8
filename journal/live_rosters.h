/// @file
/// Teams and groups while a generation is in force.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "journal/live_contexts.h"
#include "network/rosters.h"
#include "network/ties.h"
#include "schema/records.h"

namespace kennis {

/// Keeps the rosters of a generation up to date, by the rules of the build.
/// Threads: one at a time.
class LiveRosters {
 public:
  explicit LiveRosters(const Rosters& files);
  LiveRosters(const LiveRosters&) = delete;  // a view into itself
  LiveRosters& operator=(const LiveRosters&) = delete;

  [[nodiscard]] RostersOverlay& overlay() { return overlay_; }

  /// The scope of what happened in a group at a time: public if it was open then. A group nobody described counts as closed.
  [[nodiscard]] std::uint32_t scope_of(const std::string& group, Seconds at);
  /// True if it is no longer open.
  bool put(const Group& group);
  void put(const Membership& membership, Node person);
  void put(const TeamMember& member, Node person);
  /// The groups that somebody is or was in, as contexts.
  [[nodiscard]] std::vector<ScopedClaim> contexts_of(Node person) const;
  /// The scope of what happens in a group that is not open.
  [[nodiscard]] std::uint32_t private_scope_of(const std::string& group) { return group_of(group).index + 1; }
  /// Takes a person out of one place, whenever that was.
  void clear(bool is_team, const std::string& place, Node person);
  /// Everything of `gone` becomes that of `into`.
  void absorb(Node gone, Node into);
  /// Takes a person out of every team and group.
  void erase(Node person);

 private:
  struct Place {
    std::uint32_t index = 0;
    GroupKind kind = GroupKind::kClosed;
    Seconds open_since = kAlwaysOpen;
  };
  using Places = std::unordered_map<std::string, Place>;
  [[nodiscard]] static Place& place_of(Places& places, const std::string& id);
  [[nodiscard]] Place& group_of(const std::string& id);
  void set_stays(bool is_team, Node person, std::vector<Stay> stays);

  RostersOverlay overlay_;
  Rosters now_;
  Places groups_;
  std::vector<const Places::value_type*> groups_by_index_;
  Places teams_;
};

}  // namespace kennis
