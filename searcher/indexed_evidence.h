/// @file
/// What one indexed document has of a term, read from the index.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

#include "schema/profile_words.h"
#include "searcher/evidence.h"

namespace kennis {

/// What the documents that are shown together have of a plan's terms. Each term's postings are opened once and passed over in order, when the
/// first of the documents is asked of it: that is half of what showing 20 hits costs where each opens its own.
class PageEvidence {
 public:
  /// Needs: the documents rise; the database lives longer.
  PageEvidence(const Xapian::Database& database, std::vector<Xapian::docid> documents)
      : database_(database), documents_(std::move(documents)) {}

  /// The wdf. Needs: one of the documents; of one plan, where `slot` is the place of `term`.
  [[nodiscard]] std::uint32_t of(Xapian::docid document, const std::string& term, std::uint32_t slot);

 private:
  void read(const std::string& term, std::vector<std::uint32_t>& evidence) const;
  const Xapian::Database& database_;
  std::vector<Xapian::docid> documents_;
  std::vector<std::vector<std::uint32_t>> by_slot_;  ///< of each document; empty: not read yet
};

/// A document of the index for `evaluate`. Threads: as its database. Cost: a few microseconds a term.
class IndexedEvidence : public Evidence {
 public:
  /// With `page`, which must outlive it, the document is one of several whose postings are read together.
  IndexedEvidence(const Xapian::Database& database, const ProfileWords& words, Xapian::docid document,
                  PageEvidence* page = nullptr)
      : database_(database), words_(words), document_(document), page_(page) {}
  [[nodiscard]] std::uint32_t wdf(const Alternative& alternative, std::size_t i) const override;
  [[nodiscard]] bool meets(const DocumentFilter& filter) const override;
  /// True if the alternative's words stand in their row.
  [[nodiscard]] bool in_row(const Alternative& alternative) const override {
    return has_row(words_.of(document_), alternative.row);
  }

 private:
  const Xapian::Database& database_;
  const ProfileWords& words_;
  Xapian::docid document_;
  PageEvidence* page_;
};

}  // namespace kennis
