/// @file
#include "searcher/condition.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>
#include <simdjson.h>

#include "schema/fields.h"
#include "schema/places.h"
#include "searcher/query_text.h"

namespace kennis {
namespace {

using Field = ConditionField;

constexpr std::array<std::string_view, kConditionFieldCount> kNames = {
    "country", "location",        "language",     "source", "skill", "title",   "current_title", "past_title",
    "company", "current_company", "past_company", "school", "years", "updated", "near",          "degree",
    "is",      "group",           "topic",        "name"};

constexpr std::array<std::pair<std::string_view, Standing>, 11> kStandings = {{{"open_to_work", Standing::kOpenToWork},
                                                                               {"available", Standing::kOpenToWork},
                                                                               {"ask_first", Standing::kAskFirst},
                                                                               {"known", Standing::kKnown},
                                                                               {"address_only", Standing::kAddressOnly},
                                                                               {"unknown", Standing::kAddressOnly},
                                                                               {"member", Standing::kMember},
                                                                               {"colleague", Standing::kMember},
                                                                               {"alumnus", Standing::kAlumnus},
                                                                               {"alumna", Standing::kAlumnus},
                                                                               {"alumni", Standing::kAlumnus}}};

struct Fault {
  std::string message;
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

/// The two ends of `3..10`, `3..`, `..10`, `>=3`, `<10`, `3+`, `3-10` (where a dash is no part of a value) or `3`; an end that is open is empty.
struct Ends {
  std::string_view from, to;
  bool from_is_out = false;  ///< `>3`
  bool to_is_out = false;    ///< `<3`
};

Ends ends_of(std::string_view text, bool dash) {
  text = trimmed(text);
  if (const std::size_t dots = text.find(".."); dots != std::string_view::npos) {
    std::string_view to = text.substr(dots + 2);
    if (to.starts_with('.')) to.remove_prefix(1);
    return {trimmed(text.substr(0, dots)), trimmed(to)};
  }
  if (text.starts_with(">=")) return {trimmed(text.substr(2)), {}};
  if (text.starts_with("<=")) return {{}, trimmed(text.substr(2))};
  if (text.starts_with('>')) return {trimmed(text.substr(1)), {}, true};
  if (text.starts_with('<')) return {{}, trimmed(text.substr(1)), false, true};
  if (text.ends_with('+')) return {trimmed(text.substr(0, text.size() - 1)), {}};
  if (const std::size_t at = text.find('-', 1); dash && at != std::string_view::npos) {
    return {trimmed(text.substr(0, at)), trimmed(text.substr(at + 1))};
  }
  return {text, text};
}

constexpr std::string_view kYearsHelp = "years: wants years of experience, as in years:3..10, years:5.. or years:..3";
constexpr std::string_view kUpdatedHelp =
    "updated: wants dates, as in updated:2025-01.., updated:2024 or updated:..2024-06-30";
constexpr std::string_view kDegreeHelp = "degree: wants 1, 2, 3, none or a range, as in degree:1..2";

NumberRange years_of(std::string_view text) {
  constexpr double kMonths = 12;
  const Ends ends = ends_of(text, true);
  const auto months = [](std::string_view years) {
    const auto number = number_of(years);
    if (!number || *number < 0 || *number > 1000) throw Fault{std::string(kYearsHelp)};
    return static_cast<std::int64_t>(std::llround(*number * kMonths));
  };
  NumberRange range{0, kNoMonths - 1};
  if (ends.from.empty() && ends.to.empty()) throw Fault{std::string(kYearsHelp)};
  if (!ends.from.empty()) range.from = months(ends.from) + (ends.from_is_out ? 1 : 0);
  // Completed years: who has been at it for ten and a half has ten.
  if (!ends.to.empty()) range.to = months(ends.to) + (ends.to_is_out ? -1 : static_cast<std::int64_t>(kMonths) - 1);
  if (!ends.from.empty() && !ends.to.empty() && range.from > range.to) {
    throw Fault{fmt::format("the range is upside down: write years:{}..{}", ends.to, ends.from)};
  }
  return range;
}

NumberRange updated_in(std::string_view text) {
  const Ends ends = ends_of(text, false);
  const auto day = [](std::string_view date, bool end) {
    const auto found = parse_date(date, end);
    if (!found) throw Fault{std::string(kUpdatedHelp)};
    return std::int64_t{*found} * kSecondsPerDay;
  };
  NumberRange range{kNeverUpdated + 1, std::numeric_limits<std::int64_t>::max()};
  if (ends.from.empty() && ends.to.empty()) throw Fault{std::string(kUpdatedHelp)};
  if (!ends.from.empty()) range.from = day(ends.from, ends.from_is_out) + (ends.from_is_out ? kSecondsPerDay : 0);
  if (!ends.to.empty()) range.to = day(ends.to, !ends.to_is_out) + (ends.to_is_out ? 0 : kSecondsPerDay) - 1;
  if (!ends.from.empty() && !ends.to.empty() && range.from > range.to) {
    throw Fault{fmt::format("the range is upside down: write updated:{}..{}", ends.to, ends.from)};
  }
  return range;
}

void add_degree(std::string_view text, Condition& condition) {
  if (text == "none" || text == "0") {
    condition.unreached = true;
    return;
  }
  const Ends ends = ends_of(text, true);
  const auto degree = [](std::string_view of, std::int64_t fallback) {
    if (of.empty()) return fallback;
    if (of.size() != 1 || of[0] < '1' || of[0] > '3') throw Fault{std::string(kDegreeHelp)};
    return std::int64_t{of[0] - '0'};
  };
  if (ends.from.empty() && ends.to.empty()) throw Fault{std::string(kDegreeHelp)};
  const NumberRange range{degree(ends.from, 1) + (ends.from_is_out ? 1 : 0),
                          degree(ends.to, 3) - (ends.to_is_out ? 1 : 0)};
  if (!ends.from.empty() && !ends.to.empty() && range.from > range.to) {
    throw Fault{fmt::format("the range is upside down: write degree:{}..{}", ends.to, ends.from)};
  }
  condition.ranges.push_back(range);
}

double km_of(std::string_view text) {
  text = trimmed(text);
  double unit = 1;
  if (text.ends_with("km")) {
    text.remove_suffix(2);
  } else if (text.ends_with("mi")) {
    text.remove_suffix(2);
    unit = 1.609344;
  }
  const auto number = number_of(trimmed(text));
  if (!number || *number <= 0 || *number * unit > limit::kDistanceKmMax) {
    throw Fault{"a distance is a number of kilometres, as in near:Gent~50km"};
  }
  return *number * unit;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : "; ") + text;
  return out;
}

Circle circle_of(std::string_view text) {
  Circle circle;
  const std::size_t tilde = text.rfind('~');
  circle.km = tilde == std::string_view::npos ? limit::kDistanceKm : km_of(text.substr(tilde + 1));
  const std::string_view where = trimmed(text.substr(0, tilde));
  if (const std::size_t comma = where.find(','); comma != std::string_view::npos) {
    const auto lat = number_of(trimmed(where.substr(0, comma)));
    const auto lon = number_of(trimmed(where.substr(comma + 1)));
    if (lat && lon) {
      if (std::abs(*lat) > 90 || std::abs(*lon) > 180)
        throw Fault{"degrees are -90 to 90 of latitude, then -180 to 180 of longitude"};
      circle.lat = *lat;
      circle.lon = *lon;
      return circle;
    }
  }
  const std::optional<Place> place = Places::built_in().find(where);
  if (!place) {
    const auto like = Places::built_in().like(where.substr(0, where.find(',')), 3);
    throw Fault{fmt::format("no place is called \"{}\": {}", cut_text(where, 60),
                            like.empty() ? "give a town or degrees, as in near:Gent~50km or near:51.05,3.72~50km"
                                         : "did you mean " + joined(like) + "?")};
  }
  circle.lat = place->lat;
  circle.lon = place->lon;
  circle.place = std::string(place->name) + ", " + std::string(place->country);
  return circle;
}

Standing standing_of(std::string_view text) {
  for (const auto& [name, standing] : kStandings) {
    if (name == text) return standing;
  }
  throw Fault{fmt::format("is: knows open_to_work, ask_first, known, address_only, member, alumnus, and not \"{}\"",
                          cut_text(text, 40))};
}

std::string name_value(Field field, std::string_view text) {
  const Places& places = Places::built_in();
  if (field == Field::kCountry) return places.country(text).value_or(std::string(text));
  if (field == Field::kLanguage) return places.language(text).value_or(std::string(text));
  return std::string(text);
}

void add_value(Condition& condition, std::string_view text) {
  text = trimmed(text);
  if (text.empty()) throw Fault{fmt::format("{}: wants a value behind it", name_of(condition.field))};
  switch (condition.field) {
    case Field::kYears:
      condition.ranges.push_back(years_of(text));
      break;
    case Field::kUpdated:
      condition.ranges.push_back(updated_in(text));
      break;
    case Field::kNear:
      condition.circles.push_back(circle_of(text));
      break;
    case Field::kDegree:
      add_degree(text, condition);
      break;
    case Field::kIs:
      condition.standings.push_back(standing_of(value_key(text)));
      break;
    default:
      condition.values.push_back(name_value(condition.field, text));
  }
}

/// `country:BE,NL` names two.
bool is_list(Field field) {
  return field == Field::kCountry || field == Field::kLanguage || field == Field::kIs || field == Field::kDegree;
}

void add_values(Condition& condition, std::string_view text) {
  while (is_list(condition.field) && text.find(',') != std::string_view::npos) {
    add_value(condition, text.substr(0, text.find(',')));
    text.remove_prefix(text.find(',') + 1);
  }
  add_value(condition, text);
}

std::string shown(Field field, std::string_view text) {
  const bool plain = std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '(' || c == ')' || c == ';' || c == ',' || c == '|';
  });
  if (plain || (is_list(field) && text.find(' ') == std::string_view::npos))
    return fmt::format("{}:{}", name_of(field), text);
  const std::size_t tilde = field == Field::kNear ? std::min(text.rfind('~'), text.size()) : text.size();
  return fmt::format("{}:\"{}\"{}", name_of(field), text.substr(0, tilde), text.substr(tilde));
}

}  // namespace

