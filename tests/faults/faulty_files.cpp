/// @file
/// A disk that fails, between this program and the C library. A program's own `write`, `fsync` or `rename` goes before the library's, for our
/// code and for every library that calls them (Xapian, SQLite, the standard library): so nothing in the product knows of it.
///
/// KENNIS_FAULT_FOLDER: only what happens to files below it counts. KENNIS_FAULT: `kind:n`, with n counted from 1 among the calls of that kind:
///   full:n    the n-th write and all behind it fail, since the disk is full
///   short:n   the n-th write takes only half of its bytes; short:0: each does
///   sync:n    the n-th fsync or fdatasync fails
///   rename:n  the n-th rename or link fails
///   kill:n    the process dies before the n-th of all these calls
///   power:n   likewise, and what was written since a file was last brought to disk is lost
/// KENNIS_FAULT_COUNT: a file that gets the number of calls of each kind at the end, as `full n`, `sync n`, `rename n`, `kill n`.
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

enum class Kind { kNone, kFull, kShort, kSync, kRename, kKill, kPower };

/// What stood safely on disk of each file, by its number, and a descriptor to cut it by.
struct Written {
  off_t safe = 0;
  std::string path;
};

struct Disk {
  Kind kind = Kind::kNone;
  long wanted = -1;
  std::string folder;
  std::atomic<long> writes{0}, syncs{0}, renames{0}, all{0};
  std::mutex mutex;
  std::map<ino_t, Written> written;

  Disk() {
    const char* below = std::getenv("KENNIS_FAULT_FOLDER");
    const char* fault = std::getenv("KENNIS_FAULT");
    if (below == nullptr || fault == nullptr) return;
    folder = below;
    const std::string text = fault;
    const std::string name = text.substr(0, text.find(':'));
    wanted = std::atol(text.c_str() + text.find(':') + 1);
    const std::map<std::string, Kind> kinds = {{"full", Kind::kFull}, {"short", Kind::kShort},
                                               {"sync", Kind::kSync}, {"rename", Kind::kRename},
                                               {"kill", Kind::kKill}, {"power", Kind::kPower}};
    if (const auto found = kinds.find(name); found != kinds.end()) kind = found->second;
  }
  void write_counts() const {
    const char* path = std::getenv("KENNIS_FAULT_COUNT");
    std::FILE* out = path == nullptr ? nullptr : std::fopen(path, "we");
    if (out == nullptr) return;
    std::fprintf(out, "full %ld\nsync %ld\nrename %ld\nkill %ld\n", writes.load(), syncs.load(), renames.load(),
                 all.load());
    std::fclose(out);
  }
};

/// Never taken down: libraries write until the very end.
Disk& disk() {
  static Disk& one = *new Disk();
  return one;
}

/// Counts are written when the program ends in order.
struct Report {
  Report() { (void)disk(); }
  ~Report() { disk().write_counts(); }
} report;

std::string path_of(int file) {
  char name[64];
  char path[4096];
  std::snprintf(name, sizeof(name), "/proc/self/fd/%d", file);
  const ssize_t size = ::readlink(name, path, sizeof(path));
  return size <= 0 ? std::string() : std::string(path, static_cast<std::size_t>(size));
}

bool counts(const std::string& path) { return !disk().folder.empty() && path.rfind(disk().folder, 0) == 0; }

/// What was not brought to disk is gone.
void lose_power() {
  for (const auto& [number, file] : disk().written) {
    struct stat now {};
    if (::stat(file.path.c_str(), &now) == 0 && now.st_ino == number && now.st_size > file.safe) {
      (void)!::truncate(file.path.c_str(), file.safe);
    }
  }
}

void may_die() {
  const long number = ++disk().all;
  if (number != disk().wanted || (disk().kind != Kind::kKill && disk().kind != Kind::kPower)) return;
  const std::lock_guard lock(disk().mutex);
  if (disk().kind == Kind::kPower) lose_power();
  ::raise(SIGKILL);
}

