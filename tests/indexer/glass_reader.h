/// @file
/// Reads the tables of a glass database by themselves, so that two databases can be compared entry by entry.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace kennis::testing_glass {

/// What the version file says of a table.
struct Root {
  std::uint64_t block = 0;
  std::uint64_t level = 0;
  bool sequential = false;
  bool fake = false;
  std::uint64_t entries = 0;
  std::uint64_t block_bytes = 0;
  std::uint64_t deflate_bytes_min = 0;
  std::string free_list;
};

struct Version {
  std::string magic;
  std::string uuid;
  std::uint64_t revision = 0;
  std::map<std::string, Root> tables;  ///< by the name of the file, without .glass
  std::string statistics;              ///< as it stands
};

[[nodiscard]] Version read_version(const std::filesystem::path& database);

/// Ours are held to more: leaves rise with block numbers, and no room is lost between items.
enum class Maker { kOurs, kLibrary };

/// Key → whole tag, inflated. Throws std::runtime_error where the tree is not as it must be: keys that do not rise, pieces that are missing,
/// items beyond their size, a count that is wrong.
[[nodiscard]] std::map<std::string, std::string> read_table(const std::filesystem::path& file, const Root& root,
                                                            Maker maker);

}  // namespace kennis::testing_glass
