/// @file
#include "schema/time.h"

#include <chrono>

#include <fmt/format.h>

namespace kennis {
namespace {

namespace chrono = std::chrono;

/// Reads exactly `count` digits at `at`; -1 if they are not there.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

std::optional<Days> days_from(int year, int month, int day) {
  if (year < 1 || month < 1 || day < 1) return std::nullopt;
  const chrono::year_month_day date(chrono::year(year), chrono::month(static_cast<unsigned>(month)),
                                    chrono::day(static_cast<unsigned>(day)));
  if (!date.ok()) return std::nullopt;
  return static_cast<Days>(chrono::sys_days(date).time_since_epoch().count());
}

/// The offset east of UTC in seconds that `text` writes: `Z`, `+02:00` or `+0200`.
std::optional<Seconds> offset_from(std::string_view text) {
  if (text.empty() || text == "Z" || text == "z") return 0;  // many logs leave out the Z that they mean
  if (!text.starts_with('+') && !text.starts_with('-')) return std::nullopt;
  const bool colon = text.size() == 6 && text[3] == ':';
  if (!colon && text.size() != 5) return std::nullopt;
  const int hours = digits(text, 1, 2);
  const int minutes = digits(text, colon ? 4 : 3, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  const Seconds seconds = (Seconds{hours} * 60 + minutes) * 60;
  return text[0] == '-' ? -seconds : seconds;
}

/// Where the fraction of a second that begins at `at` ends; `at` itself if there is none.
std::size_t fraction_end(std::string_view text, std::size_t at) {
  if (at >= text.size() || text[at] != '.') return at;
  std::size_t end = at + 1;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  return end == at + 1 ? at : end;
}

}  // namespace

std::optional<Seconds> parse_instant(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto day = days_from(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
  if (!day) return std::nullopt;
  const Seconds midnight = Seconds{*day} * kSecondsPerDay;
  if (text.size() == 10) return midnight;
  if (text.size() < 19 || (text[10] != 'T' && text[10] != 't' && text[10] != ' ') || text[13] != ':' ||
      text[16] != ':') {
    return std::nullopt;
  }
  const int hour = digits(text, 11, 2);
  const int minute = digits(text, 14, 2);
  const int second = digits(text, 17, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
    return std::nullopt;
  }
  const auto offset = offset_from(text.substr(fraction_end(text, 19)));
  if (!offset) return std::nullopt;
  return midnight + (Seconds{hour} * 60 + minute) * 60 + second - *offset;
}

std::optional<Days> parse_date(std::string_view text, bool end) {
  if (text.size() > 10) {
    const auto instant = parse_instant(text);
    if (!instant) return std::nullopt;
    return day_of(*instant);
  }
  const int year = digits(text, 0, 4);
  if (text.size() == 4) return end ? days_from(year, 12, 31) : days_from(year, 1, 1);
  if (text.size() < 7 || text[4] != '-') return std::nullopt;
  const int month = digits(text, 5, 2);
  if (text.size() == 7) {
    if (!end) return days_from(year, month, 1);
    const auto next = month == 12 ? days_from(year + 1, 1, 1) : days_from(year, month + 1, 1);
    if (!next || month < 1) return std::nullopt;
    return *next - 1;
  }
  if (text.size() != 10 || text[7] != '-') return std::nullopt;
  return days_from(year, month, digits(text, 8, 2));
}

std::string format_date(Days day) {
  const chrono::year_month_day date{chrono::sys_days{chrono::days{day}}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string format_instant(Seconds instant) {
  const Days day = day_of(instant);
  const Seconds rest = instant - Seconds{day} * kSecondsPerDay;
  return fmt::format("{}T{:02}:{:02}:{:02}Z", format_date(day), rest / 3600, rest / 60 % 60, rest % 60);
}

Days first_of_month(Days day) {
  const chrono::year_month_day date{chrono::sys_days{chrono::days{day}}};
  const chrono::sys_days first{date.year() / date.month() / 1};
  return static_cast<Days>(first.time_since_epoch().count());
}

std::uint32_t whole_months(Days first, Days last) {
  if (last < first) return 0;
  const chrono::year_month_day from{chrono::sys_days{chrono::days{first}}};
  const chrono::year_month_day end{chrono::sys_days{chrono::days{last}} + chrono::days{1}};
  const int begun = (static_cast<int>(end.year()) - static_cast<int>(from.year())) * 12 +
                    static_cast<int>(static_cast<unsigned>(end.month())) -
                    static_cast<int>(static_cast<unsigned>(from.month()));
  return static_cast<std::uint32_t>(begun - (end.day() < from.day() ? 1 : 0));
}

Days day_of(Seconds instant) {
  const Seconds day = instant >= 0 ? instant / kSecondsPerDay : -((-instant + kSecondsPerDay - 1) / kSecondsPerDay);
  return static_cast<Days>(day);
}

Seconds now() { return chrono::duration_cast<chrono::seconds>(chrono::system_clock::now().time_since_epoch()).count(); }

}  // namespace kennis