std::string_view name_of(ConditionField field) { return kNames.at(static_cast<std::size_t>(field)); }

std::optional<ConditionField> condition_field(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<ConditionField>(found - kNames.begin());
}

std::string condition_field_names() {
  std::string names;
  for (const std::string_view name : kNames) names += (names.empty() ? "" : ", ") + std::string(name);
  return names;
}

std::optional<ValueColumn> column_of(ConditionField field) {
  switch (field) {
    case Field::kCountry:
      return ValueColumn{ValueField::kCountry};
    case Field::kLocation:
      return ValueColumn{ValueField::kLocation};
    case Field::kLanguage:
      return ValueColumn{ValueField::kLanguage};
    case Field::kSource:
      return ValueColumn{ValueField::kSource};
    case Field::kSkill:
      return ValueColumn{ValueField::kSkill};
    case Field::kTitle:
      return ValueColumn{ValueField::kTitle};
    case Field::kCurrentTitle:
      return ValueColumn{ValueField::kTitle, kCurrent};
    case Field::kPastTitle:
      return ValueColumn{ValueField::kTitle, kPast};
    case Field::kCompany:
      return ValueColumn{ValueField::kCompany};
    case Field::kCurrentCompany:
      return ValueColumn{ValueField::kCompany, kCurrent};
    case Field::kPastCompany:
      return ValueColumn{ValueField::kCompany, kPast};
    case Field::kSchool:
      return ValueColumn{ValueField::kSchool};
    default:
      return std::nullopt;
  }
}

