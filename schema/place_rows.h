/// @file
/// How the files of data/places are written: a line of column names, then rows of columns by tabs, the last of them names by `; `.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace kennis {

/// Takes the first column from a row.
inline std::string_view take_column(std::string_view& row) {
  const std::size_t end = std::min(row.find('\t'), row.size());
  const std::string_view column = row.substr(0, end);
  row.remove_prefix(std::min(row.size(), end + 1));
  return column;
}

/// Calls `use(part)` for each part between two separators.
template <typename Use>
void for_each_part(std::string_view text, std::string_view between, const Use& use) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(between), text.size());
    use(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + between.size()));
  }
}

/// Calls `use(row)` for each row behind the names of the columns.
template <typename Use>
void for_each_row(std::string_view text, const Use& use) {
  bool is_header = true;
  for_each_part(text, "\n", [&](std::string_view row) {
    if (!is_header && !row.empty()) use(row);
    is_header = false;
  });
}

}  // namespace kennis
