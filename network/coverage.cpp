/// @file
#include "network/coverage.h"

#include <algorithm>

namespace kennis {

Knowers find_knowers(const Viewer& viewer, std::span<const Node> members) {
  const std::size_t size = std::size_t{viewer.people().node_max()} + 1;
  Knowers knowers{std::vector<std::uint8_t>(size, 0), std::vector<Node>(size, kNoPerson)};
  for (const Node member : members) {
    if (!viewer.may_carry(member)) continue;
    for (const Arc& arc : viewer.arcs(member)) {
      if (arc.strength() < kTieMin) break;
      std::uint8_t& count = knowers.count[arc.to];
      if (count == 0) knowers.first[arc.to] = member;
      count = std::min<std::uint8_t>(2, static_cast<std::uint8_t>(count + 1));
    }
  }
  return knowers;
}

bool is_covered(const Viewer& viewer, std::span<const Node> members, Node node) {
  return viewer.people().has_profile(node) &&
         viewer.people().rights(node).contact_policy != ContactPolicy::kDoNotContact &&
         !std::binary_search(members.begin(), members.end(), node);
}

std::map<Node, std::uint64_t> count_only_known(const Viewer& viewer, std::span<const Node> members) {
  const Knowers knowers = find_knowers(viewer, members);
  std::map<Node, std::uint64_t> counts;
  for (const Node member : members) counts[member] = 0;
  for (Node node = 1; node <= viewer.people().node_max(); ++node) {
    if (knowers.count[node] == 1 && is_covered(viewer, members, node)) ++counts[knowers.first[node]];
  }
  return counts;
}

}  // namespace kennis
