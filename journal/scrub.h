/// @file
/// The journal without whom was erased.
#pragma once

#include <cstdint>
#include <filesystem>

#include "journal/entry.h"
#include "journal/tombstones.h"
#include "schema/result.h"

namespace kennis {

struct ScrubReport {
  std::uint64_t blanked = 0;    ///< entries of which nothing is left but their place
  std::uint64_t changed = 0;    ///< entries that say a pseudonym where they named somebody
  JournalPosition erasure = 0;  ///< the entry that says so to whoever follows the journal; 0: there was nothing to do
};

/// Takes the erased out of all entries of an index's journal, and appends an entry of kind kErasure on which whoever follows the journal
/// looks at the tombstones again. Entries keep their places. What was done before is not looked at again, unless there are more tombstones now.
/// May be broken off and repeated; others read and write meanwhile.
/// `announce`: append the entry also where no entry named anybody.
/// Errors:  kNotWritten. Throws std::exception if the journal cannot be read.
/// Cost:    a pass over the entries, some microseconds each.
[[nodiscard]] Result<ScrubReport> scrub_journal(const std::filesystem::path& index, const Tombstones& tombstones,
                                                bool announce);

}  // namespace kennis
