/// @file
/// By which name SQLite opens a journal that is only read.
#pragma once

#include <filesystem>
#include <string>

namespace kennis {

/// A URI, for SQLITE_OPEN_READONLY and SQLITE_OPEN_URI. A journal in WAL mode wants files beside it from readers too. Where none are and none
/// can be made, as in a backup on a disk that is mounted read-only, the URI says that nobody writes: then SQLite wants none.
[[nodiscard]] std::string readable_name(const std::filesystem::path& journal);

}  // namespace kennis
