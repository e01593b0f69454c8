/// @file
/// A file written once from its beginning to its end, with a digest of its bytes.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace kennis::glass {

/// Throws std::system_error with the path. Does not sync: publishing does. Threads: one. Memory: half a megabyte.
class OutputFile {
 public:
  explicit OutputFile(std::filesystem::path path);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();

  void write(std::string_view bytes);
  /// Written so far.
  [[nodiscard]] std::size_t bytes() const { return flushed_ + buffer_.size(); }
  /// Brings the rest to the file and closes it. Gives XXH3's 128 bits of all that was written.
  [[nodiscard]] std::array<std::uint64_t, 2> finish();

 private:
  struct Hash;
  void flush();

  std::filesystem::path path_;
  int file_ = -1;
  std::string buffer_;
  std::size_t flushed_ = 0;
  std::unique_ptr<Hash> hash_;
};

}  // namespace kennis::glass
