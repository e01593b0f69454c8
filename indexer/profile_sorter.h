/// @file
/// Profiles by id: every line of every file, sorted outside of memory, and of each id the one line that counts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schema/time.h"

namespace kennis {

/// A line as it stands in its block, and what decides whether it counts.
struct ProfileLine {
  std::string id;
  std::uint64_t order = 0;  ///< rises with file and line
  Seconds updated_at = 0;   ///< kNoUpdate if the line says nothing
  bool deleted = false;
  std::string_view raw;  ///< into the memory given to add()
};
inline constexpr Seconds kNoUpdate = -(Seconds{1} << 60U);
/// Whether a line counts instead of one that stands before it.
[[nodiscard]] constexpr bool replaces(Seconds updated_at, bool deleted, Seconds updated_before) {
  return (deleted && updated_at == kNoUpdate) || updated_at >= updated_before;
}

struct ProfileSortReport {
  std::uint64_t profiles = 0;            ///< lines that count
  std::uint64_t superseded = 0;          ///< lines of an id that another line of it replaces
  std::uint64_t deleted = 0;             ///< ids that are deleted in the end
  std::uint64_t bytes = 0;               ///< of the lines that count
  std::vector<std::string> deleted_ids;  ///< by rising id
  std::vector<std::uint64_t> ends;       ///< where the lines that count end in the file, in order
};

/// Sorts lines by id; keeps at most `memory_bytes` of them and spills sorted runs to `folder` beyond.
///
/// What counts of one id, line by line in their order: the later `updated_at` wins, a tie goes to the later line, no `updated_at` is
/// earlier than any; a deletion counts like a line of its time, and without a time removes every line before it.
/// Threads: one caller.
class ProfileSorter {
 public:
  ProfileSorter(std::filesystem::path folder, std::size_t memory_bytes, std::size_t workers);

  /// Takes lines, whose `raw` lies in `memory`.
  void add(std::vector<ProfileLine> lines, std::shared_ptr<const char[]> memory, std::size_t memory_bytes);

  /// Writes the lines that count to `path`, one a line, by rising id: line n is node n. Nothing can be added afterwards.
  ProfileSortReport finish(const std::filesystem::path& path);

 private:
  void spill();
  [[nodiscard]] ProfileSortReport write_sorted(const std::filesystem::path& path);
  [[nodiscard]] ProfileSortReport merge_runs(const std::filesystem::path& path);

  std::filesystem::path folder_;
  std::size_t memory_max_;
  std::size_t workers_;
  std::size_t memory_used_ = 0;
  std::vector<ProfileLine> lines_;
  std::vector<std::shared_ptr<const char[]>> memories_;
  std::vector<std::filesystem::path> runs_;
};

}  // namespace kennis
