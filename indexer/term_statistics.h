/// @file
/// The statistics of every term of a finished database.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "schema/statistics.h"

namespace kennis {

/// Walks every posting list once. Ids and the mark of searchable documents are left out.
/// Cost: about 15 ns a posting and worker. Throws Xapian::Error.
[[nodiscard]] std::vector<TermEntry> collect_statistics(const std::filesystem::path& database, std::size_t workers);

}  // namespace kennis
