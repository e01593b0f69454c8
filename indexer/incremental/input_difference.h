/// @file
/// Which files of the input are other than those a whole build was made of.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "indexer/input_files.h"
#include "schema/manifest.h"

namespace kennis {

/// Why changes cannot be built upon what there is, in words for the operator; nothing if they can.
using WholeBuildReason = std::optional<std::string>;

/// Events that a whole build has not read: a file, or what was written behind the end of one.
struct NewEvents {
  std::uint32_t file = 0;      ///< index among the files of interactions
  std::filesystem::path path;  ///< of just these lines
  std::uint64_t lines_before = 0;
};

struct InputDifference {
  bool profiles = false;  ///< their files are others
  bool groups = false;    ///< likewise
  bool memberships = false;
  bool teams = false;
  std::vector<NewEvents> events;
  bool events_are_last = true;       ///< all new ones stand behind all known ones
  std::vector<ManifestFile> inputs;  ///< the input as it is, in the order in which a run reads it
};

/// Compares with `before`, by content: a file of events may have grown or be new; of the other kinds files may be any.
/// What is behind the end of a file is copied into `scratch`. Cost: reads the input once, as many files at once as there are workers.
/// Errors: as ByteSource.
[[nodiscard]] WholeBuildReason find_difference(const InputFiles& input, const std::vector<ManifestFile>& before,
                                               const std::filesystem::path& scratch, std::size_t workers,
                                               InputDifference& out);

}  // namespace kennis
