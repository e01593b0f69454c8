/// @file
/// Referrers of a query: who could introduce the most and the best of the people who match.
#pragma once

#include "searcher/network_answers.h"
#include "searcher/searcher.h"

namespace kennis {

inline constexpr std::size_t kReferralsShownMax = 20;  ///< `candidates` of a request

/// Members, alumni and contacts of the searcher by the expected number of good introductions over everybody who matches; network/referrers.h
/// has the sum. The merit of a candidate is the fit; of a query that scores nothing (filters alone) it is 1.
///
/// Errors:  kInvalidQuery with position, kInvalidRequest, kUnknownPerson.
/// Threads: any number at once. Cost: the referrers' ties, and a match among those whom they know.
[[nodiscard]] Result<ReferrersAnswer> find_referrers(const Searcher& searcher, const ReferrersRequest& request);

}  // namespace kennis
