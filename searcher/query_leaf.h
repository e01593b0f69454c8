/// @file
/// A word or phrase of a query as the terms it may have been indexed as.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "schema/text.h"
#include "searcher/query.h"

namespace kennis {

/// A field of the query language: how it is written, and how its words were indexed.
struct QueryField {
  std::string_view name;  ///< empty: running text
  std::string_view prefix;
  bool stemmed = true;
  enum class Runs : std::uint8_t { kNone, kKnown, kAll } runs = Runs::kNone;  ///< which runs of words are terms
};

/// The field of that name, or nothing.
[[nodiscard]] std::optional<QueryField> query_field(std::string_view name);
/// Running text.
[[nodiscard]] QueryField text_field();

/// The leaf for a word (a run without spaces, which may still hold several words) or a phrase. No alternatives: nothing in it is a word.
[[nodiscard]] Leaf make_leaf(const QueryField& field, std::string_view text, bool is_phrase, Stemmer& stemmer);

}  // namespace kennis
