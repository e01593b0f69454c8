/// @file
/// Coverage: whom the members of a team know, and whom only one of them knows.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "network/viewer.h"

namespace kennis {

/// Who of some persons knows whom. Both lists are by node, index 0 belongs to nobody.
struct Knowers {
  std::vector<std::uint8_t> count;  ///< how many have a direct tie with the person: 0, 1, or 2 for more
  std::vector<Node> first;          ///< one of them; where the count is 1 the only one
};

/// Counts the direct ties of `members` to everybody. A member whose ties the viewer may not use knows nobody.
/// Cost: proportional to the members' ties, and five bytes a person.
[[nodiscard]] Knowers find_knowers(const Viewer& viewer, std::span<const Node> members);

/// True for whoever coverage is about: with a profile, a possible hit, none of `members`, who are by node.
[[nodiscard]] bool is_covered(const Viewer& viewer, std::span<const Node> members, Node node);

/// How many each member alone knows, of those whom coverage is about. Cost: as find_knowers.
[[nodiscard]] std::map<Node, std::uint64_t> count_only_known(const Viewer& viewer, std::span<const Node> members);

}  // namespace kennis
