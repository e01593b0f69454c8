/// @file
/// The statistics of every term of a finished database.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>
#include <vector>

#include "schema/statistics.h"

namespace kennis {

/// Whether a term counts: ids and the mark of searchable documents do not.
[[nodiscard]] bool has_statistics(std::string_view term);

/// Walks every posting list once. Ids and the mark of searchable documents are left out.
/// Cost: about 15 ns a posting and worker. Throws Xapian::Error.
[[nodiscard]] std::vector<TermEntry> collect_statistics(const std::filesystem::path& database, std::size_t workers);

}  // namespace kennis
