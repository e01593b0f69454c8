/// @file
/// A plain world as the files of a generation: written by hand, or as NDJSON through the indexer.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "network/network.h"
#include "tests/reference/linear_reach.h"

namespace kennis {

/// A folder that is gone with its owner.
class ScratchFolder {
 public:
  ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;  // one folder, one owner
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Persons as the files number them: those with a profile by id, then the others by id.
[[nodiscard]] std::vector<Node> nodes_of(const reference::World& world);

/// Writes people, identifiers, graph, ties and rosters into `generation`; of the ties only those that `keep`, if given, wants.
void write_generation(const reference::World& world, const std::filesystem::path& generation,
                      const std::function<bool(Node, Node)>& keep = {});

/// Writes the five input files into `folder`.
void write_ndjson(const reference::World& world, const std::filesystem::path& folder);

/// Indexes `world` in `folder` by way of NDJSON and returns the folder of the generation. Fails the test if any line is refused.
/// `change`, if given, is called with the folder of the input before it is read.
[[nodiscard]] std::filesystem::path index_world(const reference::World& world, const std::filesystem::path& folder,
                                                std::size_t workers = 2,
                                                const std::function<void(const std::filesystem::path&)>& change = {});

/// Replaces a file's bytes; for tests of damage.
void write_bytes(const std::filesystem::path& path, const std::string& bytes);
[[nodiscard]] std::string read_bytes(const std::filesystem::path& path);

}  // namespace kennis
