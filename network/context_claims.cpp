/// @file
#include "network/context_claims.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <xxhash.h>

#include "schema/text.h"

namespace kennis {
namespace {

constexpr std::array<std::string_view, kContextKindCount> kNames = {"organisation", "cohort", "group"};
constexpr int kFirstYear = 1900;
constexpr int kMonthsOfYear = 12;

std::chrono::year_month_day date_of(Days day) {
  return std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(day)));
}

/// Never 0, which stands for none.
std::uint64_t key_of(char kind, std::string_view name) {
  std::string text(1, kind);
  text += name;
  return std::max<std::uint64_t>(1, XXH3_64bits(text.data(), text.size()));
}

MonthSpan span_of(Days from, std::optional<Days> to) { return {month_of(from), to ? month_of(*to) : kStillThere}; }

}  // namespace

std::string_view name_of(ContextKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<ContextKind> context_kind_named(std::string_view name) {
  const auto* found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<ContextKind>(found - kNames.begin());
}

Month month_of(Days day) {
  constexpr Days kEarliest = -25567;  // 1900-01-01
  constexpr Days kLatest = 91310;     // 2219-12-31: the calendar is asked for nothing beyond
  const auto date = date_of(std::clamp(day, kEarliest, kLatest));
  const int month = (static_cast<int>(date.year()) - kFirstYear) * kMonthsOfYear +
                    static_cast<int>(static_cast<unsigned>(date.month())) - 1;
  return static_cast<Month>(std::clamp(month, 0, int{kMonthMax}));
}

std::vector<ContextClaim> context_claims_of(const Profile& profile) {
  std::vector<ContextClaim> claims;
  if (profile.deleted || profile.contact_policy == ContactPolicy::kDoNotContact) return claims;
  for (const Position& position : profile.positions) {
    const bool is_named = !position.organisation_id.empty() || !position.organisation.empty();
    if (!is_named || !position.from || (position.to && *position.to < *position.from)) continue;
    const std::uint64_t by_name = position.organisation.empty() ? 0 : key_of('o', fold_case(position.organisation));
    const bool has_id = !position.organisation_id.empty();
    claims.push_back({has_id ? key_of('i', position.organisation_id) : by_name, has_id ? by_name : 0,
                      ContextKind::kOrganisation, span_of(*position.from, position.to),
                      position.organisation.empty() ? position.organisation_id : position.organisation});
  }
  for (const Education& education : profile.education) {
    const std::optional<Days> when = education.to ? education.to : education.from;
    if (education.school.empty() || !when) continue;
    if (education.from && education.to && *education.to < *education.from) continue;
    const int year = static_cast<int>(date_of(std::clamp(*when, -25567, 91310)).year());
    const std::string name = fold_case(education.school) + (education.to ? " -" : " ") + std::to_string(year);
    // Whoever says one date only was there in its year.
    const Month from = education.from ? month_of(*education.from) : static_cast<Month>(month_of(*when) / 12 * 12);
    const Month to = education.to ? month_of(*education.to) : static_cast<Month>(month_of(*when) / 12 * 12 + 11);
    claims.push_back({key_of('c', name), 0, ContextKind::kCohort, {from, to}, education.school});
  }
  return claims;
}

std::optional<Stay> membership_in_context(const Stay& membership, GroupKind kind, Seconds open_since) {
  Stay shown = membership;
  if (kind == GroupKind::kOpen && open_since != kAlwaysOpen) {
    // Months are what is kept, so it begins with the first whole one.
    const Days opened = day_of(std::clamp<Seconds>(open_since, -kSecondsPerDay * 25567, kSecondsPerDay * 91310));
    const auto date = date_of(opened);
    const auto next = std::chrono::sys_days((date.year() / date.month() / 1) + std::chrono::months(1));
    shown.from = std::max(shown.from, static_cast<Days>(next.time_since_epoch().count()));
  }
  if (shown.to <= shown.from) return std::nullopt;
  return shown;
}

ContextClaim context_claim_of(const Stay& membership, std::string_view group) {
  const bool goes_on = membership.to == kForEver;
  const Days last = goes_on ? 0 : std::max(membership.from, membership.to - 1);
  return {key_of('g', group), 0, ContextKind::kGroup,
          span_of(membership.from, goes_on ? std::nullopt : std::optional<Days>(last)), std::string(group)};
}

}  // namespace kennis
