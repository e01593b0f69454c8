/// @file
/// Cities and countries by their names in several languages, and languages: what turns `Gand` into a place on the map.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/embedded_places.h"

namespace kennis {

/// A row of the table. Owns: the views live as long as the program.
struct Place {
  std::string_view name;
  std::string_view country;  ///< ISO 3166-1, two capitals
  double lat = 0;            ///< degrees
  double lon = 0;
  std::uint32_t population = 0;  ///< 0: few, or not known
  std::string_view others;       ///< what else it is called, by `; `

  /// All of its names, its own first.
  [[nodiscard]] std::vector<std::string_view> names() const;
};

/// Folded, without accents; letters and digits alone, single spaces between: `'s-Gravenhage` is `s gravenhage`.
[[nodiscard]] std::string place_key(std::string_view text);

/// The table of data/places, sorted when the program was built. Threads: any number may read.
class Places {
 public:
  /// The one that comes with the program. Cost: none.
  [[nodiscard]] static const Places& built_in();

  /// The places of a name, the most populous first; of one country, if that is not empty. Cost: a binary search.
  [[nodiscard]] std::vector<Place> named(std::string_view name, std::string_view country = {}) const;

  /// What a profile's or a query's words mean: `Gent`, `Ghent, Belgium`, `Greater London`, `regio Utrecht`. Nothing if no place has that name.
  [[nodiscard]] std::optional<Place> find(std::string_view words, std::string_view country = {}) const;

  /// Names that are written almost like this one, the nearest and most populous first. Cost: a look at every name.
  [[nodiscard]] std::vector<std::string> like(std::string_view name, std::size_t count) const;

  /// The code of a country by code or name, in capitals; nothing if there is none.
  [[nodiscard]] std::optional<std::string> country(std::string_view text) const;
  /// The code of a language by code (also `nl-BE`) or name; nothing if it is neither.
  [[nodiscard]] std::optional<std::string> language(std::string_view text) const;

 private:
  Places();

  EmbeddedNames places_, countries_, languages_;
};

/// The distance of two points on the sphere in km. Source: the haversine formula, R = 6371.0088 km (IUGG mean radius).
[[nodiscard]] double distance_km(double lat_a, double lon_a, double lat_b, double lon_b);

}  // namespace kennis
