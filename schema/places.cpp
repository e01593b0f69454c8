/// @file
#include "schema/places.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>

#include "schema/embedded_places.h"
#include "schema/text.h"

namespace kennis {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Calls `use(part)` for each part between two separators.
template <typename Use>
void for_each_part(std::string_view text, std::string_view between, const Use& use) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(between), text.size());
    use(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + between.size()));
  }
}

std::string_view take_column(std::string_view& line) {
  const std::size_t end = std::min(line.find('\t'), line.size());
  const std::string_view column = line.substr(0, end);
  line.remove_prefix(std::min(line.size(), end + 1));
  return column;
}

template <typename Number>
Number number_in(std::string_view text) {
  Number number{};
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// Calls `use(line)` for each line behind the names of the columns.
template <typename Use>
void for_each_row(std::string_view text, const Use& use) {
  bool is_header = true;
  for_each_part(text, "\n", [&](std::string_view line) {
    if (!is_header && !line.empty()) use(line);
    is_header = false;
  });
}

/// `greater london area` → `london`.
std::string_view without_surroundings(std::string_view key) {
  constexpr std::array<std::string_view, 8> kBefore = {"greater ",   "metro ",    "regio ", "region ",
                                                       "region de ", "omgeving ", "raum ",  "city of "};
  constexpr std::array<std::string_view, 7> kBehind = {
      " area", " metropolitan area", " metropolitan region", " en omgeving", " region", " metro", " und umgebung"};
  for (const std::string_view word : kBefore) {
    if (key.starts_with(word)) key.remove_prefix(word.size());
  }
  for (const std::string_view word : kBehind) {
    if (key.ends_with(word)) key.remove_suffix(word.size());
  }
  return key;
}

/// How many letters differ, if that is at most two; three otherwise.
std::size_t difference(std::string_view a, std::string_view b) {
  constexpr std::size_t kTooMany = 3;
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() >= kTooMany || b.size() > 60) return kTooMany;
  std::array<std::size_t, 64> row{};
  for (std::size_t i = 0; i <= b.size(); ++i) row[i] = i;
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    std::size_t least = row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j + 1] + 1, row[j] + 1});
      least = std::min(least, row[j + 1]);
    }
    if (least >= kTooMany) return kTooMany;
  }
  return std::min(row[b.size()], kTooMany);
}

}  // namespace

std::string place_key(std::string_view text) {
  std::string folded(text);
  if (!is_ascii(text)) folded = strip_accents(fold_case(text));
  std::string key;
  bool gap = false;
  for (const char c : folded) {
    const bool capital = c >= 'A' && c <= 'Z';
    const bool letter =
        capital || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (letter && gap && !key.empty()) key += ' ';
    gap = !letter;
    if (letter) key += capital ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return key;
}

const Places& Places::built_in() {
  static const Places places;
  return places;
}

Places::Places() {
  for (const EmbeddedFile& file : embedded_places()) {
    if (file.name.starts_with("places")) read_places(file.text);
    if (file.name == "countries") read_codes(file.text, countries_);
    if (file.name == "languages") read_codes(file.text, languages_);
  }
}

void Places::read_places(std::string_view text) {
  for_each_row(text, [&](std::string_view line) {
    Place place;
    place.name = take_column(line);
    place.country = take_column(line);
    place.lat = number_in<double>(take_column(line));
    place.lon = number_in<double>(take_column(line));
    place.population = number_in<std::uint32_t>(take_column(line));
    place.names.push_back(place.name);
    for_each_part(line, "; ", [&](std::string_view name) { place.names.push_back(name); });
    const auto number = static_cast<std::uint32_t>(places_.size());
    for (const std::string_view name : place.names) {
      auto& same = by_key_[place_key(name)];
      if (same.empty() || same.back() != number) same.push_back(number);
    }
    places_.push_back(std::move(place));
  });
}

void Places::read_codes(std::string_view text, std::unordered_map<std::string, std::string>& codes) {
  for_each_row(text, [&](std::string_view line) {
    const std::string code(take_column(line));
    codes.insert_or_assign(place_key(code), code);
    for_each_part(line, "; ", [&](std::string_view name) { codes.try_emplace(place_key(name), code); });
  });
}

std::vector<const Place*> Places::named(std::string_view name, std::string_view country) const {
  std::vector<const Place*> found;
  const auto same = by_key_.find(place_key(name));
  if (same == by_key_.end()) return found;
  for (const std::uint32_t number : same->second) {
    if (country.empty() || places_[number].country == country) found.push_back(&places_[number]);
  }
  // A place of that very name comes before one that is also called so, unless that is ten times as large.
  const auto weight = [&](const Place* place) {
    return (std::uint64_t{place->population} + 1) * (place_key(place->name) == same->first ? 10 : 1);
  };
  std::stable_sort(found.begin(), found.end(), [&](const Place* a, const Place* b) { return weight(a) > weight(b); });
  return found;
}

const Place* Places::find(std::string_view words, std::string_view country_code) const {
  std::string code = country(country_code).value_or("");
  std::string_view first = words;
  if (const std::size_t comma = words.find(','); comma != std::string_view::npos) {
    first = words.substr(0, comma);
    const auto named_country = country(words.substr(words.rfind(',') + 1));
    if (code.empty() && named_country) code = *named_country;
  }
  for (const std::string_view text : {words, first}) {
    const std::string key = place_key(text);
    for (const std::string_view name : {std::string_view(key), without_surroundings(key)}) {
      if (const auto found = named(name, code); !found.empty()) return found.front();
    }
  }
  return nullptr;
}

std::vector<std::string> Places::like(std::string_view name, std::size_t count) const {
  struct Near {
    std::size_t difference;
    const Place* place;
  };
  const std::string wanted = place_key(name);
  std::vector<Near> near;
  for (const auto& [key, numbers] : by_key_) {
    const std::size_t differs = difference(wanted, key);
    if (differs > (wanted.size() < 5 ? 1U : 2U)) continue;
    for (const std::uint32_t number : numbers) near.push_back({differs, &places_[number]});
  }
  std::sort(near.begin(), near.end(), [](const Near& a, const Near& b) {
    if (a.difference != b.difference) return a.difference < b.difference;
    if (a.place->population != b.place->population) return a.place->population > b.place->population;
    return a.place < b.place;
  });
  std::vector<std::string> names;
  for (const Near& each : near) {
    std::string shown = std::string(each.place->name) + ", " + std::string(each.place->country);
    if (std::find(names.begin(), names.end(), shown) == names.end()) names.push_back(std::move(shown));
    if (names.size() == count) break;
  }
  return names;
}

std::optional<std::string> Places::country(std::string_view text) const {
  const auto found = countries_.find(place_key(text));
  return found == countries_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> Places::language(std::string_view text) const {
  auto found = languages_.find(place_key(text));
  if (found == languages_.end()) found = languages_.find(place_key(text.substr(0, text.find_first_of("-_"))));
  return found == languages_.end() ? std::nullopt : std::optional(found->second);
}

double distance_km(double lat_a, double lon_a, double lat_b, double lon_b) {
  constexpr double kRadius = 6371.0088;
  constexpr double kRadians = std::numbers::pi / 180;
  const double across = std::sin((lat_b - lat_a) * kRadians / 2);
  const double along = std::sin((lon_b - lon_a) * kRadians / 2);
  const double h = across * across + std::cos(lat_a * kRadians) * std::cos(lat_b * kRadians) * along * along;
  return 2 * kRadius * std::asin(std::min(1.0, std::sqrt(h)));
}

}  // namespace kennis
