/// @file
/// More like these: what persons have in common, as a query to edit, and who else meets it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "schema/result.h"
#include "searcher/answer.h"
#include "searcher/searcher.h"

namespace kennis {

inline constexpr std::size_t kExamplesMax = 20;
inline constexpr std::size_t kSimilarTermsMax = 30;

struct SimilarRequest {
  std::vector<std::string> persons;  ///< the examples, 1 to kExamplesMax: ids, addresses, numbers or links
  std::size_t terms = 12;            ///< of the query, 1 to kSimilarTermsMax
  SearchRequest search;              ///< how to search; its query and cursor are empty
};

/// Something that the examples have, and so a part of the query.
struct SimilarTerm {
  std::string text;                ///< in the query language: `skill:"machine learning"`
  double importance = 0;           ///< by rarity; of all terms of the query together 1
  double level = 0;                ///< the mean of the examples', in [0, 1]
  std::vector<std::string> found;  ///< ids of the examples that have it
};

struct SimilarAnswer {
  std::vector<ShownPerson> persons;  ///< the examples, each once
  std::vector<SimilarTerm> terms;    ///< the weightiest first
  SearchAnswer answer;               ///< to the query, the examples left out
};

/// Takes the examples' skills and present titles as their profiles have them, by the levels that a search would give them, keeps what at least half of
/// the examples have and somebody else has too, and of it the weightiest: importance · mean level. They are joined by OR and asked as an ordinary search, so fit, reach, rights
/// and explanations are those of any search; the query that is shown gives the same hits.
///
/// Errors:  kUnknownPerson, for whoever the searcher may not see in the same words as for nobody; kInvalidRequest for too many or no examples, for examples
///          that have neither skills nor titles in common; as Searcher::search.
/// Threads: any number. Cost: that of a search, and of one query of all the examples' skills.
[[nodiscard]] Result<SimilarAnswer> find_similar(const Searcher& searcher, const SimilarRequest& request);

}  // namespace kennis
