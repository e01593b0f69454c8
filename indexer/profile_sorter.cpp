/// @file
#include "indexer/profile_sorter.h"

#include <algorithm>
#include <cerrno>
#include <functional>
#include <optional>
#include <queue>
#include <system_error>
#include <tuple>

#include <tbb/parallel_sort.h>

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

/// Takes sorted lines, decides for each id, and writes what counts.
class Winners {
 public:
  explicit Winners(const fs::path& path) : path_(path), out_(path, std::ios::binary | std::ios::trunc) {}

  void take(const ProfileLine& line) {
    if (line.id != id_ || !any_) {
      settle();
      id_ = line.id;
      any_ = true;
    } else {
      ++report_.superseded;
    }
    const bool removes_all = line.deleted && line.updated_at == kNoUpdate;
    if (!decided_ || removes_all || line.updated_at >= decided_->updated_at) {
      decided_ = Decided{line.updated_at, line.deleted};
      raw_ = line.raw;
    }
  }

  ProfileSortReport finish() {
    settle();
    out_.close();
    if (!out_) throw std::system_error(errno, std::generic_category(), path_.string() + ": cannot be written");
    return report_;
  }

 private:
  struct Decided {
    Seconds updated_at;
    bool deleted;
  };

  void settle() {
    if (decided_ && decided_->deleted) {
      ++report_.deleted;
      report_.deleted_ids.push_back(id_);
    }
    if (decided_ && !decided_->deleted) {
      out_ << raw_ << '\n';
      ++report_.profiles;
      report_.bytes += raw_.size() + 1;
    }
    decided_.reset();
  }

  fs::path path_;
  std::ofstream out_;
  ProfileSortReport report_;
  bool any_ = false;
  std::string id_;
  std::string raw_;
  std::optional<Decided> decided_;
};

}  // namespace

ProfileSorter::ProfileSorter(fs::path folder, std::size_t memory_bytes)
    : folder_(std::move(folder)), memory_max_(memory_bytes) {}

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

ProfileSortReport ProfileSorter::finish(const fs::path& path) {
  Winners winners(path);
  if (runs_.empty()) {
    tbb::parallel_sort(lines_.begin(), lines_.end(), before);
    for (const ProfileLine& line : lines_) winners.take(line);
    lines_ = {};
    memories_.clear();
    return winners.finish();
  }
  spill();
  std::vector<std::unique_ptr<RunReader>> readers;
  const auto later = [&](std::size_t a, std::size_t b) { return before(readers[b]->line, readers[a]->line); };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> heap(later);
  for (const fs::path& run : runs_) {
    readers.push_back(std::make_unique<RunReader>(run));
    if (readers.back()->next()) heap.push(readers.size() - 1);
  }
  while (!heap.empty()) {
    const std::size_t reader = heap.top();
    heap.pop();
    winners.take(readers[reader]->line);
    if (readers[reader]->next()) heap.push(reader);
  }
  readers.clear();
  for (const fs::path& run : runs_) fs::remove(run);
  return winners.finish();
}

}  // namespace kennis
