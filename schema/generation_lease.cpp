/// @file
#include "schema/generation_lease.h"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace kennis {
namespace {

namespace fs = std::filesystem;

/// A folder that is open until the end of the scope.
class OpenFolder {
 public:
  explicit OpenFolder(const fs::path& path) : file_(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}
  OpenFolder(const OpenFolder&) = delete;
  OpenFolder& operator=(const OpenFolder&) = delete;
  ~OpenFolder() {
    if (file_ >= 0) ::close(file_);
  }
  [[nodiscard]] int file() const { return file_; }
  int release() { return std::exchange(file_, -1); }

 private:
  int file_;
};

[[noreturn]] void fail(int error, const fs::path& path) {
  throw std::system_error(error, std::generic_category(), path.string());
}

/// True if `path` still names the folder that is open as `file`.
bool is_still(const fs::path& path, int file) {
  struct stat named {};
  struct stat opened {};
  return ::stat(path.c_str(), &named) == 0 && ::fstat(file, &opened) == 0 && named.st_dev == opened.st_dev &&
         named.st_ino == opened.st_ino;
}

}  // namespace

GenerationLease::GenerationLease(const fs::path& generation) {
  OpenFolder folder(generation);
  if (folder.file() < 0) fail(errno, generation);
  int taken = 0;
  do {
    taken = ::flock(folder.file(), LOCK_SH);
  } while (taken != 0 && errno == EINTR);
  if (taken != 0) fail(errno, generation);
  // Between opening and locking it may have been removed: it is renamed first, under the other lock.
  if (!is_still(generation, folder.file())) fail(ENOENT, generation);
  folder_ = folder.release();
}

GenerationLease::GenerationLease(GenerationLease&& other) noexcept : folder_(std::exchange(other.folder_, -1)) {}

GenerationLease& GenerationLease::operator=(GenerationLease&& other) noexcept {
  std::swap(folder_, other.folder_);
  return *this;
}

GenerationLease::~GenerationLease() {
  if (folder_ >= 0) ::close(folder_);
}

bool remove_unless_leased(const fs::path& generation) {
  const OpenFolder folder(generation);
  if (folder.file() < 0 || ::flock(folder.file(), LOCK_EX | LOCK_NB) != 0) return false;
  const fs::path hidden = generation.parent_path() / ("." + generation.filename().string() + ".old");
  std::error_code error;
  fs::rename(generation, hidden, error);
  if (error) return false;
  fs::remove_all(hidden, error);
  return true;
}

}  // namespace kennis
