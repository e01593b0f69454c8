/// @file
/// Which events a generation has, so that one that is sent again is known.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "schema/mapped_file.h"

namespace kennis {

/// The hashes (schema/event_hash.h) of all events that count, 8 bytes each, mapped; in 256 parts by their highest byte, each sorted.
/// Threads: any number may read. Cost: a binary search.
class EventHashes {
 public:
  static constexpr std::size_t kParts = 256;
  EventHashes() = default;
  /// Throws std::runtime_error if the file is damaged.
  explicit EventHashes(const std::filesystem::path& path);
  [[nodiscard]] bool has(std::uint64_t event) const;
  [[nodiscard]] std::size_t size() const { return hashes_.size(); }

 private:
  ArrayFile file_;
  std::span<const std::uint64_t> hashes_;
  std::span<const std::uint64_t> begins_;  ///< where each part begins; parts lie in their order
  std::span<const std::uint64_t> ends_;
};

}  // namespace kennis
