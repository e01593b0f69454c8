/// @file
/// A vacancy as JSON, for the server and the command line.
#pragma once

#include <string>

#include "searcher/vacancy.h"

namespace kennis {

/// docs/API.md describes it.
[[nodiscard]] std::string to_json(const Vacancy& vacancy);

}  // namespace kennis
