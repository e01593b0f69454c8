/// @file
/// Profiles for which something is due, as lines.
#pragma once

#include <vector>

#include "searcher/duties.h"

namespace kennis {

/// `id`, date, source and country with tabs between, or one JSON object a line.
void print_due(const std::vector<DueProfile>& profiles, const char* day_name, bool json);

}  // namespace kennis
