/// @file
#include "indexer/glass/block.h"

#include <cassert>
#include <cstring>

namespace kennis::glass {
namespace {

constexpr std::size_t kCompressed = 0x8000;
constexpr std::size_t kLast = 0x4000;
constexpr std::size_t kFirst = 0x2000;

char* put_16(std::size_t value, char* at) {
  at[0] = static_cast<char>(value >> 8U);
  at[1] = static_cast<char>(value);
  return at + 2;
}

char* put_32(std::size_t value, char* at) { return put_16(value, put_16(value >> 16U, at)); }

char* put_bytes(std::string_view bytes, char* at) {
  if (!bytes.empty()) std::memcpy(at, bytes.data(), bytes.size());
  return at + bytes.size();
}

char* put_key(std::string_view key, char* at) {
  *at = static_cast<char>(key.size());
  return put_bytes(key, at + 1);
}

}  // namespace

Block::Block(std::size_t block_bytes, std::size_t level)
    : bytes_(block_bytes, '\0'), level_(level), lowest_(block_bytes) {}

char* Block::take(std::size_t bytes) {
  assert(bytes <= room());
  lowest_ -= bytes;
  put_16(lowest_, bytes_.data() + kBlockHeaderBytes + count_ * kDirectoryEntryBytes);
  ++count_;
  return bytes_.data() + lowest_;
}

void Block::add(const LeafItem& item) {
  const std::size_t bytes = item.bytes();
  char* at = take(bytes);
  at = put_16((bytes - kItemHeaderBytes) | (item.compressed ? kCompressed : 0) | (item.last ? kLast : 0) |
                  (item.component == 1 ? kFirst : 0),
              at);
  at = put_key(item.key, at);
  if (item.component > 1) at = put_16(item.component, at);
  put_bytes(item.tag, at);
}

void Block::add(const Separator& separator, std::uint32_t child) {
  char* at = put_32(child, take(separator.bytes()));
  put_16(separator.component, put_key(separator.key, at));
}

std::string_view Block::seal() {
  const std::size_t directory_end = kBlockHeaderBytes + count_ * kDirectoryEntryBytes;
  const std::size_t gap = lowest_ - directory_end;
  char* at = put_32(kRevision, bytes_.data());
  *at++ = static_cast<char>(level_);
  put_16(directory_end, put_16(gap, put_16(gap, at)));
  // What an earlier block left in the gap would make the bytes depend on more than the content.
  std::memset(bytes_.data() + directory_end, 0, gap);
  return bytes_;
}

void Block::clear() {
  count_ = 0;
  lowest_ = bytes_.size();
}

}  // namespace kennis::glass
