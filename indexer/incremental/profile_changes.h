/// @file
/// Which profiles are other than those a whole build was made of.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "indexer/incremental/base_generation.h"
#include "indexer/incremental/naming.h"
#include "indexer/input_files.h"
#include "indexer/rejects.h"
#include "journal/store.h"
#include "journal/tombstones.h"

namespace kennis {

struct ProfileInput {
  std::vector<InputFile> files;
  const JournalStore* journal = nullptr;  ///< none: there is none
  JournalPosition journal_end = 0;        ///< what is behind it is not looked at
  const Tombstones* tombstones = nullptr;
  const std::set<std::string>* barred = nullptr;  ///< who must not be contacted, by names in normal form
  std::size_t workers = 1;
  std::function<void(std::uint64_t)> is_at;  ///< told how many bytes were read
};

struct ProfileChanges {
  std::vector<Change> changes;  ///< what is gone before what is there
  std::vector<std::string> new_ids;
  std::vector<std::string> moved_ids;  ///< who leave what logs know of them to a name, and so are somebody new
  Naming::Outcome naming;
  std::uint64_t gone = 0;   ///< of those that the whole build has
  std::uint64_t other = 0;  ///< profiles that are new, other or gone
  std::uint64_t lines = 0;
  std::uint64_t erased = 0;
  std::vector<Reject> rejects;  ///< in their order
};

/// Reads the files and the journal; a line that the whole build was made from is known by its hash and not parsed. Of each id the line that counts is decided
/// as by ProfileSorter. `changes_max`: more are not worth it.
/// Cost: a pass over the bytes, and parsing what is new. Memory: 8 bytes a profile and the new lines.
[[nodiscard]] WholeBuildReason find_profile_changes(const BaseGeneration& base, const ProfileInput& input,
                                                    std::size_t changes_max, ProfileChanges& out);

}  // namespace kennis
