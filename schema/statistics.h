/// @file
/// The statistics of every term, frozen in the generation: what importance and level are computed from.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "schema/evidence.h"
#include "schema/mapped_file.h"

namespace kennis {

/// One term's statistics as they lie on disk, sorted by hash.
struct TermEntry {
  std::uint64_t hash = 0;
  TermStatistics statistics;
};

/// The hash by which a term is known there.
[[nodiscard]] std::uint64_t hash_of_term(std::string_view term);

/// Sorts and writes; `persons` is the number of persons who can be hits. Errors: as ArrayFileWriter.
void write_statistics(const std::filesystem::path& path, std::vector<TermEntry> entries, std::uint32_t persons);

/// Threads: any number may read. Cost: a binary search a term.
class Statistics {
 public:
  Statistics() = default;
  explicit Statistics(const std::filesystem::path& path);

  [[nodiscard]] std::uint32_t persons() const { return persons_; }
  /// Of all terms, by rising hash.
  [[nodiscard]] std::span<const TermEntry> entries() const { return entries_; }
  /// Zeros for a term that nobody has.
  [[nodiscard]] TermStatistics of(std::string_view term) const;

 private:
  ArrayFile file_;
  std::span<const TermEntry> entries_;
  std::uint32_t persons_ = 0;
};

}  // namespace kennis
