/// @file
#include "indexer/profile_sorter.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <optional>
#include <queue>
#include <system_error>
#include <tuple>
#include <unistd.h>

#include <tbb/parallel_sort.h>

#include "indexer/glass/output_file.h"
#include "indexer/scan.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

bool before(const ProfileLine& a, const ProfileLine& b) { return std::tie(a.id, a.order) < std::tie(b.id, b.order); }

struct RunHead {
  std::uint32_t id_bytes;
  std::uint32_t raw_bytes;
  std::uint64_t order;
  Seconds updated_at;
  std::uint64_t deleted;
};

/// Reads a spilled run line by line.
class RunReader {
 public:
  explicit RunReader(const fs::path& path) : path_(path), in_(path, std::ios::binary) {
    if (!in_) throw std::system_error(errno, std::generic_category(), path.string());
  }

  bool next() {
    RunHead head{};
    if (!in_.read(reinterpret_cast<char*>(&head), sizeof(head))) {
      if (in_.gcount() != 0 || in_.bad()) refuse();
      return false;
    }
    line.id.resize(head.id_bytes);
    raw_.resize(head.raw_bytes);
    in_.read(line.id.data(), head.id_bytes);
    in_.read(raw_.data(), head.raw_bytes);
    if (!in_) refuse();
    line.order = head.order;
    line.updated_at = head.updated_at;
    line.deleted = head.deleted != 0;
    line.raw = raw_;
    return true;
  }

  ProfileLine line;

 private:
  [[noreturn]] void refuse() const {
    throw std::system_error(EIO, std::generic_category(), path_.string() + ": a spilled run of profiles is cut off");
  }

  fs::path path_;
  std::ifstream in_;
  std::string raw_;
};

/// A file written by several threads, each at its place. Throws std::system_error with the path.
class PlacedFile {
 public:
  explicit PlacedFile(const fs::path& path) : path_(path) {
    file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file_ < 0) refuse();
  }
  PlacedFile(const PlacedFile&) = delete;
  PlacedFile& operator=(const PlacedFile&) = delete;
  ~PlacedFile() { ::close(file_); }

  void write(std::string_view bytes, std::uint64_t offset) const {
    while (!bytes.empty()) {
      const ssize_t written = ::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) refuse();
      bytes.remove_prefix(static_cast<std::size_t>(written));
      offset += static_cast<std::uint64_t>(written);
    }
  }

 private:
  [[noreturn]] void refuse() const {
    throw std::system_error(errno, std::generic_category(), path_.string() + ": cannot be written");
  }
  fs::path path_;
  int file_ = -1;
};

/// Takes sorted lines, decides for each id, and hands on what counts.
class Winners {
 public:
  using Take = std::function<void(std::string_view raw)>;
  explicit Winners(Take take) : take_(std::move(take)) {}

  /// True if `line.raw` counts so far: it must then stay until the next line of which that is true, or the next id.
  bool add(const ProfileLine& line) {
    if (line.id != id_ || !any_) {
      settle();
      id_ = line.id;
      any_ = true;
    } else {
      ++report_.superseded;
    }
    const bool counts = !decided_ || replaces(line.updated_at, line.deleted, decided_->updated_at);
    if (counts) decided_ = Decided{line.updated_at, line.deleted, line.raw};
    return counts;
  }
  /// The line at hand lies elsewhere now.
  void moved(std::string_view raw) { decided_->raw = raw; }

  [[nodiscard]] ProfileSortReport finish() {
    settle();
    return std::move(report_);
  }

 private:
  struct Decided {
    Seconds updated_at;
    bool deleted;
    std::string_view raw;
  };

  void settle() {
    if (decided_ && decided_->deleted) {
      ++report_.deleted;
      report_.deleted_ids.push_back(id_);
    }
    if (decided_ && !decided_->deleted) {
      ++report_.profiles;
      report_.bytes += decided_->raw.size() + 1;
      report_.ends.push_back(report_.bytes);
      take_(decided_->raw);
    }
    decided_.reset();
  }

  Take take_;
  ProfileSortReport report_;
  bool any_ = false;
  std::string id_;
  std::optional<Decided> decided_;
};

