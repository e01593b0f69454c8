/// @file
/// A world in a temporary folder, indexed: what tests of the searcher and the server stand on.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace kennis::reference {

/// A folder that is removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Writes the lines to a file of the folder, making it if need be.
void write_lines(const std::filesystem::path& file, const std::vector<std::string>& lines);

/// An index of a world's files; fails the test if it cannot be built.
class IndexedWorld {
 public:
  /// Indexes the folder, which stays where it is.
  explicit IndexedWorld(const std::filesystem::path& world, std::size_t workers = 2);
  /// Generates a world of that many people and indexes it.
  IndexedWorld(std::size_t people, std::uint64_t seed);

  [[nodiscard]] const std::filesystem::path& world() const { return world_; }
  [[nodiscard]] std::filesystem::path index() const { return folder_.path() / "index"; }
  /// The folder of the generation in force.
  [[nodiscard]] std::filesystem::path generation() const;

 private:
  void build(std::size_t workers);
  TemporaryFolder folder_;
  std::filesystem::path world_;
};

}  // namespace kennis::reference
