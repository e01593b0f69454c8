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

/// Names the generation in force, by one rename. Needs: the lock, and that it is there and whole. Throws std::system_error; then the old
/// one is in force.
void put_in_force(const std::filesystem::path& index, const std::string& generation);

/// Removes all but the generation in force and the newest `keep` - 1 others, the oldest first, and the rejects of those that are gone. What
/// a reader has leased stays for a later run. Needs: the lock.
void prune(const std::filesystem::path& index, std::size_t keep);

/// Brings every file of `building` to disk, names it `generations/<manifest.generation>`, and puts it in force by one rename.
/// Then prunes. Needs: the lock. Throws std::system_error, also if a file of the manifest is not there whole; then the old one is in force.
void publish(const std::filesystem::path& index, const std::filesystem::path& building, const Manifest& manifest,
             std::size_t keep);

}  // namespace kennis
