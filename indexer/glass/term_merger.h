/// @file
/// The terms of all runs, in one order.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "indexer/glass/run_files.h"

namespace kennis::glass {

/// Merges runs by term. Documents of a run come before those of every later run, so what belongs to a term is what its runs say, one
/// after another.
/// Cost: a heap step a record, most of them on eight bytes. Threads: one.
class TermMerger {
 public:
  /// `runs`: term records, by rising documents; they stay where they are as long as this.
  explicit TermMerger(const std::vector<std::string_view>& runs);

  /// Goes to the next term; at first to the first.
  [[nodiscard]] bool next();
  [[nodiscard]] std::string_view term() const { return records_.front().term; }
  /// What the runs say of it, in their order. Valid until next().
  [[nodiscard]] std::span<const TermRecord> records() const { return records_; }

 private:
  struct Head {
    std::uint64_t beginning;  ///< of the term: its first eight bytes
    std::uint32_t run;
  };
  struct Source {
    RunReader reader;
    TermRecord record;
  };
  void advance(std::uint32_t run);
  [[nodiscard]] bool after(const Head& a, const Head& b) const;

  std::vector<Source> sources_;
  std::vector<Head> heap_;
  std::vector<std::uint32_t> taken_;  ///< runs whose records are out
  std::vector<TermRecord> records_;
};

/// The first eight bytes as a number that sorts as they do: most terms are told apart by it.
[[nodiscard]] std::uint64_t beginning_of(std::string_view term);

}  // namespace kennis::glass
