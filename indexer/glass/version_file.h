/// @file
/// The file that makes tables a database: statistics, and the root of every table. Written last.
///
/// Layout: magic and format 16 bytes, UUID 16, varint revision; per table (postlist, docdata, termlist, position, spelling, synonym)
/// varints root, level · 4 + sequential · 2 + fake, entries, block bytes / 2048, bytes from which tags are deflated, and the list of
/// free blocks as a counted string (revision, first unused block, four zeros); then the statistics as varints.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "indexer/glass/table_writer.h"

namespace kennis::glass {

/// Of a database or of a part of it.
struct Statistics {
  std::uint64_t documents = 0;
  std::uint32_t last_document = 0;
  std::uint32_t length_min = 0;  ///< of documents with a length at all; 0: there is none
  std::uint32_t length_max = 0;
  std::uint32_t wdf_max = 0;
  std::uint64_t length_total = 0;

  void count(std::uint32_t document, std::uint32_t length);
  void add(const Statistics& other);
};

struct Tables {
  TableRoot postings, documents, term_lists, positions;
};

/// The bytes of the version file. The UUID is made of the tables' digests: the same content, the same UUID.
[[nodiscard]] std::string version_bytes(const Tables& tables, const Statistics& statistics);

/// Writes it into the folder of the tables. Throws std::system_error.
void write_version_file(const std::filesystem::path& folder, const Tables& tables, const Statistics& statistics);

}  // namespace kennis::glass
