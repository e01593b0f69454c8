/// @file
/// Conditions bound to a generation and a viewer: which documents meet them.
#pragma once

#include <memory>

#include "network/reach.h"
#include "schema/columns.h"
#include "schema/result.h"
#include "searcher/condition.h"
#include "searcher/document_set.h"
#include "searcher/query.h"

namespace kennis {

/// Threads: any number may ask one.
class DocumentFilter {
 public:
  DocumentFilter() = default;
  DocumentFilter(const DocumentFilter&) = delete;  // refers to what it reads
  DocumentFilter& operator=(const DocumentFilter&) = delete;
  virtual ~DocumentFilter() = default;

  /// Leaves those of a window's documents that meet it. Cost: a few ns a document of `within`.
  virtual void keep(Node begin, DocumentSet& within) const = 0;
  /// Of one document of the generation.
  [[nodiscard]] virtual bool has(Node node) const = 0;
  /// Of one that changed since.
  [[nodiscard]] virtual bool has(Node node, const OwnValues& values) const = 0;
};

/// What conditions are bound to; all of one request, and living longer than the filters.
struct FilterContext {
  const Columns& columns;
  const Viewer& viewer;
  const ReachMap& reach;
};

/// Errors: kInvalidQuery at the condition's position for a group that does not exist for the viewer, in the same words for one that is nowhere.
/// Cost: a look-up a name; a pass over the names of places for places, over the stays for a group, over the searcher's ties for a topic.
[[nodiscard]] Result<std::unique_ptr<DocumentFilter>> bind_condition(const Condition& condition,
                                                                     const FilterContext& context);

/// Those persons, in any order, perhaps more than once; never whoever must not be contacted.
[[nodiscard]] std::unique_ptr<DocumentFilter> filter_by_nodes(const Columns& columns, std::vector<Node> nodes);

/// Gives every condition of a query its filter. Errors: as above.
[[nodiscard]] std::optional<Error> bind_conditions(QueryNode& root, const FilterContext& context);

}  // namespace kennis
