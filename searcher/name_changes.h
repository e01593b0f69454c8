/// @file
/// What changed since the generation was built, as names: how many more or fewer have each, and which are new.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "schema/columns.h"
#include "schema/name_lists.h"
#include "searcher/live.h"

namespace kennis {

/// Of one kind of names. Threads: any number may read.
struct NameChanges {
  std::unordered_map<std::uint32_t, std::int64_t> more;  ///< by number, below 0 for fewer
  struct Added {
    std::string name;         ///< as a profile has it, the first in the order of bytes; of persons empty
    Node person = kNoPerson;  ///< of persons: one who has it, the one who comes first
    std::uint64_t count = 0;
  };
  std::map<std::string, Added, std::less<>> added;  ///< by key: names that nobody in the generation has
  std::unordered_map<std::uint32_t, Node> persons;  ///< of persons' names of the generation: one who has it now
};
using AllNameChanges = std::array<NameChanges, kNameKindCount>;

/// The changes of a state. Cost: a look-up for each value of a changed profile.
[[nodiscard]] AllNameChanges name_changes(const LiveState& state, const Columns& columns, const NameLists& names);

/// Remembers the changes of one state, so that of the next only what is other is looked at. Threads: any number.
class NameChangesCache {
 public:
  /// Needs: both live longer.
  NameChangesCache(const Columns& columns, const NameLists& names) : columns_(columns), names_(names) {}
  /// As name_changes. Cost: a look at every changed profile; a copy if some are other than in the state before.
  [[nodiscard]] std::shared_ptr<const AllNameChanges> of(const LiveState& state);

 private:
  struct Known {
    LiveTable documents;
    std::shared_ptr<const AllNameChanges> changes;
  };
  const Columns& columns_;
  const NameLists& names_;
  std::mutex mutex_;
  Known known_;
};

}  // namespace kennis
