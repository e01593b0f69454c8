/// @file
#include "indexer/byte_source.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <new>
#include <stdexcept>
#include <system_error>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

namespace kennis {
namespace {

namespace fs = std::filesystem;

class PlainSource : public ByteSource {
 public:
  explicit PlainSource(const fs::path& path) : path_(path), file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (file_ < 0) throw std::system_error(errno, std::generic_category(), path.string());
    ::posix_fadvise(file_, 0, 0, POSIX_FADV_SEQUENTIAL);
  }
  PlainSource(const PlainSource&) = delete;
  PlainSource& operator=(const PlainSource&) = delete;
  ~PlainSource() override { ::close(file_); }

  std::size_t read(char* out, std::size_t size) override {
    ssize_t got = 0;
    do {
      got = ::read(file_, out, size);
    } while (got < 0 && errno == EINTR);
    if (got < 0) throw std::system_error(errno, std::generic_category(), path_.string());
    consumed_ += static_cast<std::uint64_t>(got);
    return static_cast<std::size_t>(got);
  }
  [[nodiscard]] std::uint64_t consumed() const override { return consumed_; }

 private:
  fs::path path_;
  int file_;
  std::uint64_t consumed_ = 0;
};

[[noreturn]] void refuse(const fs::path& path, std::string_view why) {
  throw std::runtime_error(
      fmt::format("{}: {}: send the whole file again (nothing was published, the generation before stays in force)",
                  path.string(), why));
}

class GzipSource : public ByteSource {
 public:
  explicit GzipSource(const fs::path& path) : path_(path), file_(path) {
    if (::inflateInit2(&stream_, 15 + 16) != Z_OK) throw std::bad_alloc();
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override { ::inflateEnd(&stream_); }

  std::size_t read(char* out, std::size_t size) override {
    const auto room = static_cast<uInt>(std::min<std::size_t>(size, 1U << 30U));
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out = room;
    while (stream_.avail_out == room && room > 0) {
      if (stream_.avail_in == 0 && !refill()) {
        if (in_member_ || file_.consumed() == 0) refuse(path_, "the gzip data is cut off");
        return 0;
      }
      inflate_some();
    }
    return room - stream_.avail_out;
  }
  [[nodiscard]] std::uint64_t consumed() const override { return file_.consumed(); }

 private:
  bool refill() {
    const std::size_t got = file_.read(buffer_.data(), buffer_.size());
    stream_.next_in = reinterpret_cast<Bytef*>(buffer_.data());
    stream_.avail_in = static_cast<uInt>(got);
    return got > 0;
  }

  /// What stands behind a member is another member, or the file is refused: gzread would drop it without a word.
  void inflate_some() {
    if (!in_member_) ::inflateReset(&stream_);
    in_member_ = true;
    const int result = ::inflate(&stream_, Z_NO_FLUSH);
    if (result == Z_STREAM_END) {
      in_member_ = false;
      ++members_;
    } else if (result == Z_MEM_ERROR) {
      throw std::bad_alloc();
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      const std::string why = stream_.msg == nullptr ? "damaged" : stream_.msg;
      refuse(path_, fmt::format("{} is no gzip data: {}", members_ == 0 ? "it" : "what follows its gzip data", why));
    }
  }

  fs::path path_;
  PlainSource file_;
  z_stream stream_{};
  std::vector<char> buffer_ = std::vector<char>(256U << 10U);
  bool in_member_ = false;
  std::uint64_t members_ = 0;
};

class ZstdSource : public ByteSource {
 public:
  explicit ZstdSource(const fs::path& path) : path_(path), file_(path), stream_(ZSTD_createDStream()) {
    if (stream_ == nullptr) throw std::bad_alloc();
  }
  ZstdSource(const ZstdSource&) = delete;
  ZstdSource& operator=(const ZstdSource&) = delete;
  ~ZstdSource() override { ZSTD_freeDStream(stream_); }

  std::size_t read(char* out, std::size_t size) override {
    ZSTD_outBuffer output{out, size, 0};
    while (output.pos == 0 && size > 0) {
      if (input_.pos == input_.size && !refill()) {
        if (in_frame_ || file_.consumed() == 0) refuse(path_, "the zstd data is cut off");
        return 0;
      }
      const std::size_t result = ZSTD_decompressStream(stream_, &output, &input_);
      if (ZSTD_isError(result) != 0) refuse(path_, ZSTD_getErrorName(result));
      in_frame_ = result != 0;
    }
    return output.pos;
  }
  [[nodiscard]] std::uint64_t consumed() const override { return file_.consumed(); }

 private:
  bool refill() {
    const std::size_t got = file_.read(buffer_.data(), buffer_.size());
    input_ = {buffer_.data(), got, 0};
    return got > 0;
  }

  fs::path path_;
  PlainSource file_;
  ZSTD_DStream* stream_;
  std::vector<char> buffer_ = std::vector<char>(256U << 10U);
  ZSTD_inBuffer input_{nullptr, 0, 0};
  bool in_frame_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> open_bytes(const fs::path& path) {
  if (path.extension() == ".gz") return std::make_unique<GzipSource>(path);
  if (path.extension() == ".zst") return std::make_unique<ZstdSource>(path);
  return std::make_unique<PlainSource>(path);
}

}  // namespace kennis
