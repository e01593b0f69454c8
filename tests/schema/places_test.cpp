/// @file
/// The table of places: names in several languages, the municipalities of the Low Countries, distances.
#include "schema/places.h"

#include <gmock/gmock.h>

namespace kennis {
namespace {

using testing::Contains;
using testing::HasSubstr;

std::string found(std::string_view words, std::string_view country = {}) {
  const Place* place = Places::built_in().find(words, country);
  return place == nullptr ? "" : std::string(place->name) + " " + std::string(place->country);
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

TEST(Places, MeasureDistancesOnTheSphere) {
  EXPECT_NEAR(distance_km(51.05, 3.7167, 50.8505, 4.3488), 49.6, 0.5);  // Gent to Brussels
  EXPECT_NEAR(distance_km(0, 179.9, 0, -179.9), 22.24, 0.01);           // over the date line
  EXPECT_NEAR(distance_km(90, 0, -90, 0), 20'015.1, 0.1);
  EXPECT_EQ(distance_km(12, 34, 12, 34), 0);
}

}  // namespace
}  // namespace kennis
