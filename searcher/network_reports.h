/// @file
/// What a searcher may know of the own network: dormant ties, what a colleague's departure takes along, the own contacts.
#pragma once

#include "searcher/network_answers.h"
#include "searcher/searcher.h"

namespace kennis {

/// The strong ties of `as` that are fading, those that lost most first, at most `limit`; network/dormant_ties.h says which these are.
/// Errors: kInvalidRequest, kUnknownPerson. Threads: any number at once, as for all of these.
[[nodiscard]] Result<DormantAnswer> find_dormant(const Searcher& searcher, const std::string& as, std::size_t limit,
                                                 std::optional<Days> rights_date = {});

/// What would leave the team and the searcher with a member. Errors: as above; kInvalidRequest where the team must be named.
/// Cost: the searcher's reach, twice.
[[nodiscard]] Result<DepartureAnswer> preview_departure(const Searcher& searcher, const DepartureRequest& request);

/// Everybody `as` has a logged tie with, as far as `as` may see them. Cost: a record each.
[[nodiscard]] Result<ContactsAnswer> find_contacts(const Searcher& searcher, const std::string& as);

}  // namespace kennis
