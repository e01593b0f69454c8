/// @file
#include "schema/profile_values.h"

#include <algorithm>
#include <cmath>

#include "schema/fields.h"
#include "schema/places.h"
#include "schema/text.h"

namespace kennis {
namespace {

constexpr std::array<std::string_view, kValueFieldCount> kNames = {"country", "location", "source",  "language",
                                                                   "skill",   "title",    "company", "school"};
constexpr double kDaysAMonth = 30.436875;  // of the Gregorian calendar

std::int32_t millionths(double degrees) { return static_cast<std::int32_t>(std::lround(degrees * 1e6)); }

}  // namespace

std::string_view name_of(ValueField field) { return kNames.at(static_cast<std::size_t>(field)); }

std::string value_key(std::string_view text) {
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  std::string folded = ascii ? std::string(text) : strip_accents(fold_case(text));
  std::string key;
  key.reserve(folded.size());
  bool gap = false;
  for (const char c : folded) {
    const bool space = static_cast<unsigned char>(c) <= ' ';
    if (!space && gap && !key.empty()) key += ' ';
    gap = space;
    if (!space) key += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return key;
}

void ValueReader::add(ValueField field, std::string_view text, std::uint8_t when) {
  text = cut_text(text, limit::kValueBytesMax);
  const bool blank = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) <= ' '; });
  if (!blank) values_.push_back({field, when, text});
}

void ValueReader::read_place(const Location& location) {
  const Places& places = Places::built_in();
  country_ = places.country(location.country).value_or(std::string(cut_text(location.country, limit::kValueBytesMax)));
  add(ValueField::kCountry, country_);
  location_ = location.name;
  if (!location_.empty() && !country_.empty()) location_ += ", " + country_;
  add(ValueField::kLocation, location_);
  if (location.lat && location.lon) {
    numbers_.lat = millionths(*location.lat);
    numbers_.lon = millionths(*location.lon);
    return;
  }
  if (location.name.empty()) return;
  const auto [known, is_new] = places_.try_emplace(location_, Degrees{kNoDegrees, kNoDegrees});
  if (is_new) {
    const std::optional<Place> place = places.find(location.name, location.country);
    if (place) known->second = {millionths(place->lat), millionths(place->lon)};
  }
  std::tie(numbers_.lat, numbers_.lon) = known->second;
}

std::uint16_t ValueReader::months_of(const std::vector<Position>& positions) {
  spans_.clear();
  for (const Position& position : positions) {
    if (!position.from) continue;
    const Days end = std::min(position.to.value_or(as_of_), as_of_);
    if (end > *position.from) spans_.emplace_back(*position.from, end);
  }
  if (spans_.empty()) return kNoMonths;
  std::sort(spans_.begin(), spans_.end());
  std::int64_t days = 0;
  Days until = spans_.front().first;
  for (const auto& [from, to] : spans_) {
    days += std::max(0, to - std::max(from, until));
    until = std::max(until, to);
  }
  return static_cast<std::uint16_t>(std::min(65'000.0, std::round(static_cast<double>(days) / kDaysAMonth)));
}

void ValueReader::read(const Profile& profile) {
  values_.clear();
  numbers_ = {};
  name_key_.clear();
  if (profile.contact_policy == ContactPolicy::kDoNotContact) return;
  read_place(profile.location);
  add(ValueField::kSource, profile.source);
  language_codes_.clear();
  for (const Language& language : profile.languages) {
    language_codes_.push_back(Places::built_in().language(language.code).value_or(language.code));
  }
  for (const std::string& code : language_codes_) add(ValueField::kLanguage, code);
  for (const Skill& skill : profile.skills) add(ValueField::kSkill, skill.name);
  for (const Position& position : profile.positions) {
    const std::uint8_t when = !position.to || *position.to > as_of_ ? kCurrent : kPast;
    add(ValueField::kTitle, position.title, when);
    add(ValueField::kCompany, position.organisation, when);
  }
  for (const Education& education : profile.education) add(ValueField::kSchool, education.school);
  numbers_.updated = profile.updated_at.value_or(kNeverUpdated);
  numbers_.experience = months_of(profile.positions);
  numbers_.flags = kFlagMayBeHit;
  if (profile.open_to_work) numbers_.flags |= kFlagOpenToWork;
  if (profile.contact_policy == ContactPolicy::kAskFirst) numbers_.flags |= kFlagAskFirst;
  name_key_ = value_key(profile.name);
}

OwnValues own_values(const ValueReader& read) {
  OwnValues own;
  own.numbers = read.numbers();
  own.name_key = read.name_key();
  for (const ProfileValue& value : read.values()) {
    std::string key = value_key(value.text);
    const auto known = std::find_if(own.values.begin(), own.values.end(), [&](const OwnValues::Value& other) {
      return other.field == value.field && other.key == key;
    });
    if (known != own.values.end()) {
      known->when |= value.when;
    } else {
      own.values.push_back({value.field, value.when, std::move(key), std::string(value.text)});
    }
  }
  return own;
}

}  // namespace kennis
