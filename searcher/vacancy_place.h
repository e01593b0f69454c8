/// @file
/// Where the work of a vacancy is done, as a condition of a query.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schema/places.h"
#include "schema/text.h"

namespace kennis {

/// How much of the work may be done from anywhere.
enum class RemoteWork : std::uint8_t { kNone, kPartly, kFully };

/// How far people come, in km. Source: our choice. In the Low Countries half of all people work within 15 km of their homes and nine of ten within
/// 50; whoever need not come every day comes from farther.
inline constexpr int kCommuteKm = 40;
inline constexpr int kPartlyRemoteKm = 80;

/// The place that a job text means by a name, also one with its country or what surrounds it (`Halle, DE`, `regio Gent`). Of several places of a name one where
/// the text's language is spoken, if there is one. None if no place has that name.
[[nodiscard]] std::optional<Place> place_meant(std::string_view name, TextLanguage language);

/// The words with which a text begins, three at most, that are a known place: `Köln` of `Köln suchen wir`. Empty if there are none.
[[nodiscard]] std::string_view place_at_begin(std::string_view text, TextLanguage language);

/// True if a text is a place and nothing else: a name, or one with a country or another place behind it.
[[nodiscard]] bool is_place_alone(std::string_view text, TextLanguage language);

/// `near:"Gent, BE"~40km`; empty where the work is done from anywhere.
[[nodiscard]] std::string near_condition(const Place& place, RemoteWork remote);

}  // namespace kennis
