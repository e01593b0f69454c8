/// @file
/// Several searches in one go, each with its own answer or problem.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "schema/result.h"
#include "searcher/searcher.h"

namespace kennis {

inline constexpr std::size_t kSearchesMax = 50;                    ///< in one request
inline constexpr std::chrono::milliseconds kSearchesTime{20'000};  ///< for all of them; what is left then is not begun

/// The searches of `{"searches": [{…}, …]}`, each as its JSON. Errors: kInvalidRequest for anything else, none at all, or more than kSearchesMax.
[[nodiscard]] Result<std::vector<std::string>> searches_from_json(std::string_view body);

/// One search, a JSON object as POST /v1/search takes it: `"status": 200, "answer": {…}`, or `"status": 400, "problem": {…}`, without the braces
/// around them. Throws as Searcher::search. It gets `left` at most.
[[nodiscard]] std::string answer_one(const Searcher& searcher, const std::string& as, std::string_view search,
                                     std::chrono::milliseconds left);

/// All of them one after another, in their order, over the same generation: `{"generation": …, "answers": [{…}, …]}`.
[[nodiscard]] std::string answer_all(const Searcher& searcher, const std::string& as,
                                     const std::vector<std::string>& searches);

}  // namespace kennis
