/// @file
#include "indexer/publish.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

#include "schema/fields.h"
#include "schema/generation_lease.h"
#include "schema/mapped_file.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

void sync_tree(const fs::path& folder) {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) sync_to_disk(entry.path());
  sync_to_disk(folder);
}

/// What becomes CURRENT.
fs::path fresh_current(const fs::path& index) { return index / (std::string(".") + file::kCurrent + ".new"); }

void write_current(const fs::path& index, const std::string& generation) {
  const fs::path fresh = fresh_current(index);
  std::ofstream out(fresh, std::ios::trunc);
  out << generation << '\n';
  out.close();
  if (!out) throw std::system_error(errno, std::generic_category(), fresh.string() + ": cannot be written");
  sync_to_disk(fresh);
  fs::rename(fresh, index / file::kCurrent);
  sync_to_disk(index);
}

/// The oldest first, so that what is interrupted leaves the newest.
void prune(const fs::path& index, const std::string& in_force, std::size_t keep) {
  std::vector<std::string> others = generations_of(index);
  std::erase(others, in_force);
  for (std::size_t i = others.size(); i + 1 > std::max<std::size_t>(keep, 1); --i) {
    remove_unless_leased(index / file::kGenerations / others[i - 1]);
  }
}

}  // namespace

IndexLock::IndexLock(const fs::path& index) {
  fs::create_directories(index / file::kGenerations);
  const fs::path path = index / file::kLock;
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file_ < 0) throw std::system_error(errno, std::generic_category(), path.string());
  if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
    std::ifstream in(path);
    const std::string holder((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    ::close(file_);
    throw std::runtime_error(fmt::format("{} is being written by {}: wait for it, or end it", index.string(),
                                         holder.empty() ? "another process" : holder));
  }
  const std::string holder = fmt::format("process {} since {}", ::getpid(), format_instant(now()));
  if (::ftruncate(file_, 0) != 0 || ::pwrite(file_, holder.data(), holder.size(), 0) < 0) {
    throw std::system_error(errno, std::generic_category(), path.string());
  }
}

IndexLock::~IndexLock() {
  // A holder's name that stays misleads nobody: it is only read by who finds the lock taken.
  (void)!::ftruncate(file_, 0);
  ::close(file_);
}

void sweep_leftovers(const fs::path& index) {
  fs::remove(fresh_current(index));
  for (const auto& entry : fs::directory_iterator(index / file::kGenerations)) {
    if (entry.path().filename().string().starts_with('.')) fs::remove_all(entry.path());
  }
}

void publish(const fs::path& index, const fs::path& building, const Manifest& manifest, std::size_t keep) {
  sync_tree(building);
  const fs::path target = index / file::kGenerations / manifest.generation;
  fs::rename(building, target);
  sync_to_disk(index / file::kGenerations);
  write_current(index, manifest.generation);
  prune(index, manifest.generation, keep);
}

}  // namespace kennis