/// Before a write: how many of its bytes are to be written, or -1 with errno.
ssize_t allowed(int file, std::size_t bytes) {
  const std::string path = path_of(file);
  if (!counts(path)) return static_cast<ssize_t>(bytes);
  may_die();
  {
    const std::lock_guard lock(disk().mutex);
    struct stat now {};
    if (::fstat(file, &now) == 0) {
      auto& known = disk().written.try_emplace(now.st_ino, Written{now.st_size, path}).first->second;
      known.path = path;
    }
  }
  const long number = ++disk().writes;
  if (disk().kind == Kind::kFull && number >= disk().wanted) {
    errno = ENOSPC;
    return -1;
  }
  const bool is_short = disk().kind == Kind::kShort && (disk().wanted == 0 || number == disk().wanted);
  return static_cast<ssize_t>(is_short && bytes > 1 ? bytes / 2 : bytes);
}

int bring(int file, long call) {
  if (counts(path_of(file))) {
    may_die();
    if (++disk().syncs == disk().wanted && disk().kind == Kind::kSync) {
      errno = EIO;
      return -1;
    }
    const std::lock_guard lock(disk().mutex);
    struct stat now {};
    if (::fstat(file, &now) == 0) disk().written.erase(now.st_ino);
  }
  return static_cast<int>(::syscall(call, file));
}

bool may_rename(const char* path) {
  if (!counts(path)) return true;
  may_die();
  if (++disk().renames == disk().wanted && disk().kind == Kind::kRename) {
    errno = EIO;
    return false;
  }
  return true;
}

/// A file that was renamed is cut by its new name; likewise all that lies in a folder that was.
void renamed(const std::string& from, const std::string& to) {
  const std::lock_guard lock(disk().mutex);
  for (auto& [number, file] : disk().written) {
    if (file.path == from) file.path = to;
    if (file.path.rfind(from + "/", 0) == 0) file.path = to + file.path.substr(from.size());
  }
}

}  // namespace

extern "C" {

ssize_t write(int file, const void* bytes, size_t size) {
  const ssize_t part = allowed(file, size);
  return part < 0 ? part : ::syscall(SYS_write, file, bytes, static_cast<size_t>(part));
}

ssize_t writev(int file, const struct iovec* parts, int count) {
  size_t size = 0;
  for (int i = 0; i < count; ++i) size += parts[i].iov_len;
  const ssize_t part = allowed(file, size);
  if (part < 0) return part;
  if (static_cast<size_t>(part) == size) return ::syscall(SYS_writev, file, parts, count);
  for (int i = 0; i < count; ++i) {  // of a short one, the first part that has bytes
    if (parts[i].iov_len == 0) continue;
    const size_t first = parts[i].iov_len > static_cast<size_t>(part) ? static_cast<size_t>(part) : parts[i].iov_len;
    return ::syscall(SYS_write, file, parts[i].iov_base, first);
  }
  return 0;
}

ssize_t pwrite(int file, const void* bytes, size_t size, off_t at) {
  const ssize_t part = allowed(file, size);
  return part < 0 ? part : ::syscall(SYS_pwrite64, file, bytes, static_cast<size_t>(part), at);
}

ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) { return ::pwrite(file, bytes, size, at); }

int fsync(int file) { return bring(file, SYS_fsync); }
int fdatasync(int file) { return bring(file, SYS_fdatasync); }

int rename(const char* from, const char* to) noexcept {
  if (!may_rename(to)) return -1;
  const auto done = static_cast<int>(::syscall(SYS_rename, from, to));
  if (done == 0) renamed(from, to);
  return done;
}

int link(const char* from, const char* to) noexcept {
  if (!may_rename(to)) return -1;
  return static_cast<int>(::syscall(SYS_link, from, to));
}

}  // extern "C"
