/// @file
/// Groups with their members, and teams, as lines of three files.
#pragma once

#include "generator/group_plan.h"
#include "generator/json_line.h"
#include "generator/people.h"

namespace kennis {

/// One line of groups.ndjson.
void write_group(const GroupPlan& group, JsonLine& line, OutputFile& file);

/// One line of memberships.ndjson for each member; one in twelve has left again.
void write_memberships(const People& people, const GroupPlan& group, JsonLine& line, OutputFile& file);

/// The person's line of teams.ndjson, if there is one.
void write_team_place(const People& people, Slot slot, JsonLine& line, OutputFile& file);

}  // namespace kennis
