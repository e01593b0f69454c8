/// @file
/// What one indexed document has of a term, read from the index.
#pragma once

#include <string>

#include <xapian.h>

#include "searcher/match_plan.h"

namespace kennis {

/// Threads: as its database. Cost: a few microseconds a term.
class IndexedEvidence : public DocumentEvidence {
 public:
  IndexedEvidence(const Xapian::Database& database, Xapian::docid document)
      : database_(database), document_(document) {}
  [[nodiscard]] std::uint32_t evidence(const std::string& term) override;
  [[nodiscard]] bool has_phrase(const Alternative& alternative) override;

 private:
  const Xapian::Database& database_;
  Xapian::docid document_;
};

/// True if one position can be taken from each list, in rising order, all within `window`. The lists rise.
[[nodiscard]] bool stands_in_row(const std::vector<std::vector<std::uint32_t>>& positions, std::uint32_t window);

}  // namespace kennis
