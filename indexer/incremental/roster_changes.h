/// @file
/// Who is in teams and groups otherwise than when a whole build was made.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "indexer/incremental/base_generation.h"
#include "indexer/input_files.h"
#include "indexer/rejects.h"
#include "journal/store.h"
#include "journal/tombstones.h"

namespace kennis {

struct RosterInput {
  RecordKind kind = RecordKind::kTeam;  ///< or kMembership
  std::vector<InputFile> files;
  const JournalStore* journal = nullptr;  ///< none: there is none; what the whole build has of it is read
  const Tombstones* tombstones = nullptr;
  const std::set<IdentifierHash>* renamed = nullptr;  ///< as Naming has them
};

struct RosterChanges {
  std::vector<Change> left;   ///< replayed before anything else: the names are those of the whole build
  std::vector<Change> lines;  ///< replayed once profiles have their names
  std::vector<Reject> rejects;
  std::uint64_t read = 0;
  std::uint64_t stays = 0;
};

/// Adds what is other in the files of one kind: of each person and place whose stays are others, all lines.
/// A whole build is needed where a line names somebody whose names change.
/// Cost: reads the files, and once more if anything is. Memory: 28 bytes a line.
[[nodiscard]] WholeBuildReason find_roster_changes(const BaseGeneration& base, const RosterInput& input,
                                                   RosterChanges& out);

}  // namespace kennis
