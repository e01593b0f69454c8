/// @file
/// A CSV file with a header line (RFC 4180): cells may be quoted and hold line ends, commas and doubled quotes.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/result.h"

namespace kennis {

/// Calls `use` with the wanted columns of every record, in the order of `columns`; a record that lacks one has an empty cell there.
/// Errors: kInvalidRequest with the file, and the record, if it cannot be read, lacks a column or is no CSV.
[[nodiscard]] Result<std::size_t> read_csv(const std::filesystem::path& file,
                                           const std::vector<std::string_view>& columns,
                                           const std::function<void(const std::vector<std::string>&)>& use);

}  // namespace kennis
