/// @file
/// A file that appears under its name only when it is complete.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace kennis {

/// Writes lines to `<path>.partial`; publish() renames it, the destructor removes what was not
/// published. Errors: all members throw std::system_error naming the file. Threads: one at a time.
/// Cost: 1 MiB of buffer.
class OutputFile {
 public:
  explicit OutputFile(std::filesystem::path path);
  OutputFile(const OutputFile&) = delete;  // two writers of one file
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();

  void write_line(std::string_view line);
  /// Flushes and closes; nothing can be written after it.
  void finish();
  /// Needs: finish() was called.
  void publish();

  [[nodiscard]] std::uint64_t lines() const { return lines_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  void flush();

  struct Closer {
    void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
  };

  std::filesystem::path path_;
  std::filesystem::path partial_;
  std::unique_ptr<std::FILE, Closer> file_;
  std::string buffer_;
  std::uint64_t lines_ = 0;
  std::uint64_t bytes_ = 0;
  bool published_ = false;
};

}  // namespace kennis
