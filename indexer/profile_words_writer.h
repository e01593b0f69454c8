/// @file
/// Writes the words of profiles in their order, block by block: the files that schema/profile_words.h reads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "indexer/glass/output_file.h"

namespace kennis {

/// The words of consecutive profiles, made by one worker.
struct WordsOfProfiles {
  std::vector<std::uint32_t> words;
  std::vector<std::uint32_t> counts;  ///< how many are each profile's

  void add(std::span<const std::uint32_t> words_of_one);
};

/// Throws std::system_error with the path. Threads: one at a time. Memory: 8 bytes a profile.
class ProfileWordsWriter {
 public:
  explicit ProfileWordsWriter(const std::filesystem::path& generation);
  /// Needs: profiles in the order of their nodes.
  void add(const WordsOfProfiles& profiles);
  /// Nothing can be added afterwards.
  void finish();

 private:
  std::filesystem::path generation_;
  glass::OutputFile words_;
  std::vector<std::uint64_t> ends_;
};

}  // namespace kennis
