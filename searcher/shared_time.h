/// @file
/// When two persons were at the same organisation.
#pragma once

#include <optional>

#include "schema/records.h"
#include "searcher/network_answers.h"

namespace kennis {

/// The longest time for which both had a position at the same organisation: the same `organisation_id`, or where one of them has none the same
/// name whatever its case. A position without `from` says nothing; one without `to` lasts until `as_of`. Nothing if there is no common day.
/// Cost: positions times positions.
[[nodiscard]] std::optional<SharedTime> longest_shared_time(const Profile& a, const Profile& b, Days as_of);

}  // namespace kennis
