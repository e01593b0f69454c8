/// @file
/// A profile as all that searches find it by, by itself: in memory, or mapped from a file.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/document.h"
#include "schema/profile_values.h"

namespace kennis {

/// A term of a document: where its text stands among the document's, and its wdf (schema/word_forms.h).
struct DocumentTerm {
  std::uint32_t offset = 0;
  std::uint32_t size = 0;
  std::uint32_t wdf = 0;
};

/// Where a term of this hash stands among the terms.
struct TermPlace {
  std::uint32_t hash = 0;
  std::uint32_t term = 0;
};

/// The terms of a document, and its words in their order. Refers to whoever holds them.
struct DocumentView {
  std::string_view texts;                ///< of the terms, one behind the other
  std::span<const DocumentTerm> terms;   ///< by text
  std::span<const TermPlace> places;     ///< by hash, as many as terms
  std::span<const std::uint32_t> words;  ///< as schema/word_rows.h has them

  [[nodiscard]] std::string_view text_of(const DocumentTerm& term) const {
    return texts.substr(term.offset, term.size);
  }
  /// None if the document has it not. Cost: a hash, and a step or two from where it is expected.
  [[nodiscard]] const DocumentTerm* find(std::string_view term) const;
};

/// One that holds what it is made of.
struct MadeDocument {
  std::string texts;
  std::vector<DocumentTerm> terms;
  std::vector<TermPlace> places;
  std::vector<std::uint32_t> words;
  OwnValues values;
  [[nodiscard]] DocumentView view() const { return {texts, terms, places, words}; }
};
[[nodiscard]] MadeDocument made_document(const DocumentTerms& terms, OwnValues values);

}  // namespace kennis
