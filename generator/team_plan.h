/// @file
/// Who is, or was, on the roster of which recruitment team.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "generator/people.h"

namespace kennis {

struct TeamPlace {
  std::string team;
  std::string_view role;
  Days from = 0;
  Days to = 0;           ///< 0: still there; else the person left before the world's as-of day
  bool alumnus = false;  ///< left, and chose afterwards to go on sharing with everyone
};

/// People of the first field stand in teams of up to eight; nothing for everybody else.
[[nodiscard]] std::optional<TeamPlace> team_place_of(const People& people, const Person& person);

}  // namespace kennis
