/// @file
#include "network/dormant_ties.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "tests/fixtures/seeds.h"
#include "tests/network/random_world.h"
#include "tests/network/world_files.h"

namespace kennis {
namespace {

using reference::World;

/// The same world had everything in it happened just now: what its ties would be without silence.
World without_silence(World world) {
  for (reference::Event& event : world.events) event.at = world.as_of;
  return world;
}

/// A random world of old friends: everything happened eight times, and of every other person a year earlier.
World old_friends(std::uint64_t seed) {
  World world = random_world(seed);
  std::vector<reference::Event> events;
  for (reference::Event event : world.events) {
    if (event.from % 2 == 0) event.at -= 365 * kSecondsPerDay;
    events.insert(events.end(), 8, event);
  }
  world.events = std::move(events);
  return world;
}

bool may_see(const World& world, const reference::LinearReach& oracle, std::size_t person) {
  const reference::Person& seen = world.persons[person];
  return seen.contact_policy != ContactPolicy::kDoNotContact && (seen.has_profile || oracle.is_direct(person));
}

TEST(DormantTies, AreTheStrongOnesOfWhichAnEighthOfTheEvidenceOrLessIsLeft) {
  std::size_t dormant = 0;
  for (const std::uint64_t seed : seeds(1, 300)) {
    const World world = old_friends(seed);
    if (world.persons.empty()) continue;
    const ScratchFolder folder;
    write_generation(world, folder.path());
    const Network network(folder.path());
    const std::vector<Node> nodes = nodes_of(world);
    const std::size_t searcher = seed % nodes.size();
    const Viewer viewer(network, nodes[searcher], kToday);
    const auto found = find_dormant_ties(viewer);
    const reference::LinearReach now(world, searcher, kToday);
    const reference::LinearReach awake(without_silence(world), searcher, kToday);
    std::size_t wanted = 0;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const double strength = now.strength(searcher, i);
      const double without = awake.strength(searcher, i);
      const bool is_dormant = i != searcher && may_see(world, now, i) && without >= kStrongTieMin &&
                              std::log(1 - strength) >= kFadedShareMax * std::log(1 - without);
      const auto tie =
          std::find_if(found.begin(), found.end(), [&](const auto& one) { return one.person == nodes[i]; });
      ASSERT_EQ(tie != found.end(), is_dormant) << "seed " << seed << " person " << i;
      if (!is_dormant) continue;
      ++wanted;
      ASSERT_NEAR(tie->strength, strength, 1e-9) << "seed " << seed;
      ASSERT_NEAR(tie->awake, without, 1e-9) << "seed " << seed;
    }
    ASSERT_EQ(found.size(), wanted);
    ASSERT_TRUE(std::is_sorted(found.begin(), found.end(), [](const auto& a, const auto& b) {
      return a.awake - a.strength > b.awake - b.strength;
    }));
    dormant += wanted;
  }
  EXPECT_GT(dormant, 50U);
}

}  // namespace
}  // namespace kennis
