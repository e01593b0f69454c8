/// @file
/// The answer to a search as text for a terminal.
#pragma once

#include <map>
#include <string>

#include "searcher/answer.h"

namespace kennis {

/// The orders of hits, as an option takes them.
[[nodiscard]] const std::map<std::string, Order>& orders_by_name();

void print_answer(const SearchAnswer& answer, bool explain);

}  // namespace kennis
