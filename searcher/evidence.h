/// @file
/// What one document has of a term, wherever the document lies.
#pragma once

#include <cstdint>

#include "searcher/query.h"

namespace kennis {

/// A document for `evaluate`.
class Evidence {
 public:
  Evidence() = default;
  Evidence(const Evidence&) = delete;  // refers to what it reads
  Evidence& operator=(const Evidence&) = delete;
  virtual ~Evidence() = default;

  /// True for what changed since the generation was built, and may have what nobody in it has.
  [[nodiscard]] virtual bool is_live() const { return false; }
  /// Of the alternative's i-th term, as schema/word_forms.h has it; 0: it has none.
  [[nodiscard]] virtual std::uint32_t wdf(const Alternative& alternative, std::size_t i) const = 0;
  /// Of that term in the form that is asked for.
  [[nodiscard]] std::uint32_t evidence(const Alternative& alternative, std::size_t i) const {
    return wdf::evidence_for(wdf(alternative, i), alternative.form(i));
  }
  [[nodiscard]] virtual bool meets(const DocumentFilter& filter) const = 0;
  /// True if the terms stand in this order in the alternative's row.
  [[nodiscard]] virtual bool in_row(const Alternative& alternative) const = 0;
};

}  // namespace kennis
