/// @file
/// Groups, memberships and teams: small files, read whole.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "indexer/directory.h"
#include "indexer/interaction_stage.h"
#include "indexer/rejects.h"
#include "network/rosters.h"
#include "schema/read_record.h"

namespace kennis {

/// Collects what the lines say, in their order.
///
/// Of one group the later `updated_at` wins, a tie goes to the later line; a deletion without a time removes every line before it. Of stays, take_line has the rules.
/// Threads: one caller. Memory: 28 bytes a line.
class RosterStage {
 public:
  RosterStage(Directory& directory, GroupScopes& groups) : directory_(&directory), groups_(&groups) {}

  /// Empty if the line was taken, otherwise why not.
  [[nodiscard]] std::string take_group(std::string_view line);
  [[nodiscard]] std::string take_membership(std::string_view line);
  [[nodiscard]] std::string take_team(std::string_view line);

  /// Everything with final nodes; nothing is left. Needs: the directory is finished.
  [[nodiscard]] RosterColumns take_columns();

 private:
  struct GroupRecord {
    std::optional<Seconds> updated_at;
    GroupKind kind;
  };
  /// When a group that is open was opened; kAlwaysOpen if it never was anything else.
  [[nodiscard]] static Seconds open_since(const std::vector<GroupRecord>& history);

  /// The stays that lines, in their order, say of each person and place.
  [[nodiscard]] std::vector<Stay> stays_of(std::vector<RosterLine> lines) const;

  Directory* directory_;
  GroupScopes* groups_;
  RecordReader reader_;
  std::map<std::string, std::vector<GroupRecord>> group_records_;  ///< by time, then by line
  std::map<std::string, std::uint32_t> team_indexes_;
  std::vector<std::string> teams_;
  std::vector<RosterLine> memberships_;
  std::vector<RosterLine> rosters_;
};

}  // namespace kennis
