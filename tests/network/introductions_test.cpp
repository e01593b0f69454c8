/// @file
/// What a page of hits shows of the paths to a candidate. That the paths are the right ones: reach_test.cpp.
#include "network/introductions.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tests/fixtures/seeds.h"
#include "tests/network/random_world.h"
#include "tests/network/world_files.h"

namespace kennis {
namespace {

using reference::World;

constexpr std::size_t kAllPaths = 100'000;

TEST(Introductions, ShowingFewerPathsChangesNoSum) {
  for (const std::uint64_t seed : seeds(1, 100)) {
    const World world = random_world(seed);
    if (world.persons.empty()) continue;
    const ScratchFolder folder;
    write_generation(world, folder.path());
    const Network network(folder.path());
    const Viewer viewer(network, static_cast<Node>(seed % world.persons.size() + 1), kToday);
    const IntroductionFinder finder(viewer);
    for (Node node = 1; node <= network.people().node_max(); ++node) {
      const Introductions all = finder.find(node, kAllPaths);
      for (const std::size_t path_max : {0U, 1U, 2U, 5U}) {
        const Introductions few = finder.find(node, path_max);
        ASSERT_EQ(few.log_sum, all.log_sum) << "seed " << seed;
        ASSERT_EQ(few.counted_total, all.counted_total);
        ASSERT_EQ(few.paths.size(), std::min(path_max, all.paths.size()));
        for (std::size_t i = 0; i < few.paths.size(); ++i) ASSERT_EQ(few.paths[i].persons, all.paths[i].persons);
      }
    }
  }
}

/// me - a, b - c, where a and b are equally good.
World two_equal_ways() {
  World world{{}, {}, 0, {}, {}, {}, Seconds{kToday} * kSecondsPerDay};
  for (const char* id : {"me", "b", "a", "c"}) {
    world.persons.push_back({id, true, Sharing::kContacts, {}, ContactPolicy::kOpen});
  }
  for (const std::size_t middle : {1U, 2U}) {
    for (const std::size_t end : {0U, 3U}) {
      world.events.push_back({middle, {end}, world.as_of, Channel::kCall, {}});
    }
  }
  return world;
}

TEST(Introductions, EquallyGoodPathsStandInTheOrderOfPersons) {
  const World world = two_equal_ways();
  const ScratchFolder folder;
  write_generation(world, folder.path());
  const Network network(folder.path());
  const std::vector<Node> nodes = nodes_of(world);
  const Viewer viewer(network, nodes[0], kToday);
  const Introductions found = IntroductionFinder(viewer).find(nodes[3], 10);
  ASSERT_EQ(found.paths.size(), 2U);
  EXPECT_EQ(found.paths[0].chance, found.paths[1].chance);
  EXPECT_EQ(network.people().id(found.paths[0].persons[1]), "a");
  EXPECT_EQ(network.people().id(found.paths[1].persons[1]), "b");
}

TEST(Introductions, OfOneselfAndOfNobodyThereAreNone) {
  const World world = two_equal_ways();
  const ScratchFolder folder;
  write_generation(world, folder.path());
  const Network network(folder.path());
  const Viewer viewer(network, nodes_of(world)[0], kToday);
  EXPECT_TRUE(IntroductionFinder(viewer).find(viewer.searcher(), 10).paths.empty());
  EXPECT_TRUE(IntroductionFinder(viewer).find(kNoPerson, 10).paths.empty());
}

/// Checks every path that `viewer` is given; returns how many of them are alternatives.
std::size_t check_paths(const Viewer& viewer) {
  std::size_t alternatives = 0;
  const IntroductionFinder finder(viewer);
  for (Node node = 1; node <= viewer.people().node_max(); ++node) {
    const Introductions found = finder.find(node, kAllPaths);
    std::set<std::pair<std::vector<Node>, ContextIndex>> distinct;
    std::map<Node, double> best_over_two;  // by the second
    for (const Path& path : found.paths) {
      if (path.persons.size() != 4) continue;
      double& best = best_over_two[path.persons[2]];
      best = std::max(best, path.chance);
    }
    std::size_t counted_over_two = 0;
    for (std::size_t i = 0; i < found.paths.size(); ++i) {
      const Path& path = found.paths[i];
      if (path.persons.size() < 4) {
        EXPECT_EQ(path.counts, best_over_two.empty() || path.context);
      } else if (path.counts) {
        EXPECT_EQ(path.chance, best_over_two.at(path.persons[2]));
        EXPECT_LE(++counted_over_two, best_over_two.size());
      }
      EXPECT_EQ(path.persons.front(), viewer.searcher());
      EXPECT_EQ(path.persons.back(), node);
      EXPECT_EQ(std::set<Node>(path.persons.begin(), path.persons.end()).size(), path.persons.size()) << "a loop";
      const ContextIndex over = path.context ? path.context->context + 1 : 0;
      EXPECT_TRUE(distinct.insert({path.persons, over}).second) << "the same path twice";
      alternatives += path.counts ? 0 : 1;
    }
  }
  return alternatives;
}

TEST(Introductions, OverTwoPersonsOnlyTheBestCountsAndTheOthersAreAlternatives) {
  std::size_t alternatives = 0;
  for (const std::uint64_t seed : seeds(1, 200)) {
    if (HasFailure()) break;
    SCOPED_TRACE("seed " + std::to_string(seed));
    const World world = random_world(seed);
    const ScratchFolder folder;
    write_generation(world, folder.path());
    const Network network(folder.path());
    for (Node node = 1; node <= network.people().node_max(); ++node) {
      alternatives += check_paths(Viewer(network, node, kToday));
    }
  }
  EXPECT_GT(alternatives, 200U);
}

TEST(Introductions, PathsWithIntroducersOfTheirOwnComeFirst) {
  std::size_t moved = 0;
  for (const std::uint64_t seed : seeds(1, 300)) {
    const reference::World world = random_world(seed);
    if (world.persons.empty()) continue;
    const ScratchFolder folder;
    write_generation(world, folder.path());
    const Network network(folder.path());
    const std::vector<Node> nodes = nodes_of(world);
    const Viewer viewer(network, nodes[0], kToday);
    const IntroductionFinder finder(viewer);
    for (const Node candidate : nodes) {
      std::set<Node> named;
      bool behind = false;
      for (const Path& path : finder.find(candidate, 1000).paths) {
        bool is_new = true;
        for (std::size_t i = 1; i + 1 < path.persons.size(); ++i) is_new = is_new && !named.contains(path.persons[i]);
        ASSERT_FALSE(behind && is_new) << "seed " << seed;
        behind = behind || !is_new;
        moved += is_new ? 0U : 1U;
        named.insert(path.persons.begin() + 1, path.persons.end() - 1);
      }
    }
  }
  EXPECT_GT(moved, 20U);
}

}  // namespace
}  // namespace kennis
