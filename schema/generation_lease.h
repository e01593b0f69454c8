/// @file
/// Who reads a generation keeps it: readers lease it, and what removes generations takes only what nobody has leased.
#pragma once

#include <filesystem>

namespace kennis {

/// A generation's folder stays where it is while one of these lives, in whatever process: a shared lock on the folder itself, which goes with
/// its holder. Threads: one owner.
class GenerationLease {
 public:
  /// Waits for whoever is just removing it. Throws std::system_error if there is no such folder, or none any more.
  explicit GenerationLease(const std::filesystem::path& generation);
  GenerationLease(GenerationLease&& other) noexcept;
  GenerationLease& operator=(GenerationLease&& other) noexcept;
  GenerationLease(const GenerationLease&) = delete;  // one lock, one owner
  GenerationLease& operator=(const GenerationLease&) = delete;
  ~GenerationLease();

 private:
  int folder_ = -1;
};

/// Removes a generation that nobody has leased; false if somebody has, or if it cannot be removed: a later run tries again. What a crash
/// leaves of it has a hidden name. Needs: the lock of the index.
bool remove_unless_leased(const std::filesystem::path& generation);

}  // namespace kennis
