/// @file
/// Facets: how many of the matches have which value of a field.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "searcher/answer.h"
#include "searcher/document_filter.h"

namespace kennis {

/// Counts the values of one field over matches, window by window. Threads: one.
class FacetCounter {
 public:
  FacetCounter() = default;
  FacetCounter(const FacetCounter&) = delete;
  FacetCounter& operator=(const FacetCounter&) = delete;
  virtual ~FacetCounter() = default;

  virtual void count(Node begin, const DocumentSet& matches) = 0;
  /// One who changed since the generation was built.
  virtual void count(Node node, const OwnValues& values) = 0;
  /// The values that anybody has: the commonest first, of equals by name; at most `limit`, and how many there are in all.
  [[nodiscard]] virtual Facet finish(std::size_t limit) const = 0;
};

/// Errors: kInvalidRequest for a field that is not counted by (near, topic).
/// Cost: a few ns a match and value. Values of a number, a group or a degree are counted each by itself.
[[nodiscard]] Result<std::unique_ptr<FacetCounter>> make_facet_counter(ConditionField field,
                                                                       const FilterContext& context);

/// The fields that can be counted by, for messages.
[[nodiscard]] std::string facet_names();

/// A request's filters and facets, bound: the facet of a field is not narrowed by that field's own filter.
class Refinement {
 public:
  /// Errors: as bind_condition and make_facet_counter.
  [[nodiscard]] static Result<std::unique_ptr<Refinement>> make(const std::vector<std::string>& filters,
                                                                const std::vector<std::string>& facets,
                                                                const FilterContext& context);

  [[nodiscard]] bool empty() const { return filters_.empty() && facets_.empty(); }
  [[nodiscard]] bool has_facets() const { return !facets_.empty(); }

  /// What a window's matches are refined to.
  struct Refined {
    DocumentSet hits;                  ///< those who meet every filter
    DocumentSet wanted;                ///< those who some facet counts, or a hit
    std::vector<DocumentSet> passing;  ///< by filter: those who meet it
  };
  [[nodiscard]] Refined refine(Node begin, const DocumentSet& matches) const;
  /// Counts those of `sure`, who are known to match.
  void count(Node begin, const Refined& refined, const DocumentSet& sure);
  /// Of one who changed since and matches: counts it, and says if it meets every filter.
  bool take(Node node, const OwnValues& values);
  /// From here on counts are too small.
  void miss_some() { exact_ = false; }
  [[nodiscard]] std::vector<Facet> facets(std::size_t limit) const;

 private:
  struct Filter {
    ConditionField field;
    std::unique_ptr<DocumentFilter> filter;
  };
  struct Counted {
    ConditionField field;
    std::unique_ptr<FacetCounter> counter;
  };
  std::vector<Filter> filters_;
  std::vector<Counted> facets_;
  bool exact_ = true;
};

}  // namespace kennis
