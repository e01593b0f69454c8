/// @file
/// What a profile is filtered, counted and sorted by: the one function behind a generation's columns and behind profiles changed since.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "schema/records.h"

namespace kennis {

/// What has names. The numbers are on disk: add at the end.
enum class ValueField : std::uint8_t { kCountry, kLocation, kSource, kLanguage, kSkill, kTitle, kCompany, kSchool };
inline constexpr std::size_t kValueFieldCount = 8;
[[nodiscard]] std::string_view name_of(ValueField field);

/// When a title or company was held; of everything else both are said.
inline constexpr std::uint8_t kCurrent = 1;
inline constexpr std::uint8_t kPast = 2;

struct ProfileValue {
  ValueField field = ValueField::kCountry;
  std::uint8_t when = kCurrent | kPast;
  std::string_view text;  ///< as the profile has it
};

inline constexpr std::int32_t kNoDegrees = std::numeric_limits<std::int32_t>::min();
inline constexpr std::uint16_t kNoMonths = 0xFFFF;
inline constexpr Seconds kNeverUpdated = std::numeric_limits<Seconds>::min();
inline constexpr std::uint8_t kFlagOpenToWork = 1;
inline constexpr std::uint8_t kFlagAskFirst = 2;
inline constexpr std::uint8_t kFlagMayBeHit = 4;  ///< everybody but whoever must not be contacted

struct ProfileNumbers {
  std::int32_t lat = kNoDegrees;  ///< millionths of a degree
  std::int32_t lon = kNoDegrees;
  Seconds updated = kNeverUpdated;
  std::uint16_t experience = kNoMonths;  ///< months in any position up to evidence_day, each counted once
  std::uint8_t flags = 0;
  [[nodiscard]] bool has_place() const { return lat != kNoDegrees; }
};

/// Under what two spellings of a value are one: case and accents folded, single spaces.
[[nodiscard]] std::string value_key(std::string_view text);

/// Reads values. Threads: one a thread; it remembers places it has looked up.
class ValueReader {
 public:
  /// `evidence_day`: up to when open positions count (schema/document.h).
  explicit ValueReader(Days evidence_day) : as_of_(evidence_day) {}

  /// Nothing for whoever must not be contacted. Overwrites.
  void read(const Profile& profile);
  /// Not sorted, the same value perhaps more than once; views into the profile and this.
  [[nodiscard]] const std::vector<ProfileValue>& values() const { return values_; }
  [[nodiscard]] const ProfileNumbers& numbers() const { return numbers_; }
  /// What the order by name compares.
  [[nodiscard]] const std::string& name_key() const { return name_key_; }

 private:
  using Degrees = std::pair<std::int32_t, std::int32_t>;
  void add(ValueField field, std::string_view text, std::uint8_t when = kCurrent | kPast);
  void read_place(const Location& location);
  [[nodiscard]] std::uint16_t months_of(const std::vector<Position>& positions);

  Days as_of_;
  std::vector<ProfileValue> values_;
  ProfileNumbers numbers_;
  std::string name_key_;
  std::string country_;
  std::string location_;
  std::vector<std::string> language_codes_;
  std::vector<std::pair<Days, Days>> spans_;
  std::unordered_map<std::string, Degrees> places_;
};

/// A profile's values by themselves: each once, with its key, by field and key.
struct OwnValues {
  struct Value {
    ValueField field;
    std::uint8_t when;
    std::string key;
    std::string name;
    std::optional<std::uint32_t> number{};  ///< in the columns of a generation, if it was looked up and they have it
  };
  std::vector<Value> values;
  ProfileNumbers numbers;
  std::string name_key;
};
[[nodiscard]] OwnValues own_values(const ValueReader& read);

}  // namespace kennis
