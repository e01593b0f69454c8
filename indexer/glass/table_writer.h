/// @file
/// A table, written bottom-up from entries in the order of their keys: a B-tree whose leaves are full and stand one after another.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/glass/block.h"
#include "indexer/glass/format.h"

namespace kennis::glass {

using Digest = std::array<std::uint64_t, 2>;

/// What the version file says of a table.
struct TableRoot {
  std::uint32_t root = 0;
  std::uint32_t level = 0;
  std::uint64_t entries = 0;
  std::uint32_t blocks = 0;  ///< 0: the table has no entry
  std::size_t block_bytes = kBlockBytes;
  bool compressible = false;  ///< whether the library deflates what it adds later
  Digest digest{};            ///< of the whole file
};

/// Errors:  add throws std::length_error for a key above 255 bytes or a tag of more than 65,535 pieces, std::system_error when the disk
///          does not take it. A table that was not finished is of no use.
/// Threads: one a table. Memory: a megabyte, and a block a level.
/// Cost:    a copy of key and tag; blocks are written once, in order.
class TableWriter {
 public:
  /// `block_bytes`: a power of two from 2,048 to 65,536.
  explicit TableWriter(const std::filesystem::path& path, std::size_t block_bytes = kBlockBytes);
  TableWriter(const TableWriter&) = delete;
  TableWriter& operator=(const TableWriter&) = delete;
  ~TableWriter();

  /// Needs: each key once, in the order of their bytes. `compressed`: the tag is a raw deflate stream.
  void add(std::string_view key, std::string_view tag, bool compressed = false);
  [[nodiscard]] TableRoot finish();

 private:
  struct Branch {
    Block block;
    Separator separator;  ///< of the whole block, for the level above
  };
  class File;

  void add_piece(const LeafItem& item);
  void write_leaf();
  void enter(std::size_t level, const Separator& separator, std::uint32_t child);
  [[nodiscard]] std::uint32_t write_branch(std::size_t level);

  std::size_t block_bytes_;
  std::unique_ptr<File> file_;
  Block leaf_;
  Separator leaf_separator_;
  std::vector<Branch> branches_;  ///< of level 1, 2, …
  std::string last_key_;
  std::uint64_t entries_ = 0;
  std::uint32_t last_block_ = 0;
};

}  // namespace kennis::glass
