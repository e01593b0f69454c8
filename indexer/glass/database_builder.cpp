/// @file
#include "indexer/glass/database_builder.h"

#include <algorithm>
#include <array>
#include <mutex>

#include "indexer/glass/codec.h"
#include "indexer/glass/posting_list_writer.h"
#include "indexer/glass/term_merger.h"
#include "indexer/glass/value_lists.h"
#include "indexer/scan.h"
#include "schema/mapped_file.h"

namespace kennis::glass {
namespace {

namespace fs = std::filesystem;

using Member = fs::path RunFiles::*;

std::vector<fs::path> paths_of(const std::vector<Run>& runs, Member member) {
  std::vector<fs::path> paths;
  paths.reserve(runs.size());
  for (const Run& run : runs) paths.push_back(run.files.*member);
  return paths;
}

TableRoot build_postings(TableWriter&& table, const std::vector<Run>& runs, const DatabaseOptions& options) {
  add_values(table, paths_of(runs, &RunFiles::values));
  PostingListWriter list([&](std::string_view key, std::string_view tag) { table.add(key, tag); });
  bool begun = false;
  for (const Run& run : runs) {
    for (const auto& [document, length] : run.lengths) {
      if (!begun) list.begin(head_of_lengths());
      begun = true;
      list.add(document, length);
    }
  }
  if (begun) list.end();
  const MappedRuns files(paths_of(runs, &RunFiles::postings));
  std::vector<RunPostings> postings;
  for (std::size_t i = 0; i < runs.size(); ++i) postings.push_back({files.bytes()[i], &runs[i].marks});
  merge_postings(postings, {options.workers, options.range_bytes_min, options.term}, table);
  return table.finish();
}

TableRoot build_positions(TableWriter&& table, const std::vector<Run>& runs) {
  const MappedRuns files(paths_of(runs, &RunFiles::positions));
  TermMerger merger(files.bytes());
  std::string key;
  while (merger.next()) {
    key.clear();
    put_ended_term(merger.term(), key);
    const std::size_t term_bytes = key.size();
    for (const TermRecord& record : merger.records()) {
      std::string_view payload = record.payload;
      std::uint32_t document = 0;
      while (!payload.empty()) {
        document += static_cast<std::uint32_t>(take_varint(payload));
        const std::uint64_t bytes = take_varint(payload);
        key.resize(term_bytes);
        put_ordered(document, key);
        table.add(key, payload.substr(0, bytes));
        payload.remove_prefix(bytes);
      }
    }
  }
  return table.finish();
}

TableRoot build_documents(TableWriter&& table, const std::vector<fs::path>& runs) {
  std::string key;
  for (const fs::path& run : runs) {
    const MappedFile file(run);
    RunReader reader(file.bytes());
    DocumentRecord record;
    while (reader.next(record)) {
      key.clear();
      put_ordered(record.document, key);
      if (record.slots) key.push_back('\0');
      table.add(key, record.tag, record.compressed);
    }
  }
  TableRoot root = table.finish();
  root.compressible = true;
  return root;
}

/// One table: what makes it, of which files.
struct Task {
  const char* name;
  Member files;
  TableRoot Tables::*root;
  std::function<TableRoot(TableWriter&&)> build;
};

std::string file_of(const char* table) { return std::string(table) + ".glass"; }

/// In a folder of its own a table can be checked before the others are there.
void check_alone(const DatabaseOptions& options, const Task& task, const Tables& tables, const Statistics& statistics) {
  if (!options.check || (tables.*task.root).blocks == 0) return;
  const fs::path folder = options.folder / (std::string(task.name) + "-alone");
  fs::create_directory(folder);
  fs::create_hard_link(options.folder / file_of(task.name), folder / file_of(task.name));
  Tables alone;
  alone.*task.root = tables.*task.root;
  write_version_file(folder, alone, statistics);
  options.check(folder / file_of(task.name));
  fs::remove_all(folder);
}

std::uint64_t bytes_of(const std::vector<fs::path>& files) {
  std::uint64_t bytes = 0;
  for (const fs::path& file : files) bytes += fs::file_size(file);
  return bytes;
}

}  // namespace

void build_database(const DatabaseOptions& options, const std::vector<Run>& runs,
                    const std::function<void(std::uint64_t)>& progress) {
  fs::remove_all(options.folder);
  fs::create_directories(options.folder);
  const auto path = [&](const char* name) { return options.folder / file_of(name); };
  Statistics statistics;
  for (const Run& run : runs) statistics.add(run.statistics);
  Tables tables;
  const auto documents_of = [&](Member files) {
    return [&runs, files](TableWriter&& table) { return build_documents(std::move(table), paths_of(runs, files)); };
  };
  // The largest first: two workers end at about the same time.
  const std::array<Task, 4> tasks{{
      {"position", &RunFiles::positions, &Tables::positions,
       [&](TableWriter&& table) { return build_positions(std::move(table), runs); }},
      {"docdata", &RunFiles::records, &Tables::documents, documents_of(&RunFiles::records)},
      {"postlist", &RunFiles::postings, &Tables::postings,
       [&](TableWriter&& table) { return build_postings(std::move(table), runs, options); }},
      {"termlist", &RunFiles::term_lists, &Tables::term_lists, documents_of(&RunFiles::term_lists)},
  }};
  std::mutex mutex;
  for_each_parallel(tasks.size(), options.workers, [&](std::size_t i, std::size_t) {
    const Task& task = tasks[i];
    tables.*task.root = task.build(TableWriter(path(task.name), options.block_bytes));
    std::vector<fs::path> files = paths_of(runs, task.files);
    if (task.root == &Tables::postings) {
      for (const Run& run : runs) files.push_back(run.files.values);
    }
    const std::uint64_t bytes = bytes_of(files);
    for (const fs::path& file : files) fs::remove(file);
    check_alone(options, task, tables, statistics);
    const std::lock_guard lock(mutex);
    progress(bytes);
  });
  // The library looks for these two, and makes the others when something is in them.
  if (tables.positions.blocks == 0) fs::remove(path("position"));
  if (tables.documents.blocks == 0) fs::remove(path("docdata"));
  if (!options.term_lists) fs::remove(path("termlist"));
  write_version_file(options.folder, tables, statistics);
}

}  // namespace kennis::glass
