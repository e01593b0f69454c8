/// @file
/// A profile that changed since the generation was built, as the terms it is found by.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "network/node.h"
#include "schema/document.h"
#include "schema/profile_values.h"
#include "searcher/evidence.h"

namespace kennis {

/// The same as a document of the index, in memory. Never changed: a profile that changes again is another one.
/// Memory: about as much as the profile's words, three times. Threads: any number may read.
class LiveDocument {
 public:
  LiveDocument(std::string record, const DocumentTerms& terms, OwnValues values = {});

  [[nodiscard]] const std::string& record() const { return record_; }
  /// False for who does not want to be contacted.
  [[nodiscard]] bool is_searchable() const { return is_searchable_; }
  /// What is stored of a term; 0 for one that it has not. Cost: a hash, and a step or two from where it is expected.
  [[nodiscard]] std::uint32_t stored(std::string_view term) const;
  /// What it is filtered, counted and sorted by.
  [[nodiscard]] const OwnValues& values() const { return values_; }
  /// In their order, for phrases that are no terms.
  [[nodiscard]] std::span<const std::uint32_t> words() const { return words_; }

  /// Calls `use(term)` for each of its terms, in order.
  template <typename Use>
  void for_each_term(const Use& use) const {
    for (const Term& term : terms_) use(text_of(term));
  }

 private:
  struct Term {
    std::uint32_t offset, size, stored;
  };
  [[nodiscard]] std::string_view text_of(const Term& term) const {
    return std::string_view(bytes_).substr(term.offset, term.size);
  }
  /// Where a term of this hash stands among the terms.
  struct Place {
    std::uint32_t hash, term;
  };
  [[nodiscard]] const Term* find(std::string_view term) const;

  std::string record_;
  std::string bytes_;
  std::vector<Term> terms_;    ///< by text
  std::vector<Place> places_;  ///< by hash
  std::vector<std::uint32_t> words_;
  OwnValues values_;
  bool is_searchable_ = false;
};

/// A live document for `evaluate`. Needs: the document lives longer.
class LiveEvidence : public Evidence {
 public:
  LiveEvidence(Node node, const LiveDocument& document) : node_(node), document_(document) {}
  [[nodiscard]] bool is_live() const override { return true; }
  [[nodiscard]] std::uint32_t stored(const Alternative& alternative, std::size_t i) const override;
  [[nodiscard]] bool in_row(const Alternative& alternative) const override;
  [[nodiscard]] bool meets(const DocumentFilter& filter) const override;

 private:
  Node node_;
  const LiveDocument& document_;
};

}  // namespace kennis
