/// @file
#include "searcher/vacancy_place.h"

#include <vector>

#include <fmt/format.h>

namespace kennis {
namespace {

std::vector<std::string_view> countries_of(TextLanguage language) {
  switch (language) {
    case TextLanguage::kDutch:
      return {"BE", "NL"};
    case TextLanguage::kFrench:
      return {"FR", "BE", "LU", "CH"};
    case TextLanguage::kGerman:
      return {"DE", "AT", "CH"};
    default:
      return {};
  }
}

}  // namespace

std::optional<Place> place_meant(std::string_view name, TextLanguage language) {
  const Places& places = Places::built_in();
  std::optional<Place> meant;
  if (name.find(',') == std::string_view::npos) {
    for (const std::string_view country : countries_of(language)) {
      const std::optional<Place> place = places.find(name, country);
      if (place && (!meant || place->population > meant->population)) meant = place;
    }
  }
  return meant ? meant : places.find(name);
}

std::string near_condition(const Place& place, RemoteWork remote) {
  if (remote == RemoteWork::kFully) return {};
  return fmt::format("near:\"{}, {}\"~{}km", place.name, place.country,
                     remote == RemoteWork::kPartly ? kPartlyRemoteKm : kCommuteKm);
}

}  // namespace kennis
