/// @file
/// What the journal holds: records as users sent them, and what else users did, one after another.
#pragma once

#include <cstdint>
#include <string>

#include "schema/records.h"

namespace kennis {

/// The place of an entry: 1, 2, 3 …, never given twice. 0 is before the first.
using JournalPosition = std::uint64_t;

/// An entry that has no place yet.
struct EntryDraft {
  RecordKind kind = RecordKind::kInteraction;
  std::string author;  ///< the searcher as whom it was sent
  std::string key;     ///< the record's id, by which the same again is told; empty: it has none
  std::string record;  ///< one line of JSON that the reader of its kind takes
};

struct JournalEntry {
  JournalPosition position = 0;
  Seconds at = 0;  ///< when it was taken in
  EntryDraft draft;
};

}  // namespace kennis
