/// @file
/// Cities and countries by their names in several languages, and languages: what turns `Gand` into a place on the map.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kennis {

struct Place {
  std::string_view name;
  std::string_view country;  ///< ISO 3166-1, two capitals
  double lat = 0;            ///< degrees
  double lon = 0;
  std::uint32_t population = 0;         ///< 0: few, or not known
  std::vector<std::string_view> names;  ///< all of them, its own first
};

/// Folded, without accents; letters and digits alone, single spaces between: `'s-Gravenhage` is `s gravenhage`.
[[nodiscard]] std::string place_key(std::string_view text);

/// The table of data/places. Threads: any number may read.
class Places {
 public:
  /// The one that comes with the program. Cost: about 30 ms the first time, then none.
  [[nodiscard]] static const Places& built_in();

  /// The places of a name, the most populous first; of one country, if that is not empty.
  [[nodiscard]] std::vector<const Place*> named(std::string_view name, std::string_view country = {}) const;

  /// What a profile's or a query's words mean: `Gent`, `Ghent, Belgium`, `Greater London`, `regio Utrecht`. Nothing if no place has that name.
  [[nodiscard]] const Place* find(std::string_view words, std::string_view country = {}) const;

  /// Names that are written almost like this one, the nearest and most populous first.
  [[nodiscard]] std::vector<std::string> like(std::string_view name, std::size_t count) const;

  /// The code of a country by code or name, in capitals; nothing if there is none.
  [[nodiscard]] std::optional<std::string> country(std::string_view text) const;
  /// The code of a language by code (also `nl-BE`) or name; nothing if it is neither.
  [[nodiscard]] std::optional<std::string> language(std::string_view text) const;

 private:
  Places();
  void read_places(std::string_view text);
  void read_codes(std::string_view text, std::unordered_map<std::string, std::string>& codes);

  std::vector<Place> places_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_key_;
  std::unordered_map<std::string, std::string> countries_;
  std::unordered_map<std::string, std::string> languages_;
};

/// The distance of two points on the sphere in km. Source: the haversine formula, R = 6371.0088 km (IUGG mean radius).
[[nodiscard]] double distance_km(double lat_a, double lon_a, double lat_b, double lon_b);

}  // namespace kennis
