/// @file
/// Xapian's own check of what was built.
#pragma once

#include <filesystem>

namespace kennis {

/// `path`: a database, or one table of it (`…/position.glass`). Throws std::runtime_error with the path if Xapian finds errors, Xapian::Error
/// if there is nothing to check. Threads: any number at once. Cost: reads it once.
void check_database(const std::filesystem::path& path);

}  // namespace kennis
