/// @file
/// The events of a run, as they are known again, on their way to the generation: on disk at once, since they are many.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <vector>

#include "indexer/event_store.h"
#include "network/event_hashes.h"

namespace kennis {

/// Threads: `add` by any number. Memory: one part at a time each. Errors: throws std::system_error with the path.
class EventHashSpool {
 public:
  explicit EventHashSpool(std::filesystem::path path) : path_(std::move(path)) {}
  /// A whole part, in any order: all events of that highest byte.
  void add(std::size_t part, std::vector<EventMark> marks);
  /// Writes the file of the generation (network/event_hashes.h).
  void finish(const std::filesystem::path& target);

 private:
  std::filesystem::path path_;
  std::mutex mutex_;
  SpillFile hashes_;
  SpillFile checks_;
  std::uint64_t count_ = 0;
  std::array<std::uint64_t, EventHashes::kParts> begins_{};
  std::array<std::uint64_t, EventHashes::kParts> ends_{};
};

}  // namespace kennis
