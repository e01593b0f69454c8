/// @file
/// A query's tree as it is shown: in the query language, in words, and as a tree.
#pragma once

#include <string>

#include "searcher/answer.h"
#include "searcher/query.h"

namespace kennis {

/// In the query language; parses to the same tree.
[[nodiscard]] std::string shown_query(const QueryNode& root);

/// In English: `with java; if possible kotlin; without php; only country:BE`.
[[nodiscard]] std::string query_in_words(const QueryNode& root);

[[nodiscard]] ParsedNode tree_of(const QueryNode& root);

}  // namespace kennis
