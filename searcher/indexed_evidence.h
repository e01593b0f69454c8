/// @file
/// What one indexed document has of a term, read from the index.
#pragma once

#include <xapian.h>

#include "searcher/evidence.h"

namespace kennis {

/// A document of the index for `evaluate`. Threads: as its database. Cost: a few microseconds a term.
class IndexedEvidence : public Evidence {
 public:
  IndexedEvidence(const Xapian::Database& database, Xapian::docid document)
      : database_(database), document_(document) {}
  [[nodiscard]] std::uint32_t evidence(const Alternative& alternative, std::size_t i) const override;
  [[nodiscard]] bool in_row(const Alternative& alternative) const override;

 private:
  const Xapian::Database& database_;
  Xapian::docid document_;
};

}  // namespace kennis
