/// @file
#include "indexer/database_check.h"

#include <stdexcept>

#include <fmt/format.h>
#include <xapian.h>

namespace kennis {

namespace fs = std::filesystem;

std::vector<DatabasePart> parts_of(const fs::path& database) {
  std::vector<DatabasePart> tables;
  DatabasePart whole{database, 0};
  for (const auto& entry : fs::directory_iterator(database)) {
    const std::uint64_t bytes = entry.file_size();
    whole.bytes += bytes;
    if (entry.path().extension() != ".glass") continue;
    tables.push_back({entry.path(), bytes});
  }
  const bool has_term_lists = fs::exists(database / "termlist.glass");
  if (has_term_lists || tables.empty()) return {whole};
  return tables;
}

void check_part(const DatabasePart& part) {
  const std::size_t errors = Xapian::Database::check(part.path.string(), 0, nullptr);
  if (errors > 0) {
    throw std::runtime_error(
        fmt::format("{}: Xapian finds {} errors in what was built; nothing is published", part.path.string(), errors));
  }
}

}  // namespace kennis
