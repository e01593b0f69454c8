/// @file
#include "indexer/block_source.h"

#include <algorithm>
#include <cstring>

#include <simdjson.h>

#include "schema/fields.h"

namespace kennis {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kKeptOfOverlong = 1024;

}  // namespace

BlockSource::BlockSource(std::vector<std::filesystem::path> files, std::size_t block_bytes)
    : files_(std::move(files)), block_bytes_(block_bytes) {}

BlockSource::~BlockSource() = default;

bool BlockSource::open_next() {
  if (next_file_ == files_.size()) return false;
  source_ = open_bytes(files_[next_file_++]);
  content_ = std::make_unique<ContentChecksum>();
  line_ = 1;
  content_bytes_ = 0;
  at_end_ = false;
  char mark[3];
  const std::size_t got = fill(mark, sizeof(mark));
  rest_.assign(mark, got);
  if (rest_ == kByteOrderMark) rest_.clear();
  return true;
}

void BlockSource::close_file() {
  read_files_.push_back({files_[next_file_ - 1].filename().string(), content_bytes_, content_->hex()});
  finished_bytes_ += source_->consumed();
  source_.reset();
}

std::size_t BlockSource::fill(char* out, std::size_t size) {
  std::size_t filled = 0;
  while (filled < size && !at_end_) {
    const std::size_t got = source_->read(out + filled, size - filled);
    if (got == 0) at_end_ = true;
    filled += got;
  }
  content_->add({out, filled});
  content_bytes_ += filled;
  return filled;
}

void BlockSource::skip_line() {
  std::string buffer(64U << 10U, '\0');
  rest_.clear();
  while (!at_end_) {
    const std::size_t got = fill(buffer.data(), buffer.size());
    const auto end = std::string_view(buffer.data(), got).find('\n');
    if (end == std::string_view::npos) continue;
    rest_.assign(buffer, end + 1, got - end - 1);
    return;
  }
}

bool BlockSource::next(Block& block) {
  while (true) {
    if (!source_ && !open_next()) return false;
    std::size_t capacity = std::max(block_bytes_, rest_.size() + block_bytes_ / 2);
    std::size_t size = rest_.size();
    std::shared_ptr<char[]> memory(new char[capacity + simdjson::SIMDJSON_PADDING]);
    std::memcpy(memory.get(), rest_.data(), size);
    size += fill(memory.get() + size, capacity - size);
    std::size_t end = size;
    if (!at_end_) {
      const auto last = std::string_view(memory.get(), size).rfind('\n');
      if (last == std::string_view::npos) {
        if (size <= limit::kLineBytesMax) {  // a long line: try again with more room
          rest_.assign(memory.get(), size);
          block_bytes_ = std::max(block_bytes_, size * 2);
          continue;
        }
        block = {memory,
                 cut_text({memory.get(), size}, kKeptOfOverlong),
                 static_cast<std::uint32_t>(next_file_ - 1),
                 line_++,
                 offset_,
                 true};
        skip_line();
        return true;
      }
      end = last + 1;
    }
    rest_.assign(memory.get() + end, size - end);
    if (end == 0) {
      close_file();
      continue;
    }
    std::memset(memory.get() + size, 0, simdjson::SIMDJSON_PADDING);
    block = {memory, std::string_view(memory.get(), end), static_cast<std::uint32_t>(next_file_ - 1), line_, offset_,
             false};
    line_ += lines_in(block.bytes);
    offset_ += end;
    return true;
  }
}

}  // namespace kennis
