/// @file
#include "indexer/upkeep/backup.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "indexer/publish.h"
#include "journal/copy.h"
#include "journal/store.h"
#include "journal/tombstones.h"
#include "schema/checksum.h"
#include "schema/fields.h"
#include "schema/generation_lease.h"
#include "schema/manifest.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBufferBytes = std::size_t{1} << 20U;

Error error_of(ErrorCode code, std::string message) { return {code, std::move(message), {}}; }

[[noreturn]] void fail(const fs::path& path) { throw std::system_error(errno, std::generic_category(), path.string()); }

/// A file that is open until the end of the scope.
class OpenFile {
 public:
  OpenFile(const fs::path& path, int flags) : path_(path), file_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {
    if (file_ < 0) fail(path_);
  }
  OpenFile(const OpenFile&) = delete;  // one descriptor, one owner
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() { ::close(file_); }

  [[nodiscard]] std::size_t read(std::vector<char>& buffer) {
    ssize_t got = 0;
    do {
      got = ::read(file_, buffer.data(), buffer.size());
    } while (got < 0 && errno == EINTR);
    if (got < 0) fail(path_);
    return static_cast<std::size_t>(got);
  }
  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t put = ::write(file_, bytes.data(), bytes.size());
      if (put < 0 && errno != EINTR) fail(path_);
      bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(put, 0)));
    }
  }
  /// To disk, and out of memory: what is in use needs it more than a copy does.
  void finish() {
    if (::fsync(file_) != 0) fail(path_);
    (void)::posix_fadvise(file_, 0, 0, POSIX_FADV_DONTNEED);
  }

 private:
  fs::path path_;
  int file_;
};

/// Makes the folders of a file below `root`, never `root` itself: who ends this run takes it away, and what came after must not be published.
void make_folders(const fs::path& root, const fs::path& file) {
  fs::path folder = root;
  for (const fs::path& part : file.parent_path()) fs::create_directory(folder /= part);
}

/// Copies one file whose folder is there; the checksum of what was read.
std::string copy_and_sum(const fs::path& from, const fs::path& to) {
  OpenFile in(from, O_RDONLY);
  OpenFile out(to, O_WRONLY | O_CREAT | O_TRUNC);
  Checksum checksum;
  std::vector<char> buffer(kBufferBytes);
  while (const std::size_t got = in.read(buffer)) {
    checksum.add({buffer.data(), got});
    out.write({buffer.data(), got});
  }
  out.finish();
  return checksum.hex();
}

/// Removes what was copied unless it was published.
class Building {
 public:
  explicit Building(fs::path path) : path_(std::move(path)) {}
  Building(const Building&) = delete;
  Building& operator=(const Building&) = delete;
  ~Building() {
    std::error_code error;
    fs::remove_all(path_, error);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::optional<Error> fault_of(const CopyOptions& options) {
  std::error_code error;
  if (fs::equivalent(options.from, options.to, error)) {
    return error_of(ErrorCode::kInvalidRequest, fmt::format("{}: cannot be copied onto itself", options.to.string()));
  }
  const bool is_ours = fs::exists(options.to / file::kGenerations, error) || has_journal(options.to) ||
                       fs::exists(options.to / file::kTombstones, error);
  const bool is_taken = fs::exists(options.to, error) && !is_ours &&
                        (!fs::is_directory(options.to, error) || !fs::is_empty(options.to, error));
  if (!is_taken) return std::nullopt;
  return error_of(
      ErrorCode::kInvalidRequest,
      fmt::format("{}: holds something else; give a new folder, or one of earlier copies", options.to.string()));
}

bool is_whole(const fs::path& generation) {
  const auto manifest = read_manifest(generation);
  return manifest && !damage_of(generation, manifest.value(), Check::kContents);
}

/// Errors: kNoGeneration if a file is not what its manifest says.
std::optional<Error> copy_files(const fs::path& from, const fs::path& to, const Manifest& manifest) {
  for (const ManifestFile& file : manifest.files) {
    make_folders(to, file.path);
    if (copy_and_sum(from / file.path, to / file.path) == file.xxh3) continue;
    return error_of(ErrorCode::kNoGeneration,
                    fmt::format("{}: its checksum is wrong; nothing was copied", (from / file.path).string()));
  }
  copy_and_sum(from / file::kManifest, to / file::kManifest);
  return std::nullopt;
}

/// After the generation was chosen and before its copy is in force: so the journal never ends before what the generation has of it.
std::optional<Error> take_journal(const CopyOptions& options, CopyReport& report) {
  merge_tombstones(options.from, options.to);
  const auto copied = copy_journal(options.from, options.to);
  if (!copied) return copied.error();
  report.journal = copied.value();
  return std::nullopt;
}

}  // namespace

Result<CopyReport> copy_generation(const CopyOptions& options) {
  if (auto fault = fault_of(options)) return *fault;
  CopyReport report;
  report.generation = options.generation.value_or(current_generation(options.from));
  const fs::path from = options.from / file::kGenerations / report.generation;
  if (report.generation.empty() || !fs::is_directory(from)) {
    return error_of(ErrorCode::kNoGeneration,
                    fmt::format("{}: holds no generation {}: `kennis generations` lists what there is",
                                options.from.string(), report.generation.empty() ? "in force" : report.generation));
  }
  const GenerationLease lease(from);
  const auto manifest = read_manifest(from);
  if (!manifest) return manifest.error();
  if (auto damage = damage_of(from, manifest.value(), Check::kSizes))
    return error_of(ErrorCode::kNoGeneration, *damage);
  for (const ManifestFile& file : manifest.value().files) report.bytes += file.bytes;

  const IndexLock lock(options.to);
  sweep_leftovers(options.to);
  const fs::path target = options.to / file::kGenerations / report.generation;
  report.was_there = is_whole(target);
  if (report.was_there) {
    if (auto fault = take_journal(options, report)) return *fault;
    put_in_force(options.to, report.generation);
    prune(options.to, options.keep);
    return report;
  }
  const Building building(options.to / file::kGenerations / ("." + report.generation));
  if (options.building) options.building(building.path());
  fs::create_directories(building.path());
  if (auto fault = copy_files(from, building.path(), manifest.value())) return *fault;
  if (fs::exists(target) && !remove_unless_leased(target)) {
    return error_of(ErrorCode::kInvalidRequest,
                    fmt::format("{}: is damaged and in use: end what uses it first", target.string()));
  }
  if (auto fault = take_journal(options, report)) return *fault;
  publish(options.to, building.path(), manifest.value(), options.keep);
  return report;
}

}  // namespace kennis
