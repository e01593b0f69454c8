/// @file
/// Everything that a searcher can be asked about a small world of random_users.h, compared word by word.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include "searcher/searcher.h"

namespace kennis {

/// Opens what is in force; fails the test if it cannot.
[[nodiscard]] std::unique_ptr<Searcher> open_in_force(const std::filesystem::path& index);

[[nodiscard]] SearchRequest request_of(const std::string& as, const std::string& query, double closeness);

/// Both answer the same, asked by every `every`th person; timings, generations and places of the journal apart. Fails the test fatally where they do not.
void expect_same(const Searcher& live, const Searcher& built, std::size_t every = 1);

}  // namespace kennis
