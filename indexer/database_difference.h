/// @file
/// Whether two Xapian databases say the same.
#pragma once

#include <string>

#include <xapian.h>

namespace kennis {

/// Walks everything: statistics and bounds, every term with its frequencies, postings, wdf and positions, every document with its record,
/// length, values and term list. Gives the first difference in words, or nothing. Term lists are left out if either has none.
/// Throws Xapian::Error. Cost: a microsecond a posting.
[[nodiscard]] std::string first_difference(const Xapian::Database& one, const Xapian::Database& other);

}  // namespace kennis
