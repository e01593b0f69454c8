/// @file
/// Conditions that weigh nothing: what `country:BE`, `years:3..10` and `near:Gent~50km` ask for, read from their text.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/profile_values.h"
#include "schema/result.h"

namespace kennis {

enum class ConditionField : std::uint8_t {
  kCountry,
  kLocation,
  kLanguage,
  kSource,
  kSkill,
  kTitle,
  kCurrentTitle,
  kPastTitle,
  kCompany,
  kCurrentCompany,
  kPastCompany,
  kSchool,
  kYears,
  kUpdated,
  kNear,
  kDegree,
  kIs,
  kGroup,
  kTopic,
  kName,
};
inline constexpr std::size_t kConditionFieldCount = 20;
[[nodiscard]] std::string_view name_of(ConditionField field);
[[nodiscard]] std::optional<ConditionField> condition_field(std::string_view name);

/// The column behind a field of names, and when its values count; nothing for a field without names.
struct ValueColumn {
  ValueField field;
  std::uint8_t when = kCurrent | kPast;
};
[[nodiscard]] std::optional<ValueColumn> column_of(ConditionField field);

enum class Standing : std::uint8_t { kOpenToWork, kAskFirst, kKnown, kAddressOnly, kMember, kAlumnus };

struct Circle {
  double lat = 0;  ///< degrees
  double lon = 0;
  double km = 0;
  std::string place;  ///< `Gent, BE`; empty: given in degrees
};

/// Numbers from `from` up to and with `to`: months of experience, seconds, degrees.
struct NumberRange {
  std::int64_t from = std::numeric_limits<std::int64_t>::min();
  std::int64_t to = std::numeric_limits<std::int64_t>::max();
  [[nodiscard]] bool has(std::int64_t number) const { return from <= number && number <= to; }
};

/// What one field is asked for; whoever meets any of it meets the condition.
struct Condition {
  ConditionField field = ConditionField::kCountry;
  std::vector<std::string> values;  ///< of names, groups, topics
  bool by_words = false;  ///< of kLocation: the words of a name, or another name of the place; else a whole name
  std::vector<NumberRange> ranges;
  std::vector<Circle> circles;
  std::vector<Standing> standings;
  bool unreached = false;    ///< `degree:none`
  std::string text;          ///< in the query language
  std::size_t position = 0;  ///< byte of the query
};

/// Reads the text behind a field's colon; `km` is what stands behind a quoted value (`~50km`).
/// Errors: kInvalidQuery with what is wrong and a proposal, at `position`.
[[nodiscard]] Result<Condition> read_condition(ConditionField field, std::string_view text, std::size_t position);

/// A whole name, as suggestions and facets give it: what stands behind `skill:=`, where `%22` is a quote. Needs: has_whole_names(field).
/// Errors: kInvalidQuery where nothing is left of it.
[[nodiscard]] Result<Condition> read_whole_name(ConditionField field, std::string_view text, std::size_t position);
/// True for fields of names.
[[nodiscard]] bool has_whole_names(ConditionField field);
/// The condition of a whole name in the query language: `skill:="Machine learning"`.
[[nodiscard]] std::string whole_name_text(ConditionField field, std::string_view name);

/// The same of a request, `field:value`, in which names are whole ones. Errors: kInvalidRequest.
[[nodiscard]] Result<Condition> read_filter(std::string_view text);

/// Filters of one field are one filter. Keeps the order of fields.
[[nodiscard]] std::vector<Condition> joined_filters(std::vector<Condition> filters);

/// The names of all fields, for messages.
[[nodiscard]] std::string condition_field_names();

}  // namespace kennis
