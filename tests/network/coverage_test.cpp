/// @file
#include "network/coverage.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "network/reach.h"
#include "tests/fixtures/seeds.h"
#include "tests/network/random_world.h"
#include "tests/network/world_files.h"

namespace kennis {
namespace {

using reference::World;

/// The present members of the viewer's teams against the roster, and whom they know against every pair's events.
TEST(Coverage, CountsTheTiesOfMembersWhoShareWithTheViewer) {
  std::size_t known = 0;
  for (const std::uint64_t seed : seeds(1, 300)) {
    const World world = random_world(seed);
    if (world.persons.empty()) continue;
    const ScratchFolder folder;
    write_generation(world, folder.path());
    const Network network(folder.path());
    const std::vector<Node> nodes = nodes_of(world);
    const std::size_t searcher = seed % nodes.size();
    const reference::LinearReach oracle(world, searcher, kToday);
    const Viewer viewer(network, nodes[searcher], kToday);
    for (const std::uint32_t team : viewer.teams()) {
      std::vector<std::size_t> members;
      for (std::size_t i = 0; i < nodes.size(); ++i) {
        const bool is_in = std::any_of(world.roster.begin(), world.roster.end(), [&](const reference::Stay& stay) {
          return stay.person == i && stay.place == team && stay.from <= kToday && (!stay.to || kToday < *stay.to);
        });
        if (is_in) members.push_back(i);
      }
      std::vector<Node> member_nodes;
      for (const std::size_t member : members) member_nodes.push_back(nodes[member]);
      std::sort(member_nodes.begin(), member_nodes.end());
      ASSERT_EQ(viewer.members_on(team, kToday), member_nodes) << "seed " << seed;
      const Knowers knowers = find_knowers(viewer, member_nodes);
      const auto only = count_only_known(viewer, member_nodes);
      std::map<Node, std::uint64_t> wanted_only;
      for (const Node member : member_nodes) wanted_only[member] = 0;
      for (std::size_t c = 0; c < nodes.size(); ++c) {
        std::vector<Node> who;
        for (const std::size_t member : members) {
          if (oracle.may_carry(member) && oracle.strength(member, c) >= 0.001) who.push_back(nodes[member]);
        }
        known += who.size();
        ASSERT_EQ(knowers.count[nodes[c]], std::min<std::size_t>(2, who.size())) << "seed " << seed;
        if (who.size() != 1) continue;
        ASSERT_EQ(knowers.first[nodes[c]], who[0]) << "seed " << seed;
        const bool is_member = std::count(members.begin(), members.end(), c) > 0;
        const reference::Person& person = world.persons[c];
        if (person.has_profile && !is_member && person.contact_policy != ContactPolicy::kDoNotContact) {
          ++wanted_only[who[0]];
        }
      }
      ASSERT_EQ(only, wanted_only) << "seed " << seed;
    }
  }
  EXPECT_GT(known, 500U);
}

/// What a preview promises is what the roster then does.
TEST(Departure, ThePreviewIsWhatADepartureGives) {
  std::size_t left = 0;
  std::size_t changed = 0;
  for (const std::uint64_t seed : seeds(1, 300)) {
    World world = random_world(seed);
    if (world.persons.size() < 2) continue;
    const std::vector<Node> nodes = nodes_of(world);
    const std::size_t searcher = seed % nodes.size();
    const std::size_t leaver = (seed / 7 + 1 + searcher) % nodes.size();
    if (leaver == searcher) continue;
    world.team_count = 1;
    std::erase_if(world.roster,
                  [&](const auto& stay) { return stay.place > 0 || stay.person == searcher || stay.person == leaver; });
    world.roster.push_back({searcher, 0, kToday - 100, std::nullopt});
    world.roster.push_back({leaver, 0, kToday - 100, std::nullopt});
    world.persons[leaver].sharing_set = kToday - 50;
    const ScratchFolder before;
    const ScratchFolder after;
    write_generation(world, before.path());
    world.roster.back().to = kToday;
    write_generation(world, after.path());
    const Network now(before.path());
    const Network then(after.path());
    const Viewer viewer(now, nodes[searcher], kToday);
    const ReachMap previewed = ReachComputer().compute(viewer.after_departure_of(nodes[leaver]));
    const ReachMap real = ReachComputer().compute(Viewer(then, nodes[searcher], kToday));
    ASSERT_EQ(previewed.nodes, real.nodes) << "seed " << seed;
    ASSERT_EQ(previewed.closeness, real.closeness) << "seed " << seed;
    ASSERT_EQ(previewed.degrees, real.degrees) << "seed " << seed;
    ++left;
    changed += ReachComputer().compute(viewer).closeness == real.closeness ? 0U : 1U;
  }
  EXPECT_GT(left, 200U);
  EXPECT_GT(changed, 20U);
}

}  // namespace
}  // namespace kennis
