/// @file
#include "tests/indexer/glass_reader.h"

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>

#include <zlib.h>

#include "indexer/glass/codec.h"

namespace kennis::testing_glass {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void require(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(what);
}

std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8U | static_cast<unsigned char>(bytes.at(at + i));
  return value;
}

std::string inflate(const std::string& tag) {
  std::string out;
  z_stream stream{};
  require(inflateInit2(&stream, -15) == Z_OK, "zlib");
  std::string input = tag;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  int status = Z_OK;
  while (status == Z_OK) {
    char buffer[4096];
    stream.next_out = reinterpret_cast<Bytef*>(buffer);
    stream.avail_out = sizeof buffer;
    status = ::inflate(&stream, Z_NO_FLUSH);
    out.append(buffer, sizeof buffer - stream.avail_out);
  }
  const bool whole = status == Z_STREAM_END && stream.avail_in == 0;
  inflateEnd(&stream);
  require(whole, "a tag is no deflate stream");
  return out;
}

class Walk {
 public:
  Walk(const std::filesystem::path& file, const Root& root, Maker maker)
      : maker_(maker), bytes_(read_file(file)), block_bytes_(root.block_bytes) {
    require(bytes_.size() % block_bytes_ == 0, "a part of a block");
    branch(root.block, root.level);
    require(component_ == 0, "the last pieces are missing");
    require(entries_.size() == root.entries, "the count of entries is wrong");
  }
  [[nodiscard]] const std::map<std::string, std::string>& entries() const { return entries_; }

 private:
  void branch(std::uint64_t block, std::uint64_t level) {
    const std::string_view bytes = std::string_view(bytes_).substr(block * block_bytes_, block_bytes_);
    require(number(bytes, 4, 1) == level, "the level of a block is wrong");
    const std::uint64_t end = number(bytes, 9, 2);
    std::uint64_t lowest = block_bytes_;
    for (std::uint64_t at = 11; at < end; at += 2) {
      const std::uint64_t item = number(bytes, at, 2);
      lowest = std::min(lowest, item);
      if (level > 0) {
        branch(number(bytes, item, 4), level - 1);
      } else {
        leaf_item(bytes.substr(item), block);
      }
    }
    const bool tight = number(bytes, 5, 2) == lowest - end && number(bytes, 7, 2) == lowest - end;
    require(lowest >= end && (tight || maker_ == Maker::kLibrary), "the room of a block is wrong");
  }

  void leaf_item(std::string_view item, std::uint64_t block) {
    require(maker_ == Maker::kLibrary || block >= last_leaf_, "leaves do not rise");
    last_leaf_ = block;
    const std::uint64_t head = number(item, 0, 2);
    const bool compressed = (head & 0x8000U) != 0;
    const bool last = (head & 0x4000U) != 0;
    const bool first = (head & 0x2000U) != 0;
    item = item.substr(0, (head & 0x1fffU) + 3);
    const std::string key(item.substr(3, number(item, 2, 1)));
    require(item.size() <= (block_bytes_ - 19) / 4, "an item is too large");
    item.remove_prefix(3 + key.size());
    if (key.empty()) {
      require(block == 0 && first && last && item.empty() && entries_.empty(), "an empty key");
      return;
    }
    const std::uint64_t component = first ? 1 : number(item, 0, 2);
    if (!first) item.remove_prefix(2);
    require(component == component_ + 1, "a piece is missing");
    require(first ? key > last_key_ : key == last_key_, "keys do not rise");
    last_key_ = key;
    component_ = last ? 0 : component;
    tag_ = (first ? std::string() : tag_) + std::string(item);
    if (last) entries_[key] = compressed ? inflate(tag_) : tag_;
  }

  Maker maker_;
  std::string bytes_;
  std::uint64_t block_bytes_;
  std::map<std::string, std::string> entries_;
  std::string last_key_, tag_;
  std::uint64_t component_ = 0;
  std::uint64_t last_leaf_ = 0;
};

}  // namespace

Version read_version(const std::filesystem::path& database) {
  const std::string bytes = read_file(database / "iamglass");
  std::string_view rest = bytes;
  Version version;
  version.magic = rest.substr(0, 16);
  version.uuid = rest.substr(16, 16);
  rest.remove_prefix(32);
  version.revision = glass::take_varint(rest);
  for (const char* name : {"postlist", "docdata", "termlist", "position", "spelling", "synonym"}) {
    Root& root = version.tables[name];
    root.block = glass::take_varint(rest);
    const std::uint64_t flags = glass::take_varint(rest);
    root.level = flags >> 2U;
    root.sequential = (flags & 2U) != 0;
    root.fake = (flags & 1U) != 0;
    root.entries = glass::take_varint(rest);
    root.block_bytes = glass::take_varint(rest) << 11U;
    root.deflate_bytes_min = glass::take_varint(rest);
    const std::uint64_t size = glass::take_varint(rest);
    root.free_list = rest.substr(0, size);
    rest.remove_prefix(size);
  }
  version.statistics = rest;
  return version;
}

std::map<std::string, std::string> read_table(const std::filesystem::path& file, const Root& root, Maker maker) {
  if (root.fake) return {};
  return Walk(file, root, maker).entries();
}

}  // namespace kennis::testing_glass
