/// @file
/// The events of a whole build that name certain persons, read again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <vector>

#include "indexer/incremental/base_generation.h"
#include "indexer/input_files.h"
#include "journal/store.h"
#include "journal/tombstones.h"

namespace kennis {

struct SaidAgainInput {
  std::vector<InputFile> files;           ///< of interactions
  const JournalStore* journal = nullptr;  ///< none: there is none; what the whole build has of it is read
  const Tombstones* tombstones = nullptr;
  const std::set<Node>* persons = nullptr;  ///< of the whole build
  std::size_t workers = 1;
  std::size_t events_max = 0;
  std::function<void(std::uint64_t)> is_at;  ///< told how many bytes were read
};

/// Adds, as kSaidAgain and once each, every event that the whole build has and that names one of the persons by what it knows them by.
/// A whole build is needed where these are more than `events_max`, or one names somebody who was erased beside others: its line would be kept.
/// Cost: looks at all lines on all workers, and parses those that may be meant. Memory: the lines that are found.
[[nodiscard]] WholeBuildReason find_said_again(const BaseGeneration& base, const SaidAgainInput& input,
                                               std::vector<Change>& out);

/// An event counts a share for each of its recipients. Where such an event has more or fewer of them by the new names, so that it counts otherwise for somebody
/// who is not told anew, a whole build is needed.
[[nodiscard]] WholeBuildReason other_shares(const GenerationChanges& changes, const People& before, const People& now,
                                            const std::set<Node>& told_anew);

}  // namespace kennis
