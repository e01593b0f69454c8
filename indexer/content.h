/// @file
/// What is in a file of the input, unpacked: how it is known again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kennis {

/// XXH3-128 of the XXH3-128s of all pieces: so that the pieces of a large file can be read at once.
class ContentChecksum {
 public:
  static constexpr std::uint64_t kPieceBytes = std::uint64_t{32} << 20U;
  ContentChecksum();
  ContentChecksum(const ContentChecksum&) = delete;
  ContentChecksum& operator=(const ContentChecksum&) = delete;
  ~ContentChecksum();

  void add(std::string_view bytes);
  /// Of what was added so far: 32 hex digits.
  [[nodiscard]] std::string hex() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
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

/// Cost: reads all once, on all workers. Errors: as ByteSource.
[[nodiscard]] std::vector<Content> contents_of(std::span<const WantedContent> wanted, std::size_t workers);

[[nodiscard]] bool is_compressed(const std::filesystem::path& path);

/// How many line ends there are.
[[nodiscard]] std::uint64_t lines_in(std::string_view bytes);

}  // namespace kennis
