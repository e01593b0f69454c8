/// @file
/// Xapian's own check of a database, in parts that may be checked beside one another.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace kennis {

/// A table, or a whole database.
struct DatabasePart {
  std::filesystem::path path;
  std::uint64_t bytes = 0;
};

/// Its tables; with term lists the whole of it is one part, since Xapian then compares lengths between the tables.
[[nodiscard]] std::vector<DatabasePart> parts_of(const std::filesystem::path& database);

/// Throws std::runtime_error with the path if Xapian finds errors, Xapian::Error if it finds no table.
/// Threads: any number at once. Cost: reads it once; 4 bytes a document if it is a whole database.
void check_part(const DatabasePart& part);

}  // namespace kennis
