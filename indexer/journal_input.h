/// @file
/// The journal as input: what users did is one more file of each kind, behind all others.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/input_files.h"
#include "journal/entry.h"
#include "schema/read_record.h"

namespace kennis {

/// How the names of the files begin that the journal is read from; no input of a folder is called so.
inline constexpr std::string_view kJournalFileBeginning = "journal-";

/// That somebody must not be contacted, or may be again.
struct Bar {
  std::string name;  ///< in normal form
  bool lifted = false;
};
struct JournalInput {
  JournalPosition position = 0;  ///< everything up to here is in the files
  std::uint64_t entries = 0;
  std::vector<InputFile> files;  ///< of the kinds that have entries
  std::vector<Bar> bars;         ///< in their order
};

/// What a record of kDoNotContact says; nothing if it cannot be read, such as one that another version wrote.
[[nodiscard]] std::optional<Bar> bar_of(RecordReader& reader, const std::string& record);

/// Writes all entries of an index's journal into `folder`; nothing if it has none. Entries that are appended meanwhile are for the next run.
/// Throws std::exception if the journal cannot be read or the files not be written.
[[nodiscard]] JournalInput spool_journal(const std::filesystem::path& index, const std::filesystem::path& folder);

}  // namespace kennis
