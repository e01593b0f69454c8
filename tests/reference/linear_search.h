/// @file
/// A search that looks at everybody: slow, obvious, and what the real one is compared with.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "network/people.h"
#include "schema/document.h"
#include "schema/records.h"
#include "schema/word_runs.h"
#include "searcher/query.h"

namespace kennis::reference {

struct LinearHit {
  std::string id;
  double fit = 0;
  double reach = 0;
  std::int64_t score = 0;  ///< billionths
  std::uint64_t fit_rank = 0;
};

/// Keeps every profile of a world in memory as a map of its terms.
class LinearSearch {
 public:
  /// Reads the files of `world`. `people` resolves the names in endorsements, nothing else; `context` is what the documents of the generation were made
  /// with. Needs: it knows of runs.
  LinearSearch(const std::filesystem::path& world, const People& people, const DocumentContext& context);

  /// Everybody who matches, best first. `reach` gives the closeness of an id.
  [[nodiscard]] std::vector<LinearHit> search(const Query& query, double lambda,
                                              const std::function<double(const std::string&)>& reach) const;

 private:
  struct Entry {
    std::uint32_t wdf = 0;  ///< schema/word_forms.h
    std::set<std::uint32_t> positions;
  };
  using Document = std::map<std::string, Entry>;
  struct Level {
    bool matched = false;
    double level = 0;
  };
  struct Asked {
    const QueryNode* node;
    std::string text;
    double persons;
    double importance;
  };

  void use_known_runs(QueryNode& node) const;
  void read_profiles(const std::filesystem::path& world, const People& people);
  [[nodiscard]] const std::pair<std::uint32_t, std::uint32_t>& counted(const std::string& term) const;
  [[nodiscard]] std::uint32_t persons_with(const std::string& term) const { return counted(term).first; }
  [[nodiscard]] std::uint32_t evidence_max(const std::string& term) const { return counted(term).second; }
  [[nodiscard]] double persons_with(const QueryNode& node) const;
  [[nodiscard]] std::vector<Asked> asked_of(const QueryNode& root) const;
  [[nodiscard]] bool matches(const QueryNode& node, const Document& document) const;
  [[nodiscard]] Level level(const QueryNode& node, const Document& document) const;
  [[nodiscard]] Level level(const Leaf& leaf, const Document& document) const;
  [[nodiscard]] bool adds_nobody(const Leaf& leaf, const Alternative& alternative) const;

  DocumentContext context_;
  mutable std::map<std::string, std::pair<std::uint32_t, std::uint32_t>>
      counted_;                                ///< persons and most evidence of terms, once asked for
  std::map<std::string, Document> documents_;  ///< of persons who may be hits, by id
};

}  // namespace kennis::reference