/// Writes lines one after another to where they belong; each piece by a worker of its own.
void write_lines(const fs::path& path, const std::vector<std::string_view>& lines,
                 const std::vector<std::uint64_t>& ends, std::size_t workers) {
  constexpr std::size_t kPieceLines = 512;
  const PlacedFile file(path);
  for_each_parallel((lines.size() + kPieceLines - 1) / kPieceLines, workers, [&](std::size_t piece, std::size_t) {
    const std::size_t first = piece * kPieceLines;
    const std::size_t last = std::min(lines.size(), first + kPieceLines);
    std::string bytes;
    for (std::size_t i = first; i < last; ++i) {
      bytes += lines[i];
      bytes += '\n';
    }
    file.write(bytes, first == 0 ? 0 : ends[first - 1]);
  });
}

}  // namespace

ProfileSorter::ProfileSorter(fs::path folder, std::size_t memory_bytes, std::size_t workers)
    : folder_(std::move(folder)), memory_max_(memory_bytes), workers_(workers) {}

void ProfileSorter::add(std::vector<ProfileLine> lines, std::shared_ptr<const char[]> memory,
                        std::size_t memory_bytes) {
  memory_used_ += memory_bytes + lines.size() * (sizeof(ProfileLine) + 16);
  memories_.push_back(std::move(memory));
  lines_.insert(lines_.end(), std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.end()));
  if (memory_used_ > memory_max_) spill();
}

void ProfileSorter::spill() {
  tbb::parallel_sort(lines_.begin(), lines_.end(), before);
  const fs::path path = folder_ / ("profiles-" + std::to_string(runs_.size()) + ".run");
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  for (const ProfileLine& line : lines_) {
    const RunHead head{static_cast<std::uint32_t>(line.id.size()), static_cast<std::uint32_t>(line.raw.size()),
                       line.order, line.updated_at, line.deleted ? 1U : 0U};
    out.write(reinterpret_cast<const char*>(&head), sizeof(head));
    out << line.id << line.raw;
  }
  out.close();
  if (!out) throw std::system_error(errno, std::generic_category(), path.string() + ": cannot be written");
  runs_.push_back(path);
  lines_ = {};
  memories_.clear();
  memory_used_ = 0;
}

ProfileSortReport ProfileSorter::write_sorted(const fs::path& path) {
  tbb::parallel_sort(lines_.begin(), lines_.end(), before);
  std::vector<std::string_view> winning;
  Winners winners([&](std::string_view raw) { winning.push_back(raw); });
  for (const ProfileLine& line : lines_) winners.add(line);
  ProfileSortReport report = winners.finish();
  write_lines(path, winning, report.ends, workers_);
  lines_ = {};
  memories_.clear();
  return report;
}

ProfileSortReport ProfileSorter::merge_runs(const fs::path& path) {
  std::vector<std::unique_ptr<RunReader>> readers;
  const auto later = [&](std::size_t a, std::size_t b) { return before(readers[b]->line, readers[a]->line); };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> heap(later);
  for (const fs::path& run : runs_) {
    readers.push_back(std::make_unique<RunReader>(run));
    if (readers.back()->next()) heap.push(readers.size() - 1);
  }
  glass::OutputFile out(path);
  std::string kept;  // what counts of an id outlives its reader's next line
  Winners winners([&](std::string_view raw) {
    out.write(raw);
    out.write("\n");
  });
  while (!heap.empty()) {
    const std::size_t reader = heap.top();
    heap.pop();
    if (winners.add(readers[reader]->line)) {
      kept = readers[reader]->line.raw;
      winners.moved(kept);
    }
    if (readers[reader]->next()) heap.push(reader);
  }
  ProfileSortReport report = winners.finish();
  static_cast<void>(out.finish());
  readers.clear();
  for (const fs::path& run : runs_) fs::remove(run);
  return report;
}

ProfileSortReport ProfileSorter::finish(const fs::path& path) {
  if (runs_.empty()) return write_sorted(path);
  spill();
  return merge_runs(path);
}

}  // namespace kennis
