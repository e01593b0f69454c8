/// @file
/// The generation in force, as far as changes are built upon it.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "indexer/incremental/input_difference.h"
#include "journal/generation_changes.h"
#include "network/event_hashes.h"
#include "network/people.h"
#include "network/rosters.h"
#include "schema/manifest.h"
#include "schema/profile_lines.h"
#include "schema/profile_records.h"

namespace kennis {

/// Threads: any number may read. Errors: opening throws what its parts throw.
struct BaseGeneration {
  BaseGeneration(std::filesystem::path path, Manifest its_manifest);

  std::filesystem::path folder;
  Manifest manifest;
  WholeBuild whole;  ///< the build whose files these are
  People people;
  ProfileRecords records;
  ProfileLines lines;
  EventHashes events;
  Rosters rosters;
  std::map<std::string, Days> held_since;  ///< of whom the files do not have

  /// The document of a profile of that id; kNoPerson if the files have none.
  [[nodiscard]] Node document_of(std::string_view id) const;
  [[nodiscard]] bool knows_group(const std::string& group) const { return groups_.contains(group); }
  /// True if what is said in that group at that time is for everybody. Cost: a look-up.
  [[nodiscard]] bool is_public(const std::string& group, Seconds at) const;

 private:
  std::map<std::string, std::uint32_t> groups_;
};

}  // namespace kennis
