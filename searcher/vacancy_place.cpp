/// @file
#include "searcher/vacancy_place.h"

#include <algorithm>
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

std::string_view place_at_begin(std::string_view text, TextLanguage language) {
  constexpr std::size_t kPlaceWordsMax = 3;
  std::string_view longest;
  std::size_t end = 0;
  for (std::size_t count = 0; count < kPlaceWordsMax && end < text.size(); ++count) {
    end = std::min(text.find_first_of(" ,.;:!?/()", end + 1), text.size());
    const std::string_view name = text.substr(0, end);
    if (place_meant(name, language)) longest = name;
    if (end < text.size() && text[end] != ' ') break;
  }
  return longest;
}

bool is_place_alone(std::string_view text, TextLanguage language) {
  const std::size_t comma = text.rfind(',');
  if (comma == std::string_view::npos) return place_meant(text, language).has_value();
  const std::string_view behind = text.substr(comma + 1);
  return place_meant(text, language) && (Places::built_in().country(behind) || place_meant(behind, language));
}

std::string near_condition(const Place& place, RemoteWork remote) {
  if (remote == RemoteWork::kFully) return {};
  return fmt::format("near:\"{}, {}\"~{}km", place.name, place.country,
                     remote == RemoteWork::kPartly ? kPartlyRemoteKm : kCommuteKm);
}

}  // namespace kennis
