/// @file
/// Lines of groups, memberships and rosters.
#include "generator/group_writer.h"

#include <optional>

#include "generator/team_plan.h"

namespace kennis {

void write_group(const GroupPlan& group, JsonLine& line, OutputFile& file) {
  line.begin();
  line.text("id", group.id);
  line.text("name", group.name);
  line.text("description", group.description);
  line.text("kind", name_of(group.kind));
  line.open_array("topics");
  line.element(group.topic);
  line.close_array();
  line.instant("updated_at", group.founded);
  line.end(file);
}

void write_memberships(const People& people, const GroupPlan& group, JsonLine& line, OutputFile& file) {
  const Days today = static_cast<Days>(people.as_of() / kSecondsPerDay);
  const Days founded = static_cast<Days>(group.founded / kSecondsPerDay);
  Random random(people.seed(), Stream::kGroup, (std::uint64_t{1} << 40U) | group.members.front());
  for (const Slot member : group.members) {
    const bool moderator = member == group.members.front();
    const Days from = moderator ? founded : founded + static_cast<Days>(random.below(50));
    line.begin();
    line.text("group", group.id);
    line.text("person", people.reference_to(member, random));
    if (moderator) {
      line.text("role", "moderator");
    }
    line.date("from", from);
    if (!moderator && random.percent(8)) {
      line.date("to", from + static_cast<Days>(random.below(static_cast<std::uint32_t>(today - from))));
    }
    line.end(file);
  }
}

void write_team_place(const People& people, Slot slot, JsonLine& line, OutputFile& file) {
  const std::optional<TeamPlace> place = team_place_of(people, people.at(slot));
  if (!place) {
    return;
  }
  line.begin();
  line.text("team", place->team);
  line.text("person", people.id_of(slot));
  line.text("role", place->role);
  line.date("from", place->from);
  if (place->to != 0) {
    line.date("to", place->to);
  }
  line.end(file);
}

}  // namespace kennis
