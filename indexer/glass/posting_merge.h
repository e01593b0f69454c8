/// @file
/// The postings of all runs as entries of one table, merged range by range.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/glass/run_files.h"
#include "indexer/glass/table_writer.h"

namespace kennis::glass {

/// What all documents say of a term.
struct TermTotals {
  std::uint64_t documents = 0;
  std::uint64_t wdf_sum = 0;
  std::uint32_t evidence_max = 0;  ///< without the forms that are stored with it (schema/word_forms.h)
};

/// The term records of one run, and where in them some terms begin, by rising terms.
struct RunPostings {
  std::string_view bytes;
  const std::vector<RunMark>* marks = nullptr;
};

/// Terms that cut the records into ranges of about `bytes` each, rising. Ranges are whole terms, so they may differ much.
[[nodiscard]] std::vector<std::string> range_beginnings(const std::vector<RunPostings>& runs, std::size_t bytes);

/// The records of a run from a term on to before another; empty terms stand for its ends. Cost: a look at the records up to a mark.
[[nodiscard]] std::string_view part_of(const RunPostings& run, std::string_view from, std::string_view to);

struct PostingMergeOptions {
  std::size_t workers = 1;
  std::size_t range_bytes_min = 512U << 10U;
  /// Called for every term, in order, by one worker at a time.
  std::function<void(std::string_view term, const TermTotals&)> term;
};

/// Adds the lists of all terms. Ranges are merged by all workers and added in their order, so the table does not depend on workers or ranges.
/// Memory: two ranges a worker.
void merge_postings(const std::vector<RunPostings>& runs, const PostingMergeOptions& options, TableWriter& table);

}  // namespace kennis::glass
