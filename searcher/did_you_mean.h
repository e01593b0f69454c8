/// @file
/// Spelling proposals: for words of a query that nobody whom the searcher may find has, words that somebody has.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "searcher/answer.h"
#include "searcher/open_view.h"
#include "searcher/query.h"

namespace kennis {

/// The searcher's view with at least the documents for members in which one of these terms may count, or with all.
using OpenWith = std::function<OpenView(const std::optional<TermHashes>& terms)>;

/// Words of a query for which something written almost so is looked for.
inline constexpr std::size_t kSpelledWordsMax = 4;

/// At most one proposal a word, for those that are not negated and stand in running text, or in a field of skills, titles, companies, schools or names.
/// What is proposed is a word of a name (of that field; of skills and titles for running text) or of the label of a skill that is written almost so, by the rules of
/// suggestions; of several the nearest, then the one that most persons have, then the first; for running text without any of these a word that stands in somebody's text. Nothing is proposed for a word that somebody has, nor a word that nobody has, nor
/// behind the first kSpelledWordsMax words that nobody has: a pasted text has many.
/// `text`: the query as it was asked. Needs: `root` is its tree, with skills recognised.
/// Threads: one. Cost: a look-up a word; for one that nobody has as suggestions, and as nearest_in_text.
[[nodiscard]] std::vector<SpellingProposal> propose_spellings(const OpenWith& open_with, const QueryNode& root,
                                                              std::string_view text, Stemmer& stemmer);

}  // namespace kennis
