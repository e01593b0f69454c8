/// @file
/// Copies of a journal, for backups.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "journal/entry.h"
#include "schema/result.h"

namespace kennis {

enum class JournalCopy : std::uint8_t {
  kNone,    ///< there is no journal to copy
  kCopied,  ///< the other index has the same entries now
  kKept,    ///< it had them before, and may have more
};

/// Gives the index `to` the journal of the index `from`; both may be in use meanwhile. What is copied is one moment of it, on disk when this
/// returns; broken off, `to` has what it had. No entry is ever taken away: a journal that begins as the other one does and ends later stays.
///
/// Errors:  kNotWritten if a journal cannot be read or written. kInvalidRequest if that of `from` is damaged, or that of `to` is damaged or
///          another one, which does not begin as that of `from`; then nothing was written.
/// Cost:    reads the journal three times.
[[nodiscard]] Result<JournalCopy> copy_journal(const std::filesystem::path& from, const std::filesystem::path& to);

/// What is wrong with the journal of an index; empty if nothing, or if it has none. Cost: reads everything.
[[nodiscard]] std::string fault_of_journal(const std::filesystem::path& index);

}  // namespace kennis
