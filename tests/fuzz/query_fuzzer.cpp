/// @file
/// Any bytes as a query: parsed or refused with a position, never a crash; and what is shown back means the same.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <unistd.h>

#include "schema/fields.h"
#include "schema/word_runs.h"
#include "searcher/free_words.h"
#include "searcher/match_plan.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

/// Runs that queries of the seeds ask for, so that terms of several words are planned too.
kennis::KnownRuns some_runs() {
  const auto path = std::filesystem::temp_directory_path() / ("kennis-query-fuzzer-" + std::to_string(getpid()));
  kennis::RunCounter runs;
  for (const char* run : {"patient care", "wound care", "data engineer"}) {
    for (int i = 0; i < 100; ++i) runs.add(run);
  }
  runs.write(path);
  kennis::KnownRuns known(path);
  std::filesystem::remove(path);  // it stays mapped
  return known;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static kennis::Stemmer stemmer;
  static const kennis::KnownRuns known = some_runs();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto query = kennis::parse_query(text, stemmer);
  if (!query) {
    require(query.error().code == kennis::ErrorCode::kInvalidQuery);
    require(query.error().position.has_value() && *query.error().position <= size);
    return 0;
  }
  const std::string parsed = query.value().parsed;
  kennis::pass_over_joining_words(query.value());
  kennis::look_in_names(query.value().root, stemmer);
  const auto plan = kennis::plan_match(std::move(query).value(), kennis::Statistics(), known);
  double importance = 0;
  for (const kennis::Unit& unit : plan->units) importance += unit.importance;
  require(plan->units.empty() || importance == 1);
  if (parsed.size() > kennis::limit::kQueryBytesMax) return 0;
  const auto again = kennis::parse_query(parsed, stemmer);
  require(again.ok());
  require(again.value().parsed == parsed);
  return 0;
}
