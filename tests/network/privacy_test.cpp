/// @file
/// What a viewer may not use or know of is as if it were not there: everything that is told, over random worlds.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

#include "network/introductions.h"
#include "network/reach.h"
#include "network/viewer.h"
#include "schema/fields.h"
#include "tests/fixtures/seeds.h"
#include "tests/network/random_world.h"
#include "tests/network/world_files.h"

namespace kennis {
namespace {

using reference::World;

/// All that a viewer gets, by ids: nothing in it depends on how persons are numbered.
using Told = std::map<std::string, std::tuple<double, int, std::int64_t, std::size_t, bool>>;
using ToldPaths = std::multiset<std::tuple<std::vector<std::string>, std::vector<double>, double, bool>>;

struct Everything {
  Told persons;
  ToldPaths paths;
  std::vector<std::string> order;
  std::multiset<std::tuple<std::string, std::string, int, std::uint64_t, std::uint64_t, Seconds>> behind;
  friend bool operator==(const Everything&, const Everything&) = default;
};

Everything everything_told(const Network& network, const std::string& searcher, Days today) {
  Everything all;
  const People& people = network.people();
  const Viewer viewer(network, people.find(searcher), today);
  const ReachMap reach = ReachComputer().compute(viewer);
  const IntroductionFinder finder(viewer);
  for (Node node = 1; node <= people.node_max(); ++node) {
    const auto entry = reach.of(node);
    const Introductions found = finder.find(node, 1000);
    if (entry.degree == 0 && found.paths.empty() && !viewer.may_see(node)) continue;
    const std::string id(people.id(node));
    all.persons[id] = {entry.closeness, entry.degree, found.log_sum, found.counted_total, viewer.may_see(node)};
    for (const Path& path : found.paths) {
      std::vector<std::string> ids;
      for (const Node person : path.persons) ids.emplace_back(people.id(person));
      all.order.insert(all.order.end(), ids.begin(), ids.end());
      for (std::size_t i = 0; i + 1 < path.persons.size(); ++i) {
        for (const ChannelCounts& count : viewer.counts(path.persons[i], path.persons[i + 1])) {
          all.behind.insert({ids[i], ids[i + 1], static_cast<int>(count.channel), count.forward, count.backward,
                             last_contact(count)});
        }
      }
      all.paths.insert({std::move(ids), path.strengths, path.chance, path.counts});
    }
  }
  return all;
}

/// The world as it would be without the groups of which `searcher` is no member: their events, memberships, and those met only there.
World without_other_groups(const World& world, std::size_t searcher, Days today) {
  World rest = world;
  const auto is_other = [&](std::size_t group) {
    if (world.groups[group].kind == GroupKind::kOpen) return false;
    return std::none_of(world.memberships.begin(), world.memberships.end(), [&](const reference::Stay& stay) {
      return stay.person == searcher && stay.place == group && stay.from <= today && (!stay.to || today < *stay.to);
    });
  };
  std::erase_if(rest.events, [&](const auto& event) { return event.group && is_other(*event.group); });
  std::erase_if(rest.memberships, [&](const auto& stay) { return is_other(stay.place); });
  return rest;
}

TEST(Privacy, NothingIsToldOfGroupsThatOneIsNotIn) {
  std::size_t removed = 0;
  for (const std::uint64_t seed : seeds(1, 300)) {
    const World world = random_world(seed);
    if (world.persons.empty()) continue;
    const ScratchFolder with;
    const ScratchFolder without;
    write_generation(world, with.path());
    const std::size_t searcher = seed % world.persons.size();
    const World rest = without_other_groups(world, searcher, kToday);
    removed += world.events.size() - rest.events.size();
    write_generation(rest, without.path());
    const std::string& id = world.persons[searcher].id;
    ASSERT_EQ(everything_told(Network(with.path()), id, kToday), everything_told(Network(without.path()), id, kToday))
        << "seed " << seed;
  }
  EXPECT_GT(removed, 1000U);
}

TEST(Privacy, NothingIsToldOfGroupsThatOneIsNotInThroughTheIndexer) {
  for (const std::uint64_t seed : seeds(2001, 2030)) {
    const World world = random_world(seed);
    if (world.persons.empty() || !world.persons[0].has_profile) continue;
    const ScratchFolder with;
    const ScratchFolder without;
    World rest = without_other_groups(world, 0, kToday);
    rest.groups = world.groups;
    const Network all(index_world(world, with.path()));
    const Network less(index_world(rest, without.path()));
    const std::string& id = world.persons[0].id;
    ASSERT_EQ(everything_told(all, id, kToday), everything_told(less, id, kToday)) << "seed " << seed;
  }
}

TEST(Privacy, TiesBetweenTwoWhoDoNotShareWithTheSearcherChangeNothing) {
  std::size_t removed = 0;
  for (const std::uint64_t seed : seeds(1, 300)) {
    const World world = random_world(seed);
    if (world.persons.empty()) continue;
    const ScratchFolder with;
    const ScratchFolder without;
    write_generation(world, with.path());
    const Network network(with.path());
    const std::size_t searcher = seed % world.persons.size();
    const Viewer viewer(network, nodes_of(world)[searcher], kToday);
    write_generation(world, without.path(), [&](Node a, Node b) {
      const bool usable = viewer.may_carry(a) || viewer.may_carry(b);
      removed += usable ? 0 : 1;
      return usable;
    });
    const std::string& id = world.persons[searcher].id;
    ASSERT_EQ(everything_told(network, id, kToday), everything_told(Network(without.path()), id, kToday))
        << "seed " << seed;
  }
  EXPECT_GT(removed, 1000U);
}

/// The graph with no arc that goes out from a person who may not carry the viewer. κ is what it was: it is over all public ties.
void write_usable_arcs(const std::filesystem::path& from, const Viewer& viewer, const std::filesystem::path& to) {
  const ArrayFile whole(from);
  const auto offsets = whole.section<std::uint64_t>("offsets");
  const auto arcs = whole.section<Arc>("arcs");
  std::vector<std::uint64_t> usable_offsets = {0};
  std::vector<Arc> usable;
  for (std::size_t node = 0; node + 1 < offsets.size(); ++node) {
    if (node != kNoPerson && viewer.may_carry(static_cast<Node>(node))) {
      usable.insert(usable.end(), arcs.begin() + static_cast<std::ptrdiff_t>(offsets[node]),
                    arcs.begin() + static_cast<std::ptrdiff_t>(offsets[node + 1]));
    }
    usable_offsets.push_back(usable.size());
  }
  const auto attention = whole.section<double>("attention");
  ArrayFileWriter writer;
  writer.add("offsets", usable_offsets);
  writer.add("arcs", usable);
  writer.add("attention", attention);
  writer.add("as_of", whole.section<Seconds>("as_of"));
  writer.write(to);
}

TEST(Privacy, ArcsOverThoseWhoDoNotShareWithTheSearcherChangeNoReach) {
  for (const std::uint64_t seed : seeds(1, 300)) {
    const World world = random_world(seed);
    if (world.persons.empty()) continue;
    const ScratchFolder with;
    const ScratchFolder without;
    write_generation(world, with.path());
    write_generation(world, without.path());
    const Network network(with.path());
    const Node searcher = nodes_of(world)[seed % world.persons.size()];
    const Viewer viewer(network, searcher, kToday);
    write_usable_arcs(with.path() / file::kGraph, viewer, without.path() / file::kGraph);
    const Network pruned(without.path());
    const ReachMap all = ReachComputer().compute(viewer);
    const ReachMap less = ReachComputer().compute(Viewer(pruned, searcher, kToday));
    ASSERT_EQ(all.nodes, less.nodes) << "seed " << seed;
    ASSERT_EQ(all.closeness, less.closeness) << "seed " << seed;
    ASSERT_EQ(all.degrees, less.degrees) << "seed " << seed;
  }
}

TEST(Privacy, NobodyIsNamedOnAPathWhoDoesNotShareOrMayNotBeSeen) {
  std::size_t named = 0;
  for (const std::uint64_t seed : seeds(1, 300)) {
    const World world = random_world(seed);
    if (world.persons.empty()) continue;
    const ScratchFolder folder;
    write_generation(world, folder.path());
    const Network network(folder.path());
    const std::vector<Node> nodes = nodes_of(world);
    const std::size_t searcher = seed % nodes.size();
    const reference::LinearReach oracle(world, searcher, kToday);
    std::map<Node, std::size_t> index_of;
    for (std::size_t i = 0; i < nodes.size(); ++i) index_of[nodes[i]] = i;
    const Viewer viewer(network, nodes[searcher], kToday);
    const IntroductionFinder finder(viewer);
    for (const Node candidate : nodes) {
      for (const Path& path : finder.find(candidate, 1000).paths) {
        for (std::size_t i = 1; i + 1 < path.persons.size(); ++i) {
          ASSERT_TRUE(oracle.may_carry(index_of[path.persons[i]])) << "seed " << seed;
          ASSERT_TRUE(viewer.may_see(path.persons[i])) << "seed " << seed;
          ++named;
        }
      }
    }
  }
  EXPECT_GT(named, 1000U);
}

}  // namespace
}  // namespace kennis
