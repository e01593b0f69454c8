/// @file
/// The profiles as they were given: one line each, by node. Beside the database, because the searcher looks them up by number alone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "schema/mapped_file.h"

namespace kennis {

/// Writes where the lines of file::kRecords end: of nodes 1, 2, …, each with its `\n`. Errors: as ArrayFileWriter.
void write_record_ends(const std::filesystem::path& generation, const std::vector<std::uint64_t>& ends);

/// Threads: any number may read. Cost: a look-up a record; nothing is copied.
class ProfileRecords {
 public:
  /// Throws std::runtime_error if the two files do not belong together, std::system_error if one is not there.
  explicit ProfileRecords(const std::filesystem::path& generation);

  [[nodiscard]] std::size_t count() const { return ends_.size(); }
  /// The record of a node from 1 to count(), without its line's end; lives as long as this.
  [[nodiscard]] std::string_view of(std::uint32_t node) const;

 private:
  ArrayFile ends_file_;
  MappedFile lines_;
  std::span<const std::uint64_t> ends_;
};

}  // namespace kennis
