/// @file
/// The words of all profiles in their order, by node: what phrases that are no terms are looked up in.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "schema/mapped_file.h"

namespace kennis {

/// Reads file::kWords, numbers as schema/word_rows.h has them, and file::kWordEnds, which says where each profile's end, counted in numbers.
/// Threads: any number may read. Cost: a look-up a profile; nothing is copied.
class ProfileWords {
 public:
  /// Throws std::runtime_error if the two files do not belong together, std::system_error if one is not there.
  explicit ProfileWords(const std::filesystem::path& generation);

  [[nodiscard]] std::size_t count() const { return ends_.size(); }
  /// The words of a node from 1 to count(); they live as long as this.
  [[nodiscard]] std::span<const std::uint32_t> of(std::uint32_t node) const;

 private:
  ArrayFile ends_file_;
  MappedFile words_file_;
  std::span<const std::uint64_t> ends_;
  std::span<const std::uint32_t> words_;
};

}  // namespace kennis
