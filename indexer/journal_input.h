/// @file
/// The journal as input: what users did is one more file of each kind, behind all others.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include "indexer/input_files.h"
#include "journal/entry.h"
#include "schema/read_record.h"

namespace kennis {

/// How the names of the files begin that the journal is read from; no input of a folder is called so.
inline constexpr std::string_view kJournalFileBeginning = "journal-";

struct JournalInput {
  JournalPosition position = 0;  ///< everything up to here is in the files
  std::uint64_t entries = 0;
  std::vector<InputFile> files;  ///< of the kinds that have entries
  std::set<std::string> barred;  ///< who must not be contacted, by a name in normal form
};

/// Adds or takes away whom a record of kDoNotContact names, in normal form. What cannot be read, such as another version wrote, is passed over.
void take_bar(RecordReader& reader, const std::string& record, std::set<std::string>& barred);

/// Writes all entries of an index's journal into `folder`; nothing if it has none. Entries that are appended meanwhile are for the next run.
/// Throws std::exception if the journal cannot be read or the files not be written.
[[nodiscard]] JournalInput spool_journal(const std::filesystem::path& index, const std::filesystem::path& folder);

}  // namespace kennis
