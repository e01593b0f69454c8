/// @file
/// A leaf that is full is written, and its separator and number go to the branch above; a branch that is full does the same one level up.
/// So every block is written once, none is read, and one block a level is held.
#include "indexer/glass/table_writer.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <stdexcept>

#include <fmt/format.h>

#include "indexer/glass/output_file.h"

namespace kennis::glass {
namespace {

/// A tag is cut to fill a leaf up if at least so much of it, beside another key's bytes, finds room there.
constexpr std::size_t kPieceBytesMin = 64;

}  // namespace

class TableWriter::File {
 public:
  explicit File(const std::filesystem::path& path) : output_(path) {}
  [[nodiscard]] std::uint32_t write(std::string_view block) {
    if (blocks_ == std::numeric_limits<std::uint32_t>::max()) throw std::length_error("a table has too many blocks");
    output_.write(block);
    return blocks_++;
  }
  [[nodiscard]] std::uint32_t blocks() const { return blocks_; }
  [[nodiscard]] Digest finish() { return output_.finish(); }

 private:
  OutputFile output_;
  std::uint32_t blocks_ = 0;
};

TableWriter::TableWriter(const std::filesystem::path& path, std::size_t block_bytes)
    : block_bytes_(block_bytes), file_(std::make_unique<File>(path)), leaf_(block_bytes, 0) {
  leaf_.add(LeafItem{});  // the first leaf begins with an entry that is none
}

TableWriter::~TableWriter() = default;

void TableWriter::add(std::string_view key, std::string_view tag, bool compressed) {
  assert(entries_ == 0 || last_key_ < key);
  if (key.empty() || key.size() > kKeyBytesMax) {
    throw std::length_error(fmt::format("a key has {} bytes, and may have 1 to {}", key.size(), kKeyBytesMax));
  }
  ++entries_;
  LeafItem item{key, {}, 1, false, compressed};
  for (;; ++item.component) {
    if (item.component > kPiecesMax) throw std::length_error("an entry is too large for a table");
    item.tag = {};
    const std::size_t overhead = item.bytes();
    std::size_t taken = std::min(tag.size(), item_bytes_max(block_bytes_) - overhead);
    if (const std::size_t room = leaf_.room(); overhead + taken > room) {
      if (room >= overhead + key.size() + kPieceBytesMin) taken = room - overhead;
    }
    item.tag = tag.substr(0, taken);
    tag.remove_prefix(taken);
    item.last = tag.empty();
    add_piece(item);
    if (item.last) break;
  }
}

void TableWriter::add_piece(const LeafItem& item) {
  if (item.bytes() > leaf_.room()) {
    write_leaf();
    // Enough of the key to tell it from the last one; all of it, and the component, between two pieces of one entry.
    const auto [differs, ignored] = std::mismatch(item.key.begin(), item.key.end(), last_key_.begin(), last_key_.end());
    const auto same = static_cast<std::size_t>(differs - item.key.begin());
    leaf_separator_ = {std::string(item.key.substr(0, same + 1)), item.component};
  }
  leaf_.add(item);
  if (item.component == 1) last_key_ = item.key;
}

void TableWriter::write_leaf() {
  last_block_ = file_->write(leaf_.seal());
  leaf_.clear();
  enter(1, leaf_separator_, last_block_);
}

void TableWriter::enter(std::size_t level, const Separator& separator, std::uint32_t child) {
  if (branches_.size() < level) branches_.push_back({Block(block_bytes_, level), {}});
  if (separator.bytes() > branches_[level - 1].block.room()) {
    const std::uint32_t full = write_branch(level);
    enter(level + 1, Separator(branches_[level - 1].separator), full);
  }
  Branch& branch = branches_[level - 1];  // entering above may have moved it
  if (branch.block.count() == 0) {
    branch.separator = separator;
    branch.block.add(Separator{}, child);
  } else {
    branch.block.add(separator, child);
  }
}

std::uint32_t TableWriter::write_branch(std::size_t level) {
  Block& block = branches_[level - 1].block;
  last_block_ = file_->write(block.seal());
  block.clear();
  return last_block_;
}

TableRoot TableWriter::finish() {
  TableRoot root;
  root.block_bytes = block_bytes_;
  root.entries = entries_;
  if (entries_ > 0) {
    if (branches_.empty()) {
      root.root = file_->write(leaf_.seal());
    } else {
      write_leaf();
      std::size_t level = 1;
      while (level < branches_.size()) {
        const std::uint32_t full = write_branch(level);
        enter(level + 1, Separator(branches_[level - 1].separator), full);
        ++level;
      }
      root.root = write_branch(level);
      root.level = static_cast<std::uint32_t>(level);
    }
  }
  root.blocks = file_->blocks();
  root.digest = file_->finish();
  return root;
}

}  // namespace kennis::glass
