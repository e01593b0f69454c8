/// @file
/// Which events a generation has, so that one that is sent again is known.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>

#include "schema/event_hash.h"
#include "schema/mapped_file.h"

namespace kennis {

/// An event that counts: hash_of_event and check_of_event.
struct EventMark {
  std::uint64_t event = 0;
  std::uint32_t check = 0;
};

/// The hashes (schema/event_hash.h) of all events that count, 8 bytes each, mapped; in 256 parts by their highest byte, each sorted. Beside them the
/// check of each, in as many bytes as it has.
/// Threads: any number may read. Cost: a binary search.
class EventHashes {
 public:
  static constexpr std::size_t kParts = 256;
  EventHashes() = default;
  /// Throws std::runtime_error if the file is damaged.
  explicit EventHashes(const std::filesystem::path& path);
  [[nodiscard]] bool has(std::uint64_t event) const { return check_of(event).has_value(); }
  /// The check of an event that it has. Cost: a binary search.
  [[nodiscard]] std::optional<std::uint32_t> check_of(std::uint64_t event) const;
  [[nodiscard]] std::size_t size() const { return hashes_.size(); }

  /// A check as it lies in the file.
  struct Check {
    std::uint8_t bytes[3] = {};
    [[nodiscard]] static constexpr Check of(std::uint32_t check) {
      return {{static_cast<std::uint8_t>(check), static_cast<std::uint8_t>(check >> 8U),
               static_cast<std::uint8_t>(check >> 16U)}};
    }
    [[nodiscard]] constexpr std::uint32_t value() const {
      return bytes[0] | std::uint32_t{bytes[1]} << 8U | std::uint32_t{bytes[2]} << 16U;
    }
  };
  static_assert(sizeof(Check) * 8 == kEventCheckBits);

 private:
  ArrayFile file_;
  std::span<const std::uint64_t> hashes_;
  std::span<const Check> checks_;
  std::span<const std::uint64_t> begins_;  ///< where each part begins; parts lie in their order
  std::span<const std::uint64_t> ends_;
};

}  // namespace kennis
