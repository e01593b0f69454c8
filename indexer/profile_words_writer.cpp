/// @file
#include "indexer/profile_words_writer.h"

#include "schema/fields.h"
#include "schema/mapped_file.h"

namespace kennis {
namespace {

std::filesystem::path with_folder(const std::filesystem::path& path) {
  std::filesystem::create_directories(path.parent_path());
  return path;
}

}  // namespace

void WordsOfProfiles::add(std::span<const std::uint32_t> words_of_one) {
  words.insert(words.end(), words_of_one.begin(), words_of_one.end());
  counts.push_back(static_cast<std::uint32_t>(words_of_one.size()));
}

ProfileWordsWriter::ProfileWordsWriter(const std::filesystem::path& generation)
    : generation_(generation), words_(with_folder(generation / file::kWords)) {}

void ProfileWordsWriter::add(const WordsOfProfiles& profiles) {
  const auto bytes = std::as_bytes(std::span(profiles.words));
  words_.write({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  std::uint64_t end = ends_.empty() ? 0 : ends_.back();
  for (const std::uint32_t count : profiles.counts) ends_.push_back(end += count);
}

void ProfileWordsWriter::finish() {
  static_cast<void>(words_.finish());
  ArrayFileWriter writer;
  writer.add("ends", ends_);
  writer.write(generation_ / file::kWordEnds);
}

}  // namespace kennis
