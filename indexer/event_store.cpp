/// @file
#include "indexer/event_store.h"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace kennis {

SpillFile::~SpillFile() {
  if (file_ >= 0) ::close(file_);
}

void SpillFile::append(const std::filesystem::path& path, const void* data, std::size_t bytes) {
  if (file_ < 0) {
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file_ < 0) throw std::system_error(errno, std::generic_category(), path.string());
    ::unlink(path.c_str());  // nobody else needs its name, and nothing is left behind
  }
  const char* at = static_cast<const char*>(data);
  while (bytes > 0) {
    const ssize_t written = ::pwrite(file_, at, bytes, static_cast<off_t>(bytes_));
    if (written < 0) {
      if (errno == EINTR) continue;
      throw std::system_error(errno, std::generic_category(), path.string() + ": cannot be written");
    }
    at += written;
    bytes -= static_cast<std::size_t>(written);
    bytes_ += static_cast<std::size_t>(written);
  }
}

void SpillFile::read(std::size_t begin, std::size_t bytes, void* out) const {
  char* at = static_cast<char*>(out);
  std::size_t done = 0;
  while (done < bytes) {
    const ssize_t got = ::pread(file_, at + done, bytes - done, static_cast<off_t>(begin + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) throw std::system_error(got < 0 ? errno : EIO, std::generic_category(), "a spilled run of events");
    done += static_cast<std::size_t>(got);
  }
}

}  // namespace kennis
