/// @file
/// Copies of an index: a backup is an index folder of its own, which can be listed, verified and searched like any other.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "journal/copy.h"
#include "schema/result.h"

namespace kennis {

struct CopyOptions {
  std::filesystem::path from;             ///< an index folder; the one that is copied may be in use
  std::filesystem::path to;               ///< made if need be
  std::optional<std::string> generation;  ///< none: the one in force
  std::size_t keep = SIZE_MAX;            ///< generations kept in `to`, the new one included
  std::function<void(const std::filesystem::path&)>
      building;  ///< told the folder that is copied to, before it is made; may be empty
};

struct CopyReport {
  std::string generation;
  std::uint64_t bytes = 0;
  bool was_there = false;  ///< a whole copy was there before, and was put in force
  JournalCopy journal = JournalCopy::kNone;
};

/// Copies a generation and puts the copy in force, by the same steps as a generation is published: whenever it is broken off, `to` holds
/// what it held before, and nothing that looks whole and is not. The source is leased meanwhile. Every byte that is copied is compared with
/// its checksum. The journal comes with it (copy_journal): no entry that `to` has is lost. A damaged copy of the same generation is replaced, unless it is in use.
///
/// Errors:  kNoGeneration if there is none, or if it is damaged: nothing is copied then. kInvalidRequest if `to` is `from`, or a folder
///          that holds something else, and as copy_journal. Throws std::system_error when reading or writing fails, and as IndexLock on `to`.
/// Cost:    one thread, at the speed of the disk.
[[nodiscard]] Result<CopyReport> copy_generation(const CopyOptions& options);

}  // namespace kennis
