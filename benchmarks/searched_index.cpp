/// @file
#include "benchmarks/searched_index.h"

#include <cstdlib>
#include <filesystem>
#include <random>
#include <stdexcept>

#include "benchmarks/measure.h"
#include "network/network.h"
#include "schema/fields.h"

namespace kennis::benchmarks {

SearchedIndex::SearchedIndex() {
  const char* given = std::getenv("KENNIS_BENCHMARK_INDEX");
  if (given == nullptr || is_small()) world_ = std::make_unique<reference::IndexedWorld>(people(20'000, 400), 1);
  auto opened = Searcher::open(world_ ? world_->index() : std::filesystem::path(given), {});
  if (!opened) throw std::runtime_error(opened.error().message);
  searcher_ = std::move(opened).value();
  const Network network(searcher_->generation_path());
  std::mt19937_64 random(5);
  for (std::size_t i = 0; i < 100 * kSearchers; ++i) {
    ids_.emplace_back(network.people().id(static_cast<Node>(1 + random() % network.people().node_max())));
  }
  persons_ = network.people().node_max();
}

SearchedIndex& searched() {
  static SearchedIndex kSearched;
  return kSearched;
}

SearchRequest request_of(const std::string& query, const std::string& as) {
  SearchRequest request;
  request.query = query;
  request.as = as;
  request.rights_date = kToday;
  request.timeout = std::chrono::milliseconds(limit::kSearchTimeoutMsMax);
  return request;
}

}  // namespace kennis::benchmarks
