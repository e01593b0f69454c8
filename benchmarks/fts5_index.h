/// @file
/// SQLite's FTS5 as another indexer of the same text, with the quickest settings that still answer the same questions.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "schema/records.h"

namespace kennis::benchmarks {

/// One thread, one transaction, no journal and no syncing; words with positions by column, without stemming; no content of its own, the
/// records in a table beside it.
class Fts5Index {
 public:
  /// Makes it, or opens one that was made. Throws std::runtime_error with SQLite's words.
  explicit Fts5Index(const std::filesystem::path& file);
  Fts5Index(const Fts5Index&) = delete;
  Fts5Index& operator=(const Fts5Index&) = delete;
  ~Fts5Index();

  void add(const Profile& profile, const std::string& record);
  void commit();
  /// How many profiles have a word in their running text (headline, summary, titles, descriptions, skills).
  [[nodiscard]] std::uint64_t count(const std::string& word);

 private:
  struct Database;
  std::unique_ptr<Database> database_;
};

}  // namespace kennis::benchmarks
