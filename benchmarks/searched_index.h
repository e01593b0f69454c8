/// @file
/// The index that benchmarks of answers ask, and who asks.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "searcher/searcher.h"
#include "tests/reference/indexed_world.h"

namespace kennis::benchmarks {

inline constexpr Days kToday = 20454;  // 2026-01-01, the day on which a generated world ends
inline constexpr std::size_t kSearchers = 200;

/// KENNIS_BENCHMARK_INDEX, or an index of a world that is made for it; persons in no order, each once.
class SearchedIndex {
 public:
  SearchedIndex();
  [[nodiscard]] const Searcher& searcher() const { return *searcher_; }
  [[nodiscard]] const std::string& id(std::size_t i) const { return ids_[i % ids_.size()]; }
  /// Another person each time.
  [[nodiscard]] const std::string& fresh_id() { return id(kSearchers + next_++); }
  [[nodiscard]] std::size_t persons() const { return persons_; }

 private:
  std::unique_ptr<reference::IndexedWorld> world_;
  std::unique_ptr<Searcher> searcher_;
  std::vector<std::string> ids_;
  std::size_t next_ = 0;
  std::size_t persons_ = 0;
};

/// The one of this process.
[[nodiscard]] SearchedIndex& searched();

/// With the longest time limit there is.
[[nodiscard]] SearchRequest request_of(const std::string& query, const std::string& as);

}  // namespace kennis::benchmarks
