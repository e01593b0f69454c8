/// @file
/// What a client sends, read into a request: every name known, every value of its type and in its range.
#pragma once

#include <string>
#include <string_view>

#include "schema/result.h"
#include "searcher/answer.h"
#include "searcher/network_answers.h"
#include "searcher/similar.h"
#include "searcher/suggest.h"
#include "server/http_message.h"

namespace kennis {

/// From `q`, `filter` and `facets` (which may be there more than once), `facet_values`, `closeness`, `order`, `limit`, `paths`, `explain`, `exact`. Who searches is not among them: `as` stays empty.
/// Errors:  kInvalidRequest naming the parameter: unknown, twice, missing (`q`), out of its range, too long.
[[nodiscard]] Result<SearchRequest> search_from_query(const NameValues& query);

/// From a JSON object with `query`, `filter` and `facets` (a text or a list of them), `facet_values`, `closeness`, `order`, `limit`, `paths`, `explain`, `exact`.
/// Errors:  kInvalidRequest naming the field, as above; also for text that is not one JSON object in UTF-8.
/// Threads: any number at once.
[[nodiscard]] Result<SearchRequest> search_from_json(std::string_view body);

/// From `q`, `limit`, `candidates`; from a JSON object with `query`, `limit`, `candidates`. Errors: as above.
[[nodiscard]] Result<ReferrersRequest> referrers_from_query(const NameValues& query);
[[nodiscard]] Result<ReferrersRequest> referrers_from_json(std::string_view body);

/// From `q`, `field` (which may be there more than once, or have several with commas between) and `limit`. Errors: as above.
[[nodiscard]] Result<SuggestRequest> suggest_from_query(const NameValues& query);
/// Everything of a search but query and cursor, and `terms`. `persons` come from the path, or, in JSON, from a list of texts. Errors: as above.
[[nodiscard]] Result<SimilarRequest> similar_from_query(const NameValues& query);
[[nodiscard]] Result<SimilarRequest> similar_from_json(std::string_view body);

/// `limit` alone, for introductions and dormant ties; `fallback` if it is missing. Errors: as above.
[[nodiscard]] Result<std::size_t> limit_from_query(const NameValues& query, std::size_t fallback, std::size_t max);

/// Nothing wrong, where a path takes no parameters at all.
[[nodiscard]] Result<bool> no_parameters(const NameValues& query);

inline constexpr std::size_t kPathsShownMax = 20;       ///< `paths` of a search
inline constexpr std::size_t kIntroductionsMax = 1000;  ///< `limit` of introductions

}  // namespace kennis
