/// @file
/// Drawing rosters.
#include "generator/team_plan.h"

#include <fmt/format.h>

namespace kennis {
namespace {

constexpr std::uint32_t kTeamSize = 8;

}  // namespace

std::optional<TeamPlace> team_place_of(const People& people, const Person& person) {
  const Community& community = people.community_of(person);
  if (community.field != 0) {
    return std::nullopt;
  }
  Random random(people.seed(), Stream::kTeam, person.slot);
  const std::uint32_t offset = person.slot - community.first;
  const Days today = static_cast<Days>(people.as_of() / kSecondsPerDay);
  TeamPlace place;
  place.team = fmt::format("team-{}-{}", person.community, offset / kTeamSize);
  place.role = offset % kTeamSize == 0 ? "lead" : random.percent(25) ? "sourcer" : "recruiter";
  place.from = today - static_cast<Days>(1000 + random.below(1400));
  if (random.percent(22)) {
    place.to = today - static_cast<Days>(30 + random.below(800));
    place.alumnus = random.percent(35);
  }
  return place;
}

}  // namespace kennis
