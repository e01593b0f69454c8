/// @file
/// One block of a table: a header, a directory that grows upwards and items that grow downwards.
///
/// Layout, big-endian: u32 revision, u8 level (0: leaf), u16 largest gap, u16 all gaps, u16 where the directory ends; per item u16 where
/// it begins. A leaf's item: u16 flags and size, u8 length of the key, key, u16 component unless it is the first piece, piece of the
/// tag. A branch's item: u32 child, u8 length of the key, key, u16 component.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "indexer/glass/format.h"

namespace kennis::glass {

/// A piece of an entry.
struct LeafItem {
  std::string_view key;
  std::string_view tag;
  std::size_t component = 1;  ///< counted from 1
  bool last = true;
  bool compressed = false;

  [[nodiscard]] std::size_t bytes() const {
    return kItemHeaderBytes + key.size() + (component > 1 ? kComponentBytes : 0) + tag.size();
  }
};

/// Where a child begins: no key of it is before this one. Empty for the first of a block.
struct Separator {
  std::string key;
  std::size_t component = 0;

  [[nodiscard]] std::size_t bytes() const { return kChildBytes + 1 + key.size() + kComponentBytes; }
};

class Block {
 public:
  Block(std::size_t block_bytes, std::size_t level);

  [[nodiscard]] std::size_t count() const { return count_; }
  /// How large an item still fits.
  [[nodiscard]] std::size_t room() const {
    const std::size_t taken = kBlockHeaderBytes + (count_ + 1) * kDirectoryEntryBytes;
    return lowest_ > taken ? lowest_ - taken : 0;
  }
  /// Need: as large as room() at most, and in the order of keys and components.
  void add(const LeafItem& item);
  void add(const Separator& separator, std::uint32_t child);

  /// The block as it goes to disk; valid until the next call.
  [[nodiscard]] std::string_view seal();
  void clear();

 private:
  [[nodiscard]] char* take(std::size_t bytes);

  std::string bytes_;
  std::size_t level_;
  std::size_t count_ = 0;
  std::size_t lowest_;
};

}  // namespace kennis::glass
