/// @file
/// Where documents go: the one interface behind which a Xapian database is made.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "network/node.h"
#include "schema/document.h"
#include "schema/statistics.h"

namespace kennis {

/// Some consecutive documents, written by one worker. Threads: one worker a run.
class DocumentRun {
 public:
  virtual ~DocumentRun() = default;
  /// Needs: rising nodes.
  virtual void add(Node node, const DocumentTerms& terms, std::string_view record) = 0;
  virtual void finish() = 0;
};

/// Makes one database of many runs. Threads: `begin_run` by any number; `finish` by one, when all runs are finished.
class ProfileWriter {
 public:
  virtual ~ProfileWriter() = default;
  [[nodiscard]] virtual std::unique_ptr<DocumentRun> begin_run(std::size_t run) = 0;
  /// Merges the runs into `database`, and lets Xapian check its tables. Calls `progress(done, total)`, in bytes. Gives the statistics of
  /// every term but ids and the mark of who may be a hit. Throws std::runtime_error if Xapian finds errors.
  virtual std::vector<TermEntry> finish(const std::function<void(std::uint64_t, std::uint64_t)>& progress) = 0;
};

/// Both make the same database: see writer_choice.h.
enum class WriterKind : std::uint8_t {
  kApi,   ///< through Xapian's API
  kBulk,  ///< its tables written by ourselves
};

struct ProfileWriterOptions {
  std::filesystem::path folder;    ///< for the runs
  std::filesystem::path database;  ///< the folder to make
  std::size_t workers = 1;
  // What a search needs neither of; docs/decisions/0017-what-a-generation-leaves-out.md has the figures.
  bool records = false;     ///< each document's line as its data
  bool positions = false;   ///< of words; a search reads file::kWords instead
  bool term_lists = false;  ///< without, no document can be replaced, deleted or copied later
  int deflate_level = 0;    ///< of records and term lists: 0 (as they are) to 9; for the bulk writer alone
};

/// Through Xapian's own API: each run is a small database, flushed once; then they are compacted into one.
[[nodiscard]] std::unique_ptr<ProfileWriter> make_xapian_writer(const ProfileWriterOptions& options);

/// Writes the tables themselves (docs/GLASS.md): runs are inverted in flat arrays and spilled, then merged straight into the tables. The
/// database answers as the one through the API does; its bytes depend on the documents alone.
/// Throws std::length_error for a term that the API would refuse.
[[nodiscard]] std::unique_ptr<ProfileWriter> make_bulk_writer(const ProfileWriterOptions& options);

}  // namespace kennis
