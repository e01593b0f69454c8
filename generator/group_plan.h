/// @file
/// Which groups there are, and who is in them.
#pragma once

#include <string>
#include <vector>

#include "generator/people.h"
#include "schema/records.h"

namespace kennis {

struct GroupPlan {
  std::string id;
  std::string name;
  std::string description;
  GroupKind kind = GroupKind::kOpen;
  Tongue tongue = Tongue::kEnglish;
  std::uint32_t community = 0;  ///< where most members come from
  std::string_view topic;       ///< a skill of the field
  Seconds founded = 0;
  std::vector<Slot> members;  ///< different persons; the first one moderates
};

/// One group for about fifty persons; none among fewer than three.
[[nodiscard]] std::uint32_t group_count(const People& people);

/// Needs: index < group_count(people). Cost: O(members), of which there are 3 to some hundreds.
[[nodiscard]] GroupPlan plan_group(const People& people, std::uint32_t index);

}  // namespace kennis