Result<Condition> read_condition(ConditionField field, std::string_view text, std::size_t position) {
  Condition condition;
  condition.field = field;
  condition.by_words = field == Field::kLocation;
  condition.position = position;
  condition.text = shown(field, trimmed(text));
  try {
    add_values(condition, text);
  } catch (const Fault& fault) {
    return Error{ErrorCode::kInvalidQuery, fault.message, position};
  }
  return condition;
}

bool has_whole_names(ConditionField field) {
  return column_of(field).has_value() || field == Field::kName || field == Field::kGroup;
}

std::string whole_name_text(ConditionField field, std::string_view name) {
  // What the parser takes for something else than a letter is written by its bytes.
  const bool is_plain = simdjson::validate_utf8(name.data(), name.size()) && plain_query(name).text == name;
  std::string text;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '%' || byte < ' ' || (!is_plain && byte >= 0x80)) {
      text += fmt::format("%{:02X}", byte);
    } else {
      text += c;
    }
  }
  return fmt::format("{}:=\"{}\"", name_of(field), text);
}

Result<Condition> read_whole_name(ConditionField field, std::string_view text, std::size_t position) {
  std::string name;
  for (std::size_t at = 0; at < text.size(); ++at) {
    unsigned byte = 0;
    const bool is_byte = text[at] == '%' && at + 3 <= text.size() &&
                         std::from_chars(&text[at + 1], &text[at + 1] + 2, byte, 16).ptr == &text[at + 1] + 2;
    name += is_byte ? static_cast<char>(byte) : text[at];
    if (is_byte) at += 2;
  }
  if (value_key(name).empty()) {
    return Error{ErrorCode::kInvalidQuery,
                 fmt::format("{0}:= wants a whole name behind it, as in {0}:=\"machine learning\"", name_of(field)),
                 position};
  }
  Condition condition;
  condition.field = field;
  condition.values = {name};
  condition.text = whole_name_text(field, name);
  condition.position = position;
  return condition;
}

Result<Condition> read_filter(std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto field = condition_field(trimmed(text.substr(0, colon)));
  if (colon == std::string_view::npos || !field) {
    return Error{ErrorCode::kInvalidRequest,
                 fmt::format("the filter \"{}\" names no field: write field:value with one of {}", cut_text(text, 60),
                             condition_field_names()),
                 {}};
  }
  auto condition = read_condition(*field, text.substr(colon + 1), 0);
  if (!condition)
    return Error{
        ErrorCode::kInvalidRequest, fmt::format("filter {}: {}", cut_text(text, 60), condition.error().message), {}};
  condition.value().by_words = false;
  return condition;
}

std::vector<Condition> joined_filters(std::vector<Condition> filters) {
  std::vector<Condition> joined;
  for (Condition& filter : filters) {
    const auto known =
        std::find_if(joined.begin(), joined.end(), [&](const Condition& other) { return other.field == filter.field; });
    if (known == joined.end()) {
      joined.push_back(std::move(filter));
      continue;
    }
    const auto move_all = [](auto& from, auto& to) { to.insert(to.end(), from.begin(), from.end()); };
    move_all(filter.values, known->values);
    move_all(filter.ranges, known->ranges);
    move_all(filter.circles, known->circles);
    move_all(filter.standings, known->standings);
    known->unreached = known->unreached || filter.unreached;
    known->text += " OR " + filter.text;
  }
  return joined;
}

}  // namespace kennis
