/// @file
/// What a profile or a membership says of where somebody was, and when: the contexts that two persons can share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "network/rosters.h"
#include "schema/records.h"

namespace kennis {

/// What kind of place two persons were in at the same time. The numbers are on disk.
enum class ContextKind : std::uint8_t { kOrganisation = 0, kCohort = 1, kGroup = 2 };
inline constexpr std::size_t kContextKindCount = 3;
/// `organisation`, `cohort`, `group`.
[[nodiscard]] std::string_view name_of(ContextKind kind);
[[nodiscard]] std::optional<ContextKind> context_kind_named(std::string_view name);

/// Months since January 1900, from 0.
using Month = std::uint16_t;
inline constexpr Month kMonthMax = 2999;      ///< December 2149
inline constexpr Month kStillThere = 0xFFFF;  ///< in place of the last month
[[nodiscard]] Month month_of(Days day);

/// From when to when somebody was in a context: months, both included.
struct MonthSpan {
  Month from = 0;
  Month to = 0;
  friend auto operator<=>(const MonthSpan&, const MonthSpan&) = default;
};

/// One stay in a context, which is known by the hash of its kind and name.
struct ContextClaim {
  std::uint64_t key = 0;
  std::uint64_t alias = 0;  ///< of an organisation with an id: the key that its name alone would have; else 0
  ContextKind kind = ContextKind::kOrganisation;
  MonthSpan span;
  std::string name;
};

/// Where a profile says that its person was: positions by `organisation_id`, or by the organisation's name whatever its case; education by
/// school and the year in which it ended, or where that is not known in which it began. What says no beginning, or ends before it, says
/// nothing; of education one of both dates is enough. Nothing of a person who is not to be contacted.
[[nodiscard]] std::vector<ContextClaim> context_claims_of(const Profile& profile);

/// What a stay in a group is as a context: of an open one the part since it was opened, since what was before stays with its members; nothing if
/// there is no such part.
[[nodiscard]] std::optional<Stay> membership_in_context(const Stay& membership, GroupKind kind, Seconds open_since);
/// The scope of a group as a context: 0 where everybody may know who is in it.
[[nodiscard]] constexpr std::uint32_t context_scope_of(GroupKind kind, std::uint32_t group) {
  return kind == GroupKind::kOpen ? 0 : group + 1;
}
/// The claim of such a stay.
[[nodiscard]] ContextClaim context_claim_of(const Stay& membership, std::string_view group);

}  // namespace kennis
