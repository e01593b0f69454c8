/// @file
#include "indexer/glass/output_file.h"

#include <cerrno>
#include <fcntl.h>
#include <new>
#include <system_error>
#include <unistd.h>

#include <xxhash.h>

namespace kennis::glass {
namespace {

constexpr std::size_t kBufferBytes = 512U << 10U;

[[noreturn]] void fail(const std::filesystem::path& path) {
  throw std::system_error(errno, std::generic_category(), path.string() + ": cannot be written");
}

}  // namespace

struct OutputFile::Hash {
  Hash() : state(XXH3_createState()) {
    if (state == nullptr) throw std::bad_alloc();
    XXH3_128bits_reset(state);
  }
  Hash(const Hash&) = delete;
  Hash& operator=(const Hash&) = delete;
  ~Hash() { XXH3_freeState(state); }
  XXH3_state_t* state;
};

OutputFile::OutputFile(std::filesystem::path path) : path_(std::move(path)), hash_(std::make_unique<Hash>()) {
  file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file_ < 0) fail(path_);
  buffer_.reserve(kBufferBytes);
}

OutputFile::~OutputFile() {
  if (file_ >= 0) ::close(file_);
}

void OutputFile::write(std::string_view bytes) {
  if (buffer_.size() + bytes.size() > kBufferBytes) flush();
  buffer_ += bytes;
}

void OutputFile::flush() {
  XXH3_128bits_update(hash_->state, buffer_.data(), buffer_.size());
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t written = ::write(file_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(path_);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  flushed_ += buffer_.size();
  buffer_.clear();
}

std::array<std::uint64_t, 2> OutputFile::finish() {
  flush();
  const int file = file_;
  file_ = -1;
  if (::close(file) != 0) fail(path_);
  const XXH128_hash_t hash = XXH3_128bits_digest(hash_->state);
  return {hash.high64, hash.low64};
}

}  // namespace kennis::glass
