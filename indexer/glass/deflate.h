/// @file
/// Tags, deflated where that makes them smaller.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace kennis::glass {

/// Makes raw deflate streams (RFC 1951, no header). Threads: one. Memory: 90 KB.
class Deflater {
 public:
  /// `level`: as zlib's, 1 to 9; 0: nothing is deflated.
  explicit Deflater(int level);
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;
  ~Deflater();

  /// The stream, valid until the next call; nothing if it is not smaller than `tag`.
  [[nodiscard]] std::string_view deflate(std::string_view tag);

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
  std::string buffer_;
};

}  // namespace kennis::glass
