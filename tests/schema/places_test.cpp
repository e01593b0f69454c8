/// @file
/// The table of places: names in several languages, the municipalities of the Low Countries, distances.
#include "schema/places.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include <gmock/gmock.h>

#include "tests/fixtures/seeds.h"

namespace kennis {
namespace {

using testing::Contains;
using testing::HasSubstr;

std::string found(std::string_view words, std::string_view country = {}) {
  const std::optional<Place> place = Places::built_in().find(words, country);
  return !place ? "" : std::string(place->name) + " " + std::string(place->country);
}

TEST(Places, AreFoundByAnyOfTheirNames) {
  for (const char* name : {"Gent", "Gand", "Ghent", "GENT", " ghent "}) EXPECT_EQ(found(name), "Gent BE") << name;
  for (const char* name : {"Luik", "Liège", "Liege", "Lüttich"}) EXPECT_EQ(found(name), "Liège BE") << name;
  for (const char* name : {"Den Haag", "The Hague", "'s-Gravenhage", "La Haye"})
    EXPECT_EQ(found(name), "The Hague NL") << name;
  for (const char* name : {"Bruxelles", "Brussel", "Brussels", "Brüssel"})
    EXPECT_EQ(found(name), "Brussels BE") << name;
  EXPECT_EQ(found("New York"), "New York City US");
  EXPECT_EQ(found("Den Bosch").substr(0, 3), "'s-");
}

TEST(Places, AreFoundAsPeopleWriteThem) {
  EXPECT_EQ(found("Ghent, Belgium"), "Gent BE");
  EXPECT_EQ(found("Gent, Oost-Vlaanderen, België"), "Gent BE");
  EXPECT_EQ(found("Gent", "BE"), "Gent BE");
  EXPECT_EQ(found("Gent", "Belgique"), "Gent BE");
  EXPECT_EQ(found("Regio Utrecht"), "Utrecht NL");
  EXPECT_EQ(found("Paris", "US").substr(6), "US");
  EXPECT_EQ(found("Paris"), "Paris FR");
  EXPECT_EQ(found("nowhere at all"), "");
  EXPECT_EQ(found(""), "");
}

TEST(Places, HaveTheMunicipalitiesOfTheLowCountries) {
  for (const char* name : {"Westland", "Hollands Kroon", "Vlieland", "Rozendaal", "Land van Cuijk", "Schiermonnikoog",
                           "Vaals", "Súdwest-Fryslân"}) {
    EXPECT_THAT(found(name, "NL"), HasSubstr("NL")) << name;
  }
  for (const char* name : {"Herstappe", "Zuienkerke", "Mesen", "Daverdisse", "Pajottegem", "Lievegem", "Eupen", "Halle",
                           "Hal", "Doornik", "Tournai"}) {
    EXPECT_THAT(found(name, "BE"), HasSubstr("BE")) << name;
  }
  for (const char* name : {"Luxembourg", "Esch-sur-Alzette", "Clervaux", "Vianden"})
    EXPECT_THAT(found(name, "LU"), HasSubstr("LU")) << name;
}

TEST(Places, ProposeNamesThatAreNearlyTheSame) {
  EXPECT_THAT(Places::built_in().like("Antwerpn", 3), Contains("Antwerpen, BE"));
  EXPECT_TRUE(Places::built_in().like("qqqqqqqqqqqq", 3).empty());
}

TEST(Places, KnowCountriesAndLanguages) {
  const Places& places = Places::built_in();
  for (const char* name : {"BE", "be", "Belgium", "België", "Belgique", "Belgien"})
    EXPECT_EQ(places.country(name), "BE") << name;
  EXPECT_EQ(places.country("UK"), "GB");
  EXPECT_EQ(places.country("Atlantis"), std::nullopt);
  for (const char* name : {"nl", "nl-BE", "Dutch", "Vlaams", "néerlandais"})
    EXPECT_EQ(places.language(name), "nl") << name;
  EXPECT_EQ(places.language("Klingon"), std::nullopt);
}

std::vector<std::string> split(const std::string& text, const std::string& between) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(between, at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + between.size();
  }
  return parts;
}

/// The columns of every row of a file of data/places.
std::vector<std::vector<std::string>> rows_of(const char* file) {
  std::ifstream in(std::filesystem::path(KENNIS_SOURCE_DIR) / "data" / "places" / file);
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) rows.push_back(split(line, "\t"));
  return rows;
}

