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
/// The field of names, numbers or places, whose conditions weigh nothing; or nothing. Both know the names that other systems use.
[[nodiscard]] std::optional<ConditionField> query_condition(std::string_view name);
/// The field of whole names behind `skill:=`; or nothing.
[[nodiscard]] std::optional<ConditionField> whole_name_field(std::string_view name);
/// The field whose name is written almost so, in one or two letters otherwise; empty if there is none.
[[nodiscard]] std::string near_field(std::string_view name);
/// Running text.
[[nodiscard]] QueryField text_field();

/// The leaf for a word (a run without spaces, which may still hold several words) or a phrase. No alternatives: nothing in it is a word.
[[nodiscard]] Leaf make_leaf(const QueryField& field, std::string_view text, bool is_phrase, Stemmer& stemmer);

/// One word of running text without a field, a sign, quotes, parentheses or a star.
[[nodiscard]] bool is_bare_word(const QueryNode& node);

/// The leaf for `dev*`: the forms of the word itself, and what its terms begin with; that is empty if the text is not so many letters and a star.
[[nodiscard]] Leaf make_beginning(const QueryField& field, std::string_view text, Stemmer& stemmer);

/// `and`, `or` and `not` between apostrophes, which are no part of a word: so they are no operators wherever they stand. Anything else as it is.
[[nodiscard]] std::string shown_as_word(const std::string& text);

/// The leaf for words, or ORs of words, of one field that stand so near each other; no alternatives if they are anything else.
[[nodiscard]] Leaf near_leaf(const QueryNode& left, const QueryNode& right, std::uint32_t words_between);

}  // namespace kennis
