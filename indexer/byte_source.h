/// @file
/// The bytes of an input file, decompressed on the way.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

namespace kennis {

/// Threads: one reader.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Reads up to `size` bytes; 0 at the end. Throws std::runtime_error with the path if the file cannot be read, is not compressed as its
  /// name says, or ends in the middle of its compressed data (a compressed file of no bytes does).
  virtual std::size_t read(char* out, std::size_t size) = 0;
  /// How many bytes of the file on disk have been used so far: for progress.
  [[nodiscard]] virtual std::uint64_t consumed() const = 0;
};

/// Opens a plain file, a `.gz` (several members too) or a `.zst` (several frames too). Throws std::system_error with the path.
[[nodiscard]] std::unique_ptr<ByteSource> open_bytes(const std::filesystem::path& path);

}  // namespace kennis
