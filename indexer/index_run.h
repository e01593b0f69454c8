/// @file
/// One run of the indexer: a folder of files in, a published generation out.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "indexer/profile_writer.h"
#include "indexer/progress.h"
#include "network/tie_model.h"
#include "schema/result.h"
#include "schema/time.h"

namespace kennis {

enum class IndexMode : std::uint8_t {
  kFull,  ///< builds all and publishes
  kIncremental,  ///< not if that would make the generation in force again; what has changed alone, where that gives the same answers
  kAuto,  ///< the same, but all where that is done in a moment
};

struct IndexOptions {
  std::filesystem::path input;
  std::vector<std::filesystem::path> more_inputs;  ///< further folders; "later" means by folder, then by file
  std::filesystem::path index;
  IndexMode mode = IndexMode::kFull;
  std::size_t workers = 0;                           ///< 0: one a core
  std::size_t memory_bytes = std::size_t{1} << 30U;  ///< for all; what waits beyond it goes to disk
  std::optional<double> bad_share_max;               ///< of all lines; none: kBadShareMax, from kBadShareLines lines on
  std::optional<double> drop_share_max;              ///< of the records in force of any kind; none: not judged
  std::optional<Seconds> as_of;                      ///< none: the latest event
  Seconds now = 0;                                   ///< the clock when the run began
  WriterKind writer = WriterKind::kBulk;             ///< of the profiles; what they answer does not depend on it
  bool whole_database = false;                       ///< with records, positions and term lists, which no search needs
  TieModel model = default_tie_model();              ///< the constants of ties, kept with the generation
  std::string taxonomy;  ///< the taxonomy of skills as text, kept with the generation; empty: the built-in one
  std::size_t keep = 3;  ///< generations kept, the new one included
  std::function<void(const std::filesystem::path&)>
      building;  ///< told the folder that is built in, before it is made; may be empty
};

enum class IndexOutcome : std::uint8_t {
  kFailed,           ///< the surroundings failed
  kPublished,        ///< a new generation is in force
  kTooManyBadLines,  ///< nothing has changed
  kRecordsDropped,   ///< nothing has changed: far fewer records than in force
  kUnchanged,        ///< nothing has changed: the one in force is of the same input
};
/// As reports have it: published, too_many_bad_lines, …
[[nodiscard]] std::string_view name_of(IndexOutcome outcome);

struct IndexReport {
  IndexOutcome outcome = IndexOutcome::kFailed;
  bool published = false;
  std::string error;               ///< why it failed, if it did
  std::vector<std::string> drops;  ///< of which records there are too few, if that is the outcome
  std::string generation;
  std::string whole_because;    ///< why all was built, if less was wanted
  bool is_incremental = false;  ///< what has changed alone was built
  Seconds as_of = 0;
  std::map<std::string, std::uint64_t> records_read;    ///< lines by kind
  std::map<std::string, std::uint64_t> rejected;        ///< lines by reason
  std::map<std::string, std::uint64_t> counts;          ///< profiles, persons, ties, events, duplicates, …
  std::vector<std::pair<std::string, double>> seconds;  ///< by stage, in order
  std::map<std::string, std::uint64_t> bytes;           ///< input, index, and the parts of it
  std::vector<std::string> warnings;                    ///< for the operator: identifiers in conflict, files ignored
  std::filesystem::path rejects;                        ///< where the rejected lines are, if there are any
};

/// What a run begins with. Blocks come and go by the thousand: what is freed is kept by the process and used again, instead of being given back and paged in
/// anew, which on a virtual machine took a tenth of a run. The peak is what it is anyway.
void keep_freed_memory();

/// Runs it. What is published answers every question the same, whatever the number of workers and the memory.
///
/// Errors:  kInvalidRequest if the folders hold no input, or one is given twice, or the taxonomy has a fault. Throws std::system_error, std::runtime_error or Xapian::Error when the
///          surroundings fail (disk full, a file cut off, another run going on); then the old generation is in force.
/// Threads: one run an index folder at a time, guarded by a lock; `listener` is called by one thread at a time.
/// Memory:  memory_bytes, or what persons need if that is more (docs/OPERATIONS.md has measured peaks).
[[nodiscard]] Result<IndexReport> run_index(const IndexOptions& options, ProgressListener& listener);

}  // namespace kennis
