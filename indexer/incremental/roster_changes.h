/// @file
/// Who is in teams and groups otherwise than when a whole build was made.
#pragma once

#include <map>
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
  const std::map<IdentifierHash, Node>* renamed = nullptr;  ///< as Naming has them
  bool only_renamed = false;                                ///< the files are what they were
  std::size_t workers = 1;
};

struct RosterChanges {
  std::vector<Change> left;   ///< replayed before anything else: the names are those of the whole build
  std::vector<Change> lines;  ///< replayed once profiles have their names
  std::vector<Reject> rejects;
  std::uint64_t read = 0;
  std::uint64_t stays = 0;
};

/// Adds what is other in the files of one kind: of each person and place whose stays are others, all lines; where a line names somebody by a name that means
/// somebody else now, of both of them.
/// Cost: reads the files, and once more if anything is. Memory: 28 bytes a line.
[[nodiscard]] WholeBuildReason find_roster_changes(const BaseGeneration& base, const RosterInput& input,
                                                   RosterChanges& out);

}  // namespace kennis
