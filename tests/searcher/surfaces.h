/// @file
/// Every answer that one searcher can get, as one text: what two worlds are compared by.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "schema/records.h"
#include "searcher/searcher.h"

namespace kennis {

/// What is asked on every surface.
struct Asked {
  std::vector<std::string> persons;  ///< ids: of each the page, the introductions, the departure, and who is similar
  std::vector<std::string> teams;
  std::vector<std::string> queries;
  std::vector<std::string> typed;  ///< beginnings that names are suggested for
  Days day = 0;                    ///< of the rights
  bool with_paths = true;          ///< also what lists paths
};

/// All that `as` is answered from the index: searches in every order with facets, explanations and pages, referrers, paths, people, similar people,
/// suggestions, dormant ties, coverage, departures and the own contacts. Timings, names of generations and places of the journal are left out.
/// Errors come in their words.
[[nodiscard]] std::string every_answer(const Searcher& searcher, const std::string& as, const Asked& asked);
/// The same of an index. Throws std::runtime_error if it cannot be opened.
[[nodiscard]] std::string every_answer(const std::filesystem::path& index, const std::string& as, const Asked& asked);

}  // namespace kennis
