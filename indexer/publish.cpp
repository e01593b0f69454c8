/// @file
#include "indexer/publish.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>
#include <stdexcept>
#include <string_view>
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

/// The time in a name such as `20250301T093000Z-0123abcd`; nothing if it is no such name.
std::optional<Seconds> time_of_generation(std::string_view name) {
  constexpr std::size_t kTimeBytes = std::string_view("20250301T093000Z").size();
  if (name.size() < kTimeBytes) return std::nullopt;
  std::string text(name.substr(0, kTimeBytes));
  for (const std::size_t at : {13U, 11U}) text.insert(at, 1, ':');
  for (const std::size_t at : {6U, 4U}) text.insert(at, 1, '-');
  return parse_instant(text);
}

/// Lines that a generation, or a run that published none, refused, once it is gone. What cannot be removed is left to a later run.
void sweep_rejects(const fs::path& index) {
  const std::vector<std::string> names = generations_of(index);
  std::vector<fs::path> orphans;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(index / file::kRejects, error)) {
    const fs::path& path = entry.path();
    const bool is_orphan = std::find(names.begin(), names.end(), path.stem().string()) == names.end();
    if (path.extension() == ".ndjson" && is_orphan) orphans.push_back(path);
  }
  for (const fs::path& path : orphans) fs::remove(path, error);
}

/// Makes a folder that stays there whatever happens next: a new name is on disk once the folder above it is.
void make_lasting(const fs::path& folder) {
  std::vector<fs::path> above;
  for (fs::path path = fs::absolute(folder); !fs::exists(path) && path.has_relative_path(); path = path.parent_path()) {
    above.push_back(path.parent_path());
  }
  fs::create_directories(folder);
  for (const fs::path& path : above) sync_to_disk(path);
}

}  // namespace

IndexLock::IndexLock(const fs::path& index) {
  make_lasting(index / file::kGenerations);
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

std::string new_generation_name(const fs::path& index, Seconds now) {
  Seconds time = now;
  for (const std::string& name : generations_of(index)) {
    if (const auto taken = time_of_generation(name)) time = std::max(time, *taken + 1);
  }
  std::string text = format_instant(time);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  std::random_device random;
  return fmt::format("{}-{:08x}", text, random());
}

void sweep_leftovers(const fs::path& index) {
  fs::remove(fresh_current(index));
  for (const auto& entry : fs::directory_iterator(index / file::kGenerations)) {
    if (entry.path().filename().string().starts_with('.')) fs::remove_all(entry.path());
  }
}

void put_in_force(const fs::path& index, const std::string& generation) {
  const fs::path fresh = fresh_current(index);
  std::ofstream out(fresh, std::ios::trunc);
  out << generation << '\n';
  out.close();
  if (!out) throw std::system_error(errno, std::generic_category(), fresh.string() + ": cannot be written");
  sync_to_disk(fresh);
  fs::rename(fresh, index / file::kCurrent);
  sync_to_disk(index);
}

void prune(const fs::path& index, std::size_t keep) {
  std::vector<std::string> others = generations_of(index);
  std::erase(others, current_generation(index));
  // The oldest first, so that what is interrupted leaves the newest.
  for (std::size_t i = others.size(); i + 1 > std::max<std::size_t>(keep, 1); --i) {
    remove_unless_leased(index / file::kGenerations / others[i - 1]);
  }
  sweep_rejects(index);
}

void publish(const fs::path& index, const fs::path& building, const Manifest& manifest, std::size_t keep) {
  sync_tree(building);
  // Whoever ends a run takes its folder away while the run still writes: what came after is no generation.
  if (const auto damage = damage_of(building, manifest, Check::kSizes)) {
    throw std::system_error(std::make_error_code(std::errc::no_such_file_or_directory), *damage);
  }
  const fs::path target = index / file::kGenerations / manifest.generation;
  fs::rename(building, target);
  sync_to_disk(index / file::kGenerations);
  put_in_force(index, manifest.generation);
  prune(index, keep);
}

}  // namespace kennis
