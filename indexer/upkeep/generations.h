/// @file
/// The generations of an index as an operator sees them: which there are, which is in force, and the way back to an earlier one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "schema/manifest.h"
#include "schema/result.h"

namespace kennis {

struct GenerationSummary {
  std::string name;
  bool in_force = false;
  Manifest manifest;        ///< empty if it cannot be read
  std::uint64_t bytes = 0;  ///< on disk
  std::string damage;       ///< what is wrong with its manifest, or with the sizes of its files; empty if nothing
};

/// The newest first. Cost: reading the manifests.
[[nodiscard]] std::vector<GenerationSummary> summaries_of(const std::filesystem::path& index);

/// Puts an earlier generation in force: `to`, or the newest one before the one in force whose files have their sizes. What it is called is
/// returned. Servers compare its checksums before they answer from it. The next run of the indexer publishes a new one all the same.
/// Errors: kNoGeneration. Throws as IndexLock, and std::system_error.
[[nodiscard]] Result<std::string> roll_back(const std::filesystem::path& index, const std::optional<std::string>& to);

/// Removes what runs that did not finish have left, and all but the newest `keep` generations, as after publishing. Throws as IndexLock.
void tidy_index(const std::filesystem::path& index, std::size_t keep);

}  // namespace kennis
