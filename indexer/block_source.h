/// @file
/// Files cut into blocks of whole lines, with the number of each block's first line.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/byte_source.h"
#include "indexer/content.h"
#include "schema/manifest.h"

namespace kennis {

/// Some whole lines of one file. simdjson::SIMDJSON_PADDING bytes behind them may be read.
struct Block {
  std::shared_ptr<const char[]> memory;
  std::string_view bytes;        ///< lines with their `\n`; the last line of a file may lack it
  std::uint32_t file = 0;        ///< index into the list of files
  std::uint64_t first_line = 1;  ///< counted from 1
  std::uint64_t offset = 0;      ///< of the block among all bytes of all files, decompressed
  bool overlong = false;         ///< the beginning of one line that is longer than kLineBytesMax; the rest was skipped
};

/// What most are read in.
inline constexpr std::size_t kReadBlockBytes = std::size_t{1} << 20U;

/// Reads files one after another. A byte order mark at a file's beginning is left out.
/// Threads: one reader. Memory: one block at a time, up to a line's limit larger than asked for.
class BlockSource {
 public:
  BlockSource(std::vector<std::filesystem::path> files, std::size_t block_bytes);

  /// The next block; none at the end. Errors: as ByteSource.
  [[nodiscard]] bool next(Block& block);

  /// Used so far of all files, as they lie on disk.
  [[nodiscard]] std::uint64_t consumed() const { return finished_bytes_ + (source_ ? source_->consumed() : 0); }
  /// The files read to their end so far, with the checksum of their content.
  [[nodiscard]] const std::vector<ManifestFile>& read_files() const { return read_files_; }
  ~BlockSource();
  BlockSource(const BlockSource&) = delete;
  BlockSource& operator=(const BlockSource&) = delete;

 private:
  bool open_next();
  void close_file();
  std::size_t fill(char* out, std::size_t size);
  void skip_line();

  std::vector<std::filesystem::path> files_;
  std::size_t block_bytes_;
  std::size_t next_file_ = 0;
  std::unique_ptr<ByteSource> source_;
  std::unique_ptr<ContentChecksum> content_;
  std::string rest_;  ///< what was read behind the last whole line
  std::uint64_t line_ = 1;
  std::uint64_t offset_ = 0;
  std::uint64_t content_bytes_ = 0;
  std::uint64_t finished_bytes_ = 0;
  bool at_end_ = false;
  std::vector<ManifestFile> read_files_;
};

/// Calls `use(line, number)` for every line of a block that is not blank; the line comes without its end. What is known of an overlong line
/// may be blank: it counts as a line.
template <typename Use>
void for_each_line(const Block& block, const Use& use) {
  std::uint64_t number = block.first_line;
  std::string_view rest = block.bytes;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (block.overlong || line.find_first_not_of(" \t") != std::string_view::npos) use(line, number);
    ++number;
  }
}

}  // namespace kennis
