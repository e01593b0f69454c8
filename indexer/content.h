/// @file
/// What is in a file of the input, unpacked: how it is known again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/checksum.h"

namespace kennis {

/// The checksum of the checksums of all pieces: so that the pieces of a large file can be read at once.
class ContentChecksum {
 public:
  static constexpr std::uint64_t kPieceBytes = std::uint64_t{32} << 20U;

  void add(std::string_view bytes);
  /// Of what was added so far: 32 hex digits.
  [[nodiscard]] std::string hex() const;

 private:
  std::vector<std::string> pieces_;  ///< of those that are whole
  Checksum piece_;
  std::uint64_t piece_bytes_ = 0;
};

struct WantedContent {
  std::filesystem::path path;
  std::optional<std::uint64_t> begin_bytes;  ///< what is in front of it is asked for too, if there is more than that
};

struct Content {
  std::uint64_t bytes = 0;
  std::string checksum;
  struct Begin {
    std::string checksum;
    std::uint64_t lines = 0;  ///< how many end in it
    bool ends_in_line = true;
  };
  std::optional<Begin> begin;
};

/// Cost: reads all once, on all workers; of a file that has grown the piece where it ended twice. Errors: as ByteSource.
[[nodiscard]] std::vector<Content> contents_of(std::span<const WantedContent> wanted, std::size_t workers);

[[nodiscard]] bool is_compressed(const std::filesystem::path& path);

/// How many line ends there are.
[[nodiscard]] std::uint64_t lines_in(std::string_view bytes);

}  // namespace kennis
