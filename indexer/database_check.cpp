/// @file
#include "indexer/database_check.h"

#include <stdexcept>

#include <fmt/format.h>
#include <xapian.h>

namespace kennis {

void check_database(const std::filesystem::path& path) {
  const std::size_t errors = Xapian::Database::check(path.string(), 0, nullptr);
  if (errors > 0) {
    throw std::runtime_error(
        fmt::format("{}: Xapian finds {} errors in what was built; nothing is published", path.string(), errors));
  }
}

}  // namespace kennis
