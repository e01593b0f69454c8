/// @file
#include "indexer/index_run.h"

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <malloc.h>
#include <tbb/global_control.h>

#include "indexer/input_files.h"
#include "indexer/publish_limits.h"
#include "indexer/run_stages.h"
#include "schema/fields.h"
#include "schema/skill_knowledge.h"
#include "schema/taxonomy_reader.h"

namespace kennis {

namespace fs = std::filesystem;

void keep_freed_memory() {
  constexpr int kBytes = 1 << 30;
  ::mallopt(M_MMAP_THRESHOLD, kBytes);
  ::mallopt(M_TRIM_THRESHOLD, kBytes);
}

/// Persons, identifiers and rosters are held while events come. Half of what is left beside them is for what is being worked on, and for what lies unused
/// between pieces of other sizes.
void IndexRun::bound_what_waits() {
  const auto heap = ::mallinfo2();
  const std::size_t held = heap.uordblks + heap.hblkhd - budget_.bytes_used;
  const std::size_t left = options_.memory_bytes - std::min(options_.memory_bytes, held);
  budget_.bytes_max = std::max(options_.memory_bytes / 8, left / 2);
}

IndexReport IndexRun::run() {
  keep_freed_memory();
  for (const std::string& name : input_.ignored) {
    report_.warnings.push_back(fmt::format("{}: ignored, its name is none of an input file", name));
  }
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, workers_);
  sweep_leftovers(options_.index);
  if (is_unchanged()) return report_;
  rejects_.leave_out(tombstones_);
  if (is_built_upon_generation()) return report_;
  if (options_.building) options_.building(building_);
  fs::create_directories(scratch_);
  add_journal();
  fs::create_directories(sorted_.parent_path());
  begin_writer_choice();
  read_profiles();
  name_persons();
  read_rosters();
  read_interactions();
  report_.rejected = rejects_.by_reason();
  rejects_.finish();
  if (rejects_.count() > 0) report_.rejects = rejects_.path();
  if (too_many_bad_lines(report_.records_read, rejects_.count(), options_.bad_share_max)) {
    report_.outcome = IndexOutcome::kTooManyBadLines;
    return report_;
  }
  fold_ties();
  if (is_held_back()) return report_;
  write_documents();
  merge_documents();
  publish_generation();
  return report_;
}

std::string_view name_of(IndexOutcome outcome) {
  switch (outcome) {
    case IndexOutcome::kPublished:
      return "published";
    case IndexOutcome::kTooManyBadLines:
      return "too_many_bad_lines";
    case IndexOutcome::kRecordsDropped:
      return "records_dropped";
    case IndexOutcome::kUnchanged:
      return "unchanged";
    case IndexOutcome::kFailed:
      break;
  }
  return "failed";
}

Result<IndexReport> run_index(const IndexOptions& options, ProgressListener& listener) {
  const auto refused = [](std::string why) { return Error{ErrorCode::kInvalidRequest, std::move(why), {}}; };
  std::vector<fs::path> folders = {options.input};
  folders.insert(folders.end(), options.more_inputs.begin(), options.more_inputs.end());
  for (auto folder = folders.begin(); folder != folders.end(); ++folder) {
    std::error_code error;
    if (!fs::is_directory(*folder, error)) return refused(fmt::format("{}: is no folder", folder->string()));
    const bool is_twice =
        std::any_of(folders.begin(), folder, [&](const fs::path& other) { return fs::equivalent(*folder, other); });
    if (is_twice) return refused(fmt::format("{}: is given twice", folder->string()));
  }
  InputFiles input = find_input_files(folders);
  if (input.files.empty()) {
    return refused(
        fmt::format("{}: holds no input: profiles*.ndjson, interactions*.ndjson, groups*.ndjson, memberships*.ndjson "
                    "or teams*.ndjson, also with .gz or .zst",
                    options.input.string()));
  }
  auto knowledge = options.taxonomy.empty() ? skill_knowledge_of("built-in", built_in_taxonomy())
                                            : skill_knowledge_of("taxonomy", options.taxonomy);
  if (!knowledge) return knowledge.error();
  return IndexRun(options, std::move(input), std::move(knowledge).value(), listener).run();
}

}  // namespace kennis
