/// @file
#include "indexer/glass/database_builder.h"

#include <array>
#include <limits>
#include <mutex>
#include <stdexcept>

#include <fmt/format.h>

#include "indexer/glass/codec.h"
#include "indexer/glass/posting_list_writer.h"
#include "indexer/glass/term_merger.h"
#include "indexer/scan.h"

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

/// Documents and their wdf, behind one another from all runs.
void add_postings(const TermMerger& merger, PostingListWriter& list) {
  std::uint64_t documents = 0;
  std::uint64_t wdf_sum = 0;
  for (const TermRecord& record : merger.records()) {
    documents += record.documents;
    wdf_sum += record.wdf_sum;
  }
  if (wdf_sum > std::numeric_limits<std::uint32_t>::max()) {
    throw std::length_error(fmt::format("all evidence for {} is more than 32 bits can say", merger.term()));
  }
  list.begin(head_of_term(merger.term(), documents, wdf_sum));
  for (const TermRecord& record : merger.records()) {
    std::string_view payload = record.payload;
    std::uint32_t document = 0;
    while (!payload.empty()) {
      document += static_cast<std::uint32_t>(take_varint(payload));
      list.add(document, static_cast<std::uint32_t>(take_varint(payload)));
    }
  }
  list.end();
}

TableRoot build_postings(TableWriter&& table, const std::vector<Run>& runs) {
  PostingListWriter list(table);
  bool begun = false;
  for (const Run& run : runs) {
    for (const auto& [document, length] : run.lengths) {
      if (!begun) list.begin(head_of_lengths());
      begun = true;
      list.add(document, length);
    }
  }
  if (begun) list.end();
  TermMerger merger(paths_of(runs, &RunFiles::postings));
  while (merger.next()) add_postings(merger, list);
  return table.finish();
}

TableRoot build_positions(TableWriter&& table, const std::vector<Run>& runs) {
  TermMerger merger(paths_of(runs, &RunFiles::positions));
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
    RunReader reader(run);
    DocumentRecord record;
    while (reader.next(record)) {
      key.clear();
      put_ordered(record.document, key);
      table.add(key, record.tag, record.compressed);
    }
  }
  TableRoot root = table.finish();
  root.compressible = true;
  return root;
}

/// One table: what makes it, of which files.
struct Task {
  Member files;
  std::function<void()> build;
};

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
  const auto path = [&](const char* name) { return options.folder / (std::string(name) + ".glass"); };
  const auto table = [&](const char* name) { return TableWriter(path(name), options.block_bytes); };
  Tables tables;
  // The largest first: two workers end at about the same time.
  const std::array<Task, 4> tasks{{
      {&RunFiles::positions, [&] { tables.positions = build_positions(table("position"), runs); }},
      {&RunFiles::postings, [&] { tables.postings = build_postings(table("postlist"), runs); }},
      {&RunFiles::records,
       [&] { tables.documents = build_documents(table("docdata"), paths_of(runs, &RunFiles::records)); }},
      {&RunFiles::term_lists,
       [&] { tables.term_lists = build_documents(table("termlist"), paths_of(runs, &RunFiles::term_lists)); }},
  }};
  std::mutex mutex;
  for_each_parallel(tasks.size(), options.workers, [&](std::size_t i, std::size_t) {
    tasks[i].build();
    const std::vector<fs::path> files = paths_of(runs, tasks[i].files);
    const std::uint64_t bytes = bytes_of(files);
    for (const fs::path& file : files) fs::remove(file);
    const std::lock_guard lock(mutex);
    progress(bytes);
  });
  // The library looks for these two, and makes the others when something is in them.
  if (tables.positions.blocks == 0) fs::remove(path("position"));
  if (tables.documents.blocks == 0) fs::remove(path("docdata"));
  if (!options.term_lists) fs::remove(path("termlist"));
  Statistics statistics;
  for (const Run& run : runs) statistics.add(run.statistics);
  write_version_file(options.folder, tables, statistics);
}

}  // namespace kennis::glass
