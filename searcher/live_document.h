/// @file
/// A profile that changed since the generation was built, as what it is found by.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "network/node.h"
#include "schema/made_document.h"
#include "schema/profile_values.h"
#include "searcher/evidence.h"

namespace kennis {

/// The same as a document of the index, in memory. Never changed: a profile that changes again is another one.
/// Memory: about as much as the profile's words, three times, where it is not mapped. Threads: any number may read.
class LiveDocument {
 public:
  LiveDocument(std::string record, MadeDocument made);
  /// Needs: `holder` holds what the view refers to.
  LiveDocument(std::string record, const DocumentView& view, OwnValues values, std::shared_ptr<const void> holder);

  [[nodiscard]] const std::string& record() const { return record_; }
  /// False for who does not want to be contacted.
  [[nodiscard]] bool is_searchable() const { return is_searchable_; }
  /// The wdf of a term; 0 for one that it has not. Cost: as DocumentView::find.
  [[nodiscard]] std::uint32_t wdf(std::string_view term) const;
  /// What it is filtered, counted and sorted by.
  [[nodiscard]] const OwnValues& values() const { return values_; }
  /// In their order, for phrases that are no terms.
  [[nodiscard]] std::span<const std::uint32_t> words() const { return view_.words; }

  /// Calls `use(term)` for each of its terms, in order.
  template <typename Use>
  void for_each_term(const Use& use) const {
    for (const DocumentTerm& term : view_.terms) use(view_.text_of(term));
  }

 private:
  std::string record_;
  OwnValues values_;
  std::shared_ptr<const void> holder_;
  DocumentView view_;
  bool is_searchable_ = false;
};

/// Which of a plan's terms a document may have, by their places in the plan: one that it has is among them.
class TermsSeen {
 public:
  static TermsSeen any() { return TermsSeen(~std::uint64_t{0}); }
  TermsSeen() = default;
  void add(std::size_t place) { bits_ |= bit_of(place); }
  [[nodiscard]] bool may_have(std::size_t place) const { return (bits_ & bit_of(place)) != 0; }
  [[nodiscard]] bool empty() const { return bits_ == 0; }

 private:
  explicit TermsSeen(std::uint64_t bits) : bits_(bits) {}
  [[nodiscard]] static std::uint64_t bit_of(std::size_t place) { return std::uint64_t{1} << (place % 64); }
  std::uint64_t bits_ = 0;
};

/// A live document for `evaluate`. Needs: the document lives longer.
class LiveEvidence : public Evidence {
 public:
  /// `seen` spares looking for what is not there: most of a plan's terms, in most documents.
  LiveEvidence(Node node, const LiveDocument& document, TermsSeen seen = TermsSeen::any())
      : node_(node), document_(document), seen_(seen) {}
  [[nodiscard]] bool is_live() const override { return true; }
  [[nodiscard]] std::uint32_t wdf(const Alternative& alternative, std::size_t i) const override;
  [[nodiscard]] bool in_row(const Alternative& alternative) const override;
  [[nodiscard]] bool meets(const DocumentFilter& filter) const override;

 private:
  Node node_;
  const LiveDocument& document_;
  TermsSeen seen_;
};

}  // namespace kennis
