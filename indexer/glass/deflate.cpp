/// @file
#include "indexer/glass/deflate.h"

#include <limits>
#include <new>

#include <zlib.h>

#include "indexer/glass/format.h"

namespace kennis::glass {

struct Deflater::Stream {
  explicit Stream(int level) {
    constexpr int kRawWindowBits = -15;
    // A tag has a few kilobytes: larger tables would take longer to clear than to fill.
    constexpr int kMemoryLevel = 5;
    if (deflateInit2(&state, level, Z_DEFLATED, kRawWindowBits, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { deflateEnd(&state); }
  z_stream state{};
};

Deflater::Deflater(int level) {
  if (level > 0) stream_ = std::make_unique<Stream>(level);
}

Deflater::~Deflater() = default;

std::string_view Deflater::deflate(std::string_view tag) {
  if (!stream_ || tag.size() <= kDeflateBytesMin || tag.size() > std::numeric_limits<uInt>::max()) return {};
  z_stream& state = stream_->state;
  deflateReset(&state);
  // zlib asks for more than it ever writes to the input; and a stream that does not fit is not wanted.
  buffer_.resize(tag.size());
  state.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(tag.data()));
  state.avail_in = static_cast<uInt>(tag.size());
  state.next_out = reinterpret_cast<Bytef*>(buffer_.data());
  state.avail_out = static_cast<uInt>(tag.size() - 1);
  if (::deflate(&state, Z_FINISH) != Z_STREAM_END) return {};
  return std::string_view(buffer_).substr(0, state.total_out);
}

}  // namespace kennis::glass
