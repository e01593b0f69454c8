/// @file
/// What a generation says of itself, and which generation is in force. Indexer and searcher agree on these and on nothing else.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "schema/result.h"
#include "schema/time.h"

namespace kennis {

struct ManifestFile {
  std::string path;  ///< inside the generation, or as given for an input
  std::uint64_t bytes = 0;
  std::string xxh3;  ///< XXH3-128 of the content, 32 hex digits; of the decompressed content for an input
};

/// How far the tombstones of the erased were when a generation left them out: the file's first bytes, and their checksum.
struct TombstoneMark {
  std::uint64_t bytes = 0;
  std::string xxh3;  ///< empty: there were none
  friend bool operator==(const TombstoneMark&, const TombstoneMark&) = default;
};

using RecordCounts = std::map<std::string, std::uint64_t>;  ///< profiles, persons, ties, events, …

/// The whole build whose files a generation shares, and what that was made of.
struct WholeBuild {
  std::string generation;
  Seconds as_of = 0;
  std::uint64_t journal_position = 0;
  RecordCounts counts;
  std::vector<ManifestFile> inputs;
};

struct Manifest {
  std::uint32_t format_version = 0;
  std::string generation;
  Seconds created = 0;
  Seconds as_of = 0;                   ///< silence is measured from here
  std::uint64_t journal_position = 0;  ///< the journal's entries up to and including this one are part of it
  TombstoneMark tombstones;            ///< whoever these are of is not in it
  std::string options;                 ///< what else its answers depend on, as text: another text, another generation
  std::string xapian_version;
  RecordCounts counts;
  std::vector<ManifestFile> inputs;
  std::vector<ManifestFile> files;
  std::optional<WholeBuild>
      whole;  ///< if it is not one itself: its files are of that one, and file::kChanges says what has changed since
};

/// The whole build that a generation is, or shares the files of.
[[nodiscard]] WholeBuild whole_build_of(const Manifest& manifest);

/// Writes `manifest.json`, fsynced; its first field is the checksum of the rest. Throws std::system_error.
void write_manifest(const std::filesystem::path& generation, const Manifest& manifest);

/// Errors: kNoGeneration with path and reason if it is missing, cut off, altered, or of another format version.
[[nodiscard]] Result<Manifest> read_manifest(const std::filesystem::path& generation);

/// XXH3-128 of a file as 32 hex digits; empty once `stop` is asked for. Throws std::system_error.
[[nodiscard]] std::string checksum_of_file(const std::filesystem::path& path, const std::stop_token& stop = {});

enum class Check : std::uint8_t {
  kSizes,     ///< every file is there with its size
  kContents,  ///< and with its checksum: reads everything
};

/// What is wrong with one file of a generation, or nothing. `stop`: as for damage_of().
[[nodiscard]] std::optional<std::string> damage_of_file(const std::filesystem::path& generation,
                                                        const ManifestFile& file, Check check,
                                                        const std::stop_token& stop = {});

/// What is wrong with the files of a generation, or nothing; nothing, too, once `stop` is asked for: then it says nothing about them.
[[nodiscard]] std::optional<std::string> damage_of(const std::filesystem::path& generation, const Manifest& manifest,
                                                   Check check, const std::stop_token& stop = {});

/// The name in CURRENT; empty if there is none.
[[nodiscard]] std::string current_generation(const std::filesystem::path& index);

/// The generations in an index folder, newest first, whole or not.
[[nodiscard]] std::vector<std::string> generations_of(const std::filesystem::path& index);

}  // namespace kennis
