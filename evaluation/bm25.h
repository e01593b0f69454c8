/// @file
/// Plain BM25 over the text of the profiles: what fit is compared with.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "schema/document.h"
#include "searcher/query.h"

namespace kennis {

/// Counts the words that are asked for in every document, then orders by BM25 with k1 = 1.2 and b = 0.75.
/// Words are the same as fit's: of headline, titles, skills, summary and descriptions, cut and stemmed alike; a word's forms are one word.
/// Source: Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009; idf = ln(1 + (N − n + 0.5) / (n + 0.5)), which is never negative.
/// Threads: one.
class Bm25 {
 public:
  /// Only what these queries ask for is counted. Needs: the queries live longer.
  explicit Bm25(const std::vector<const Query*>& queries);

  /// Documents in rising order, each once.
  void add(std::uint32_t document, const DocumentTerms& terms);

  /// The documents that have any of the query's words, the best first, ties by number.
  [[nodiscard]] std::vector<std::uint32_t> ranked(const Query& query) const;

 private:
  struct Count {
    std::uint32_t document;
    std::uint32_t mentions;
  };

  std::unordered_map<std::string, std::vector<Count>> postings_;
  std::vector<std::uint32_t> lengths_;  ///< by document; what was never added has 0
  double length_sum_ = 0;
  double documents_ = 0;
};

}  // namespace kennis
