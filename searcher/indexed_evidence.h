/// @file
/// What one indexed document has of a term, read from the index.
#pragma once

#include <string>
#include <vector>

#include <xapian.h>

#include "searcher/query.h"

namespace kennis {

/// A document for `evaluate`. Threads: as its database. Cost: a few microseconds a term.
class IndexedEvidence {
 public:
  IndexedEvidence(const Xapian::Database& database, Xapian::docid document)
      : database_(database), document_(document) {}
  [[nodiscard]] std::uint32_t evidence(const Alternative& alternative, std::size_t i) const;
  /// True if the terms stand in this order within the alternative's window.
  [[nodiscard]] bool in_row(const Alternative& alternative) const;

 private:
  const Xapian::Database& database_;
  Xapian::docid document_;
};

/// True if one position can be taken from each list, in rising order, all within `window`. The lists rise.
[[nodiscard]] bool stands_in_row(const std::vector<std::vector<std::uint32_t>>& positions, std::uint32_t window);

}  // namespace kennis
