/// @file
/// Whether groups are what they were when a whole build was made.
#pragma once

#include <cstdint>
#include <vector>

#include "indexer/incremental/base_generation.h"
#include "indexer/input_files.h"
#include "indexer/rejects.h"
#include "journal/store.h"

namespace kennis {

struct GroupInput {
  std::vector<InputFile> files;
  const JournalStore* journal = nullptr;  ///< none: there is none
  JournalPosition journal_end = 0;        ///< what is behind it is not looked at
};

struct GroupChanges {
  std::vector<Reject> rejects;
  std::uint64_t read = 0;
};

/// A group that the whole build knows, if only by name, decided whom each event in it is for; and who is in a new one, nobody could be told. So where a group
/// is new, another kind now, or was opened at another time, a whole build is needed. What else is said of a group is in no generation.
/// Cost: reads the files.
[[nodiscard]] WholeBuildReason find_group_changes(const BaseGeneration& base, const GroupInput& input,
                                                  GroupChanges& out);

}  // namespace kennis
