/// @file
/// Taking persons out of everything that an index holds.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "journal/entry.h"
#include "schema/result.h"

namespace kennis {

struct EraseReport {
  std::size_t persons = 0;
  std::size_t identifiers = 0;        ///< names by which they are known again, and left out
  std::uint64_t journal_blanked = 0;  ///< entries of which nothing is left
  std::uint64_t journal_changed = 0;  ///< entries that have a pseudonym where they named them
  std::uint64_t rejects = 0;          ///< refused lines that are no longer kept
  std::uint64_t audit_lines = 0;      ///< lines of the audit that have a pseudonym now
  JournalPosition erasure = 0;        ///< the entry on which running servers leave them out
};

struct EraseOptions {
  std::filesystem::path index;
  std::vector<std::string> persons;  ///< each by any name
  bool also_unknown = false;         ///< whom no generation and no journal knows is left out of later input
};

/// Erases: from the moment the tombstones are on disk, whoever opens a generation or builds one leaves the persons out; running servers with their
/// next search, the files of generations with the next build. Then journal, rejects and audit are gone through. Broken off anywhere, it is done
/// again from the start, by the same call, by one for somebody else, or (the journal) by the next build.
///
/// Errors:  kUnknownPerson for the first that nobody is known as, before anything is written; kNotWritten. Throws std::system_error.
/// Cost:    a pass over the journal and the audit.
[[nodiscard]] Result<EraseReport> erase_persons(const EraseOptions& options);

/// Finishes what was broken off, without naming anybody anew.
[[nodiscard]] Result<EraseReport> finish_erasing(const std::filesystem::path& index);

/// A name as it is given and in normal form.
[[nodiscard]] std::vector<std::string> spellings_of(const std::string& name);

/// All names of a person that lead to nobody else, in normal form: those of each generation and of the journal; empty if nobody is known so.
[[nodiscard]] std::vector<std::string> names_of_person(const std::filesystem::path& index, const std::string& name);

}  // namespace kennis
