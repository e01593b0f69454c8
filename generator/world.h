/// @file
/// An invented world of any size: people, careers, groups, teams and who was in touch with whom, as
/// input for the indexer.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

#include "schema/result.h"
#include "schema/time.h"

namespace kennis {

inline constexpr std::uint64_t kWorldPeopleMax = 100'000'000;
inline constexpr std::uint32_t kContactsMeanMax = 200;
inline constexpr std::uint32_t kEventsMeanMax = 100;
inline constexpr Seconds kWorldAsOfMin = 631152000;     ///< 1990-01-01
inline constexpr Seconds kWorldAsOfMax = 253402214400;  ///< 9999-12-31

struct WorldOptions {
  /// 0 to kWorldPeopleMax; about one in fifty is met in the logs only.
  std::uint64_t people = 1000;
  /// The same seed and options give the same bytes on any machine.
  std::uint64_t seed = 1;
  /// 2026-01-01; all events lie in the four years before that day. kWorldAsOfMin to kWorldAsOfMax.
  Seconds as_of = 1767225600;
  /// Distinct persons that a person is in touch with, 1 to kContactsMeanMax.
  std::uint32_t contacts_mean = 20;
  /// Interactions of two who are in touch, 1 to kEventsMeanMax.
  std::uint32_t events_mean = 3;
};

/// What was written: records by file, and bytes of all files together.
struct WorldSummary {
  std::uint64_t profiles = 0;
  std::uint64_t interactions = 0;
  std::uint64_t groups = 0;
  std::uint64_t memberships = 0;
  std::uint64_t team_members = 0;
  std::uint64_t bytes = 0;
};

/// How far the writing is: persons (or groups) done of all for this file.
struct WorldProgress {
  std::string_view file;
  std::uint64_t done = 0;
  std::uint64_t total = 0;
};
using ProgressFunction = std::function<void(const WorldProgress&)>;

/// Writes `profiles.ndjson`, `interactions.ndjson`, `groups.ndjson`, `memberships.ndjson` and
/// `teams.ndjson` into the folder `out`, which is made if need be. All five are written beside
/// their names (`….partial`) and renamed when the last one is complete, so an interrupted run
/// leaves no half file and does not touch an earlier world.
///
/// Errors:  kInvalidRequest if an option is out of its range, or if `out` holds NDJSON files that
///          are not the generator's: `.ndjson`, `.ndjson.gz` or `.ndjson.zst` under any other name
///          than the five, or one of the five without the file `generated-world.txt`, which the
///          generator leaves in every folder it has filled. With that file, the five are replaced.
///          Throws std::system_error when the disk fails or is full.
/// Threads: any, one folder each; `progress` (may be empty) is called on the caller's thread.
/// Cost:    at the defaults 7 kB of output and 35 µs a person (measured); memory below a byte each.
[[nodiscard]] Result<WorldSummary> generate_world(const WorldOptions& options, const std::filesystem::path& out,
                                                  const ProgressFunction& progress = {});

}  // namespace kennis
