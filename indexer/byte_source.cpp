/// @file
#include "indexer/byte_source.h"

#include <cerrno>
#include <fcntl.h>
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
  explicit GzipSource(const fs::path& path) : path_(path), file_(::gzopen(path.c_str(), "rbe")) {
    if (file_ == nullptr) throw std::system_error(errno, std::generic_category(), path.string());
    ::gzbuffer(file_, 256U << 10U);
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override { ::gzclose_r(file_); }

  std::size_t read(char* out, std::size_t size) override {
    const int got = ::gzread(file_, out, static_cast<unsigned>(size));
    if (::gzdirect(file_) != 0) refuse(path_, got > 1 ? "it is no gzip data" : "the gzip data is cut off");
    int error = Z_OK;
    const char* message = ::gzerror(file_, &error);
    if (got < 0 || (error != Z_OK && error != Z_STREAM_END)) {
      refuse(path_, error == Z_BUF_ERROR ? "the gzip data is cut off" : message);
    }
    return static_cast<std::size_t>(got);
  }
  [[nodiscard]] std::uint64_t consumed() const override { return static_cast<std::uint64_t>(::gzoffset(file_)); }

 private:
  fs::path path_;
  gzFile file_;
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
