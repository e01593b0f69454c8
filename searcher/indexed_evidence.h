/// @file
/// What one indexed document has of a term, read from the index.
#pragma once

#include <xapian.h>

#include "schema/profile_words.h"
#include "searcher/evidence.h"

namespace kennis {

/// A document of the index for `evaluate`. Threads: as its database. Cost: a few microseconds a term.
class IndexedEvidence : public Evidence {
 public:
  IndexedEvidence(const Xapian::Database& database, const ProfileWords& words, Xapian::docid document)
      : database_(database), words_(words), document_(document) {}
  [[nodiscard]] std::uint32_t evidence(const Alternative& alternative, std::size_t i) const override;
  [[nodiscard]] bool meets(const DocumentFilter& filter) const override;
  /// True if the alternative's words stand in their row.
  [[nodiscard]] bool in_row(const Alternative& alternative) const override {
    return has_row(words_.of(document_), alternative.row);
  }

 private:
  const Xapian::Database& database_;
  const ProfileWords& words_;
  Xapian::docid document_;
};

}  // namespace kennis
