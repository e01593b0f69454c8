/// @file
#include "schema/places.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>

#include "schema/place_rows.h"

namespace kennis {
namespace {

template <typename Number>
Number number_in(std::string_view text) {
  Number number{};
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string_view line_at(std::string_view text, std::size_t begin) {
  return text.substr(begin, text.find('\n', begin) - begin);
}

Place place_at(const EmbeddedNames& table, std::uint32_t row) {
  std::string_view line = line_at(table.text, row);
  Place place;
  place.name = take_column(line);
  place.country = take_column(line);
  place.lat = number_in<double>(take_column(line));
  place.lon = number_in<double>(take_column(line));
  place.population = number_in<std::uint32_t>(take_column(line));
  place.others = line;
  return place;
}

/// The rows that have a name.
std::span<const EmbeddedName> rows_named(const EmbeddedNames& table, std::string_view key) {
  const auto key_of = [&](const EmbeddedName& name) { return line_at(table.keys, name.key); };
  const auto first = std::partition_point(table.names.begin(), table.names.end(),
                                          [&](const EmbeddedName& name) { return key_of(name) < key; });
  auto last = first;
  while (last != table.names.end() && key_of(*last) == key) ++last;
  return {first, last};
}

std::optional<std::string> code_named(const EmbeddedNames& table, std::string_view key) {
  const auto rows = rows_named(table, key);
  if (rows.empty()) return std::nullopt;
  std::string_view line = line_at(table.text, rows.front().row);
  return std::string(take_column(line));
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

std::vector<std::string_view> Place::names() const {
  std::vector<std::string_view> all = {name};
  for_each_part(others, "; ", [&](std::string_view other) { all.push_back(other); });
  return all;
}

const Places& Places::built_in() {
  static const Places places;
  return places;
}

Places::Places() {
  for (const EmbeddedNames& file : embedded_places()) {
    (file.file == "places" ? places_ : file.file == "countries" ? countries_ : languages_) = file;
  }
}

std::vector<Place> Places::named(std::string_view name, std::string_view country) const {
  struct Weighed {
    Place place;
    std::uint64_t weight;
  };
  const std::string key = place_key(name);
  std::vector<Weighed> weighed;
  for (const EmbeddedName& each : rows_named(places_, key)) {
    const Place place = place_at(places_, each.row);
    if (!country.empty() && place.country != country) continue;
    // A place of that very name comes before one that is also called so, unless that is ten times as large.
    weighed.push_back({place, (std::uint64_t{place.population} + 1) * (place_key(place.name) == key ? 10 : 1)});
  }
  std::stable_sort(weighed.begin(), weighed.end(),
                   [](const Weighed& a, const Weighed& b) { return a.weight > b.weight; });
  std::vector<Place> found;
  for (const Weighed& each : weighed) found.push_back(each.place);
  return found;
}

std::optional<Place> Places::find(std::string_view words, std::string_view country_code) const {
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
  return std::nullopt;
}

std::vector<std::string> Places::like(std::string_view name, std::size_t count) const {
  struct Near {
    std::size_t difference;
    std::uint32_t row;
    Place place;
  };
  const std::string wanted = place_key(name);
  std::vector<Near> near;
  for (const EmbeddedName& each : places_.names) {
    const std::size_t differs = difference(wanted, line_at(places_.keys, each.key));
    if (differs <= (wanted.size() < 5 ? 1U : 2U)) near.push_back({differs, each.row, place_at(places_, each.row)});
  }
  std::sort(near.begin(), near.end(), [](const Near& a, const Near& b) {
    if (a.difference != b.difference) return a.difference < b.difference;
    if (a.place.population != b.place.population) return a.place.population > b.place.population;
    return a.row < b.row;
  });
  std::vector<std::string> names;
  for (const Near& each : near) {
    std::string shown = std::string(each.place.name) + ", " + std::string(each.place.country);
    if (std::find(names.begin(), names.end(), shown) == names.end()) names.push_back(std::move(shown));
    if (names.size() == count) break;
  }
  return names;
}

std::optional<std::string> Places::country(std::string_view text) const {
  return code_named(countries_, place_key(text));
}

std::optional<std::string> Places::language(std::string_view text) const {
  const auto found = code_named(languages_, place_key(text));
  return found ? found : code_named(languages_, place_key(text.substr(0, text.find_first_of("-_"))));
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
