/// @file
/// From runs of documents to a database.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "indexer/glass/posting_merge.h"
#include "indexer/glass/run_builder.h"

namespace kennis::glass {

/// What the merge needs to know of a run.
struct Run {
  RunFiles files;
  Statistics statistics;
  std::vector<DocumentLength> lengths;
  std::vector<RunMark> marks;  ///< of its postings
};

struct DatabaseOptions {
  std::filesystem::path folder;  ///< made anew
  bool term_lists = true;
  std::size_t workers = 1;
  std::size_t block_bytes = kBlockBytes;      ///< smaller ones make deeper trees, for tests
  std::size_t range_bytes_min = 512U << 10U;  ///< of postings that one worker merges at a time; less for tests
  /// Called by the worker that has written a table, with its path: beside it stands a version file that knows this table alone.
  std::function<void(const std::filesystem::path&)> check;
  /// Called for every term, in order, by one worker.
  std::function<void(std::string_view term, const TermTotals&)> term;
};

/// Merges runs, given by rising documents, into a database. Tables are built beside one another; their bytes depend on the documents
/// alone, not on how they were cut into runs or on the number of workers.
///
/// `progress(bytes)`: how much of the runs' files was merged since the last call; one call at a time.
/// Errors:  std::system_error when the disk is full; then there is no database.
/// Memory:  128 KB a run and table, 8 bytes a document, the blocks at hand, and two ranges of postings a worker.
void build_database(const DatabaseOptions& options, const std::vector<Run>& runs,
                    const std::function<void(std::uint64_t)>& progress);

}  // namespace kennis::glass
