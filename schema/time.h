/// @file
/// Points in time as records write them: RFC 3339 instants, and dates that may lack day or month.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kennis {

using Seconds = std::int64_t;  ///< seconds since 1970-01-01T00:00:00Z, leap seconds not counted
using Days = std::int32_t;     ///< days since 1970-01-01

inline constexpr Seconds kSecondsPerDay = 86400;

/// Reads `2024-03-01T10:00:00Z`, also with a fraction (dropped), an offset (`+02:00`, `+0200`), a space or lower-case `t`, or a date alone
/// (midnight). A time of day without offset is taken for UTC.
/// Range:  years 0001 to 9999. Errors: nothing if it is no such time. Source: RFC 3339 section 5.6.
[[nodiscard]] std::optional<Seconds> parse_instant(std::string_view text);

/// Reads `2024`, `2024-03`, `2024-03-01` or an instant. `end` gives the last day that the text names instead of the first.
[[nodiscard]] std::optional<Days> parse_date(std::string_view text, bool end = false);

/// Writes `2024-03-01T10:00:00Z`.
[[nodiscard]] std::string format_instant(Seconds instant);

/// Writes `2024-03-01`.
[[nodiscard]] std::string format_date(Days day);

/// The day on which an instant falls, UTC.
[[nodiscard]] Days day_of(Seconds instant);

/// The first day of the month that a day is in.
[[nodiscard]] Days first_of_month(Days day);

/// Whole calendar months from the first to the last day, both of them in. A month lasts until the day before the same day of the next one, or
/// to the end of that where it is too short: from 31 January to the end of February is one. 0 if `last` lies before `first`.
[[nodiscard]] std::uint32_t whole_months(Days first, Days last);

/// The clock, UTC. Only the edges of the program ask it; everything inside is handed a time.
[[nodiscard]] Seconds now();

}  // namespace kennis
