/// @file
/// From a finished folder to the generation in force, so that a crash at any moment leaves a complete one.
#pragma once

#include <filesystem>
#include <string>

#include "schema/manifest.h"

namespace kennis {

/// The right to write to an index folder, held by one process; given up when this goes, or the process dies.
class IndexLock {
 public:
  /// Makes the folder if need be. Throws std::runtime_error that says who holds the lock since when.
  explicit IndexLock(const std::filesystem::path& index);
  IndexLock(const IndexLock&) = delete;
  IndexLock& operator=(const IndexLock&) = delete;
  ~IndexLock();

 private:
  int file_ = -1;
};

/// A name that no generation of the index has and that comes after all of theirs, whatever the clock says: the order of names is the order
/// of publishing. Needs: the lock.
[[nodiscard]] std::string new_generation_name(const std::filesystem::path& index, Seconds now);

/// Removes what runs that did not finish have left. Needs: the lock.
void sweep_leftovers(const std::filesystem::path& index);

/// Brings every file of `building` to disk, names it `generations/<manifest.generation>`, and puts it in force by one rename.
/// Beside it the newest `keep` - 1 others stay; the rest is removed, the oldest first, but for what a reader has leased, which a later run
/// removes; rejects of generations that are no longer there go, too. Needs: the lock. Throws std::system_error; then the old one is in force.
void publish(const std::filesystem::path& index, const std::filesystem::path& building, const Manifest& manifest,
             std::size_t keep);

}  // namespace kennis