/// The same table read from its files into maps.
struct SlowPlaces {
  struct Row {
    std::string name, country;
    double lat, lon;
    std::uint64_t population;
    std::vector<std::string> names;
  };
  SlowPlaces() {
    for (const auto& columns : rows_of("places.tsv")) {
      Row row{columns[0],  columns[1], std::stod(columns[2]), std::stod(columns[3]), std::stoull("0" + columns[4]),
              {columns[0]}};
      if (columns.size() > 5 && !columns[5].empty()) {
        for (const std::string& name : split(columns[5], "; ")) row.names.push_back(name);
      }
      for (const std::string& name : row.names) by_key[place_key(name)].insert(rows.size());
      rows.push_back(row);
    }
  }
  /// Shown, as `shown` below shows them.
  [[nodiscard]] std::vector<std::string> named(const std::string& name, const std::string& country) const {
    std::vector<std::string> all;
    const auto same = by_key.find(place_key(name));
    if (same == by_key.end()) return all;
    std::vector<std::size_t> numbers;
    for (const std::size_t number : same->second) {
      if (country.empty() || rows[number].country == country) numbers.push_back(number);
    }
    const auto weight = [&](std::size_t number) {
      return (rows[number].population + 1) * (place_key(rows[number].name) == same->first ? 10 : 1);
    };
    std::stable_sort(numbers.begin(), numbers.end(), [&](auto a, auto b) { return weight(a) > weight(b); });
    for (const std::size_t number : numbers) {
      const Row& row = rows[number];
      std::ostringstream out;
      out << row.name << ' ' << row.country << ' ' << row.lat << ' ' << row.lon << ' ' << row.population;
      for (const std::string& its : row.names) out << '|' << its;
      all.push_back(out.str());
    }
    return all;
  }
  std::vector<Row> rows;
  std::map<std::string, std::set<std::size_t>> by_key;
};

std::vector<std::string> shown(const std::vector<Place>& places) {
  std::vector<std::string> all;
  for (const Place& place : places) {
    std::ostringstream out;
    out << place.name << ' ' << place.country << ' ' << place.lat << ' ' << place.lon << ' ' << place.population;
    for (const std::string_view its : place.names()) out << '|' << its;
    all.push_back(out.str());
  }
  return all;
}

TEST(Places, AreThoseOfTheFilesByEveryName) {
  const SlowPlaces slow;
  const Places& places = Places::built_in();
  ASSERT_GT(slow.rows.size(), 20'000U);
  for (const SlowPlaces::Row& row : slow.rows) {
    for (const std::string& name : row.names) {
      ASSERT_EQ(shown(places.named(name)), slow.named(name, "")) << name;
      ASSERT_EQ(shown(places.named(name, row.country)), slow.named(name, row.country)) << name;
    }
  }
  constexpr std::uint64_t kSeed = 11;
  SCOPED_TRACE("seed 11");
  std::mt19937_64 random(seed_of(kSeed));
  for (int i = 0; i < 20'000; ++i) {
    const auto& names = slow.rows[random() % slow.rows.size()].names;
    std::string name = names[random() % names.size()];
    name[random() % name.size()] = static_cast<char>(random() % 256);
    if (random() % 2 == 0) name.resize(random() % (name.size() + 1));
    ASSERT_EQ(shown(places.named(name)), slow.named(name, "")) << name;
  }
}

TEST(Places, GiveTheCodesOfTheFilesByEveryName) {
  const Places& places = Places::built_in();
  const auto check = [](const char* file, const auto& code_of) {
    std::map<std::string, std::string> codes, names;
    for (const auto& columns : rows_of(file)) {
      codes[place_key(columns[0])] = columns[0];
      for (const std::string& name : split(columns.at(1), "; ")) names.emplace(place_key(name), columns[0]);
    }
    names.merge(std::map(codes));
    for (const auto& [key, code] : codes) names[key] = code;
    for (const auto& [key, code] : names) EXPECT_EQ(code_of(key), code) << file << ": " << key;
    EXPECT_GT(names.size(), 100U) << file;
  };
  check("countries.tsv", [&](const std::string& name) { return places.country(name); });
  check("languages.tsv", [&](const std::string& name) { return places.language(name); });
}

TEST(Places, MeasureDistancesOnTheSphere) {
  EXPECT_NEAR(distance_km(51.05, 3.7167, 50.8505, 4.3488), 49.6, 0.5);  // Gent to Brussels
  EXPECT_NEAR(distance_km(0, 179.9, 0, -179.9), 22.24, 0.01);           // over the date line
  EXPECT_NEAR(distance_km(90, 0, -90, 0), 20'015.1, 0.1);
  EXPECT_EQ(distance_km(12, 34, 12, 34), 0);
}

}  // namespace
}  // namespace kennis
