/// @file
/// Reach and introductions against the slow reference on random worlds, and at the edges of their thresholds.
#include "network/reach.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "network/graph_writer.h"
#include "network/introductions.h"
#include "network/ties_writer.h"
#include "schema/fields.h"
#include "tests/fixtures/seeds.h"
#include "tests/network/random_world.h"
#include "tests/network/world_files.h"

namespace kennis {
namespace {

using reference::LinearReach;
using reference::World;

constexpr double kTolerance = 1e-9;
constexpr std::size_t kAllPaths = 100'000;

/// What happened in the worlds compared: a comparison of nothing proves nothing.
struct Seen {
  std::size_t viewers = 0;
  std::size_t by_degree[4] = {0, 0, 0, 0};
  std::size_t refused_carriers = 0;
  std::size_t near_threshold = 0;
};

void compare_paths(const reference::Answer& expected, const Introductions& found, const std::vector<Node>& nodes,
                   const Viewer& viewer) {
  ASSERT_EQ(found.paths.size(), expected.ways.size());
  for (const reference::Way& way : expected.ways) {
    std::vector<Node> persons;
    for (const std::size_t person : way.persons) persons.push_back(nodes[person]);
    const auto same = std::find_if(found.paths.begin(), found.paths.end(), [&](const Path& path) {
      return path.persons == persons && way.context == (path.context ? viewer.context_name(path.context->context) : "");
    });
    ASSERT_NE(same, found.paths.end());
    EXPECT_NEAR(same->chance, way.chance, kTolerance);
    EXPECT_EQ(same->counts, way.counts);
  }
}

/// Those that name nobody whom an earlier one names come first; both parts are by falling chance.
void check_order(const std::vector<Path>& paths) {
  std::set<Node> named;
  const Path* before = nullptr;
  bool behind = false;
  for (const Path& path : paths) {
    const bool is_new = std::none_of(path.persons.begin() + 1, path.persons.end() - 1,
                                     [&](Node person) { return named.contains(person); });
    EXPECT_FALSE(behind && is_new);
    if (before != nullptr && behind == !is_new) {
      EXPECT_LE(path.chance, before->chance);
    }
    behind = !is_new;
    before = &path;
    named.insert(path.persons.begin() + 1, path.persons.end() - 1);
  }
}

/// Paths are in order, chances are the products of what is shown, and the parts of those that count are the sum.
void check_sums(const Introductions& found, const Viewer& viewer, const ReachMap::Entry& reached) {
  check_order(found.paths);
  std::int64_t sum = 0;
  std::size_t counted = 0;
  for (const Path& path : found.paths) {
    ASSERT_EQ(path.strengths.size() + 1, path.persons.size());
    double product = 1;
    for (const double strength : path.strengths) product *= strength;
    for (const double share : shares_of(path, viewer)) product *= share;
    for (std::size_t p = 1; p + 1 < path.persons.size(); ++p) {
      EXPECT_TRUE(viewer.may_carry(path.persons[p])) << "named as introducer without sharing";
      product *= viewer.attention(path.persons[p]);
    }
    EXPECT_NEAR(path.chance, product, kTolerance);
    if (!path.counts) continue;
    sum += log_sum_of(path.chance);
    ++counted;
  }
  EXPECT_EQ(found.log_sum, sum);
  EXPECT_EQ(found.counted_total, counted);
  EXPECT_EQ(reached.degree == 0 ? 0.0 : closeness_of(found.log_sum), reached.closeness);
  double parts = 0;
  for (const Path& path : found.paths) {
    if (path.counts)
      parts += reached.closeness * std::log1p(-path.chance) * -17592186044416.0 / static_cast<double>(sum);
  }
  EXPECT_NEAR(parts, reached.closeness, kTolerance);
}

void compare_for(const World& world, const Network& network, const std::vector<Node>& nodes, std::size_t searcher,
                 Days today, Seen& seen) {
  const LinearReach oracle(world, searcher, today);
  const Viewer viewer(network, nodes[searcher], today);
  const ReachMap map = ReachComputer().compute(viewer);
  const IntroductionFinder finder(viewer);
  ++seen.viewers;
  std::size_t reached_total = 0;
  for (std::size_t person = 0; person < nodes.size(); ++person) {
    if (nodes[person] == kNoPerson) continue;  // nobody spoke of a stranger
    SCOPED_TRACE("towards " + world.persons[person].id);
    EXPECT_EQ(viewer.may_carry(nodes[person]), oracle.may_carry(person));
    EXPECT_EQ(viewer.is_direct(nodes[person]), oracle.is_direct(person));
    EXPECT_NEAR(viewer.attention(nodes[person]), oracle.attention(person), kTolerance);
    if (oracle.is_direct(person) && !oracle.may_carry(person)) ++seen.refused_carriers;
    const reference::Answer expected = oracle.reach(person);
    const ReachMap::Entry reached = map.of(nodes[person]);
    EXPECT_EQ(reached.degree, expected.degree);
    EXPECT_NEAR(reached.closeness, expected.closeness, kTolerance);
    const Introductions found = finder.find(nodes[person], kAllPaths);
    compare_paths(expected, found, nodes, viewer);
    check_sums(found, viewer, reached);
    ++seen.by_degree[expected.degree];
    if (expected.degree > 0) ++reached_total;
    for (const reference::Way& way : expected.ways) seen.near_threshold += way.chance < 0.0006 ? 1 : 0;
  }
  EXPECT_EQ(map.nodes.size(), reached_total);
  EXPECT_TRUE(std::is_sorted(map.nodes.begin(), map.nodes.end()));
}

std::size_t pick_searcher(const World& world, Dice& dice) { return dice.roll(world.persons.size()); }

TEST(Reach, IsWhatTryingEveryPathGivesOnHundredsOfWorlds) {
  Seen seen;
  for (const std::uint64_t seed : seeds(1, 400)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const World world = random_world(seed);
    const ScratchFolder folder;
    write_generation(world, folder.path());
    const Network network(folder.path());
    const std::vector<Node> nodes = nodes_of(world);
    Dice dice(seed);
    for (int i = 0; i < 3 && !nodes.empty(); ++i) {
      const Days today = kToday - 1 + static_cast<Days>(dice.roll(3));
      compare_for(world, network, nodes, pick_searcher(world, dice), today, seen);
    }
    if (HasFailure()) return;
  }
  EXPECT_GT(seen.viewers, 1000U);
  for (const std::size_t count : seen.by_degree) EXPECT_GT(count, 200U);
  EXPECT_GT(seen.refused_carriers, 500U);
  EXPECT_GT(seen.near_threshold, 20U);
}

TEST(Reach, IsTheSameThroughTheIndexer) {
  Seen seen;
  for (const std::uint64_t seed : seeds(1001, 1040)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const World world = random_world(seed);
    if (world.persons.empty()) continue;
    const ScratchFolder folder;
    const Network network(index_world(world, folder.path(), 1 + seed % 3));
    std::vector<Node> nodes;
    for (const reference::Person& person : world.persons) nodes.push_back(network.people().find(person.id));
    Dice dice(seed);
    for (int i = 0; i < 3; ++i) {
      const std::size_t searcher = pick_searcher(world, dice);
      if (nodes[searcher] != kNoPerson) compare_for(world, network, nodes, searcher, kToday, seen);
    }
    if (HasFailure()) return;
  }
  EXPECT_GT(seen.viewers, 60U);
  for (const std::size_t count : seen.by_degree) EXPECT_GT(count, 20U);
}

TEST(Reach, OneComputerServesViewersOfDifferentWorlds) {
  ReachComputer shared;
  for (const std::uint64_t seed : seeds(1, 60)) {
    const World world = random_world(seed % 20 + 1);
    if (world.persons.empty()) continue;
    const ScratchFolder folder;
    write_generation(world, folder.path());
    const Network network(folder.path());
    const Viewer viewer(network, static_cast<Node>(seed % world.persons.size() + 1), kToday);
    const ReachMap again = shared.compute(viewer);
    const ReachMap fresh = ReachComputer().compute(viewer);
    ASSERT_EQ(again.nodes, fresh.nodes) << seed;
    ASSERT_EQ(again.closeness, fresh.closeness) << seed;
    ASSERT_EQ(again.degrees, fresh.degrees) << seed;
  }
}

/// A graph of persons 1…n that share with everyone, with ties of given strengths.
class Chain {
 public:
  Chain(Node persons, const std::vector<PairStrength>& pairs) {
    PeopleColumns people;
    for (Node node = 1; node <= persons; ++node) {
      people.add("p" + std::to_string(node), {Sharing::kEveryone, ContactPolicy::kOpen, false}, kNeverSet);
    }
    people.profile_count = persons;
    write_people(folder_.path() / file::kPeople, people);
    write_identifiers(folder_.path() / file::kIdentifiers, {});
    write_graph(folder_.path() / file::kGraph, pairs, persons);
    write_ties(folder_.path() / file::kTies, TiesPart(0));
    write_rosters(folder_.path() / file::kRosters, {});
    network_.emplace(folder_.path());
    viewer_.emplace(*network_, 1, kToday);
  }
  [[nodiscard]] ReachMap reach() const { return ReachComputer().compute(*viewer_); }
  [[nodiscard]] Introductions to(Node node, std::size_t path_max = 10) const {
    return IntroductionFinder(*viewer_).find(node, path_max);
  }
  [[nodiscard]] const Viewer& viewer() const { return *viewer_; }

 private:
  ScratchFolder folder_;
  std::optional<Network> network_;
  std::optional<Viewer> viewer_;
};

constexpr Strength strength_of(double value) { return static_cast<Strength>(value * (1U << kStrengthBits)); }
constexpr Strength kLeastThatCounts = strength_of(0.001) + 1;

TEST(Reach, ATieOfExactlyTheLeastStrengthIsDirectAndOneUnitLessIsNot) {
  static_assert(value_of(kLeastThatCounts) >= kTieMin && value_of(kLeastThatCounts - 1) < kTieMin);
  const Chain chain(3, {{1, 2, kLeastThatCounts, true, true}, {1, 3, kLeastThatCounts - 1, true, true}});
  const ReachMap map = chain.reach();
  EXPECT_EQ(map.nodes, std::vector<Node>{2});
  EXPECT_EQ(map.of(2).degree, 1);
  EXPECT_NEAR(map.of(2).closeness, 0.001, 1e-8);
  EXPECT_TRUE(chain.viewer().is_direct(2));
  EXPECT_FALSE(chain.viewer().is_direct(3));
  EXPECT_TRUE(chain.to(3).paths.empty());
}

TEST(Reach, APathJustBelowTheLeastChanceCountsAsNone) {
  const double first = 0.5;
  for (Strength last = strength_of(0.001); last < strength_of(0.002); last += 4987) {
    const Chain chain(3, {{1, 2, strength_of(first), true, true}, {2, 3, last, true, true}});
    const std::uint64_t sum = strength_of(first) + std::uint64_t{last};
    const double chance = first * value_of(last) * attention_of(default_tie_model(), sum);
    ASSERT_GT(std::abs(chance - 0.0005), 1e-15);
    ASSERT_EQ(chain.reach().of(3).degree, chance >= 0.0005 ? 2 : 0) << last;
    ASSERT_EQ(chain.to(3).paths.size(), chance >= 0.0005 ? 1U : 0U) << last;
  }
}

TEST(Reach, TwoPersonsInBetweenCountOnlyWhereTheySayMoreThanNearerOnes) {
  const Strength good = strength_of(0.6);
  const std::vector<PairStrength> line = {{1, 2, good, true, true}, {2, 3, good, true, true}, {3, 4, good, true, true}};
  EXPECT_EQ(Chain(4, line).reach().of(4).degree, 3);
  std::vector<PairStrength> nearer = line;
  nearer.push_back({2, 4, strength_of(0.5), true, true});
  const Chain chain(4, nearer);
  EXPECT_EQ(chain.reach().of(4).degree, 2);
  ASSERT_EQ(chain.to(4).paths.size(), 1U);
  EXPECT_EQ(chain.to(4).paths[0].persons, (std::vector<Node>{1, 2, 4}));
  nearer.back().strength = strength_of(0.01);
  const Chain weak(4, nearer);
  EXPECT_EQ(weak.reach().of(4).degree, 2) << "one person in between is enough, however little that says";
  const Introductions found = weak.to(4);
  ASSERT_EQ(found.paths.size(), 2U);
  EXPECT_EQ(found.paths[0].persons, (std::vector<Node>{1, 2, 3, 4}));
  EXPECT_TRUE(found.paths[0].counts);
  EXPECT_FALSE(found.paths[1].counts) << "another way, and no part of the closeness";
  EXPECT_EQ(weak.reach().of(4).closeness, closeness_of(log_sum_of(found.paths[0].chance)));
}

TEST(Reach, PathsOverTwoPersonsJoinByTheSecondOfThem) {
  const Strength good = strength_of(0.6);
  const auto tie = [&](Node low, Node high) { return PairStrength{low, high, good, true, true}; };
  // 1 knows 2 and 3, who know 4 and 5, who both know 6.
  const std::vector<PairStrength> pairs = {tie(1, 2), tie(1, 3), tie(2, 4), tie(3, 4), tie(3, 5), tie(4, 6), tie(5, 6)};
  const Chain chain(6, pairs);
  const Introductions found = chain.to(6);
  ASSERT_EQ(found.paths.size(), 3U);
  EXPECT_EQ(found.counted_total, 2U) << "over 4 the better of two ways, and the one over 5";
  EXPECT_EQ(chain.reach().of(6).closeness, closeness_of(found.log_sum));
  EXPECT_EQ(chain.reach().of(6).degree, 3);
}

TEST(Reach, NoPathComesBackToItsFirstPerson) {
  // 1 got a mail of 2, who knows many well: over 2 and them nobody is introduced to 2.
  std::vector<PairStrength> pairs = {{1, 2, strength_of(0.5), false, true}};
  for (Node friend_of_2 = 3; friend_of_2 < 20; ++friend_of_2) {
    pairs.push_back({2, friend_of_2, strength_of(0.9), true, true});
  }
  const Chain chain(20, pairs);
  const Introductions found = chain.to(2);
  ASSERT_EQ(found.paths.size(), 1U);
  EXPECT_NEAR(chain.reach().of(2).closeness, 0.5 * default_tie_model().unmoved, 1e-8);
}

TEST(Reach, AStepOfSomebodyWhoNeverActedCountsLess) {
  const Strength good = strength_of(0.5);
  const double share = default_tie_model().unmoved;
  const auto closeness = [](std::vector<PairStrength> pairs, Node to) {
    return Chain(4, pairs).reach().of(to).closeness;
  };
  EXPECT_NEAR(closeness({{1, 2, good, true, false}}, 2), 0.5, 1e-9);
  EXPECT_NEAR(closeness({{1, 2, good, false, true}}, 2), 0.5 * share, 1e-9)
      << "the other wrote, and the searcher never";
  const double both = closeness({{1, 2, good, true, true}, {2, 3, good, true, true}}, 3);
  EXPECT_NEAR(closeness({{1, 2, good, true, true}, {2, 3, good, true, false}}, 3), both, 1e-9);
  EXPECT_NEAR(closeness({{1, 2, good, true, true}, {2, 3, good, false, true}}, 3), both * share, 1e-9);
  EXPECT_NEAR(closeness({{1, 2, good, false, true, true}}, 2), 0.5, 1e-9)
      << "a call is of both, whoever wrote the line";
  EXPECT_NEAR(closeness({{1, 2, good, false, true}, {2, 3, good, true, true}}, 3), both, 1e-9)
      << "whom one asks may have written first";
}

TEST(Reach, NobodyIsReachedOverThree) {
  const Strength good = strength_of(0.9);
  const Chain chain(
      5, {{1, 2, good, true, true}, {2, 3, good, true, true}, {3, 4, good, true, true}, {4, 5, good, true, true}});
  EXPECT_EQ(chain.reach().nodes, (std::vector<Node>{2, 3, 4}));
  EXPECT_TRUE(chain.to(5).paths.empty());
}

TEST(Reach, ABusyHubIsWorthLessAsIntroducer) {
  const Strength good = strength_of(0.5);
  std::vector<PairStrength> pairs = {{1, 2, good, true, true}, {2, 3, good, true, true}};
  double before = Chain(40, pairs).reach().of(3).closeness;
  for (Node node = 4; node <= 40; ++node) {
    pairs.push_back({2, node, good, true, true});
    const double now = Chain(40, pairs).reach().of(3).closeness;
    EXPECT_LT(now, before);
    before = now;
  }
}

TEST(Reach, ClosenessStaysBelowOneHoweverManyPathsJoin) {
  constexpr Strength kMost = (1U << kStrengthBits) - 1;
  std::vector<PairStrength> pairs = {{1, 200, kMost, true, true}};
  for (Node node = 2; node < 200; ++node) {
    pairs.push_back({1, node, kMost, true, true});
    pairs.push_back({node, 200, kMost, true, true});
  }
  const ReachMap map = Chain(200, pairs).reach();
  EXPECT_LT(map.of(200).closeness, 1.0);
  EXPECT_GT(map.of(200).closeness, 0.999999);
}

TEST(Reach, OfNobodyIsEmpty) {
  const Chain chain(3, {});
  EXPECT_TRUE(chain.reach().nodes.empty());
  EXPECT_EQ(chain.reach().of(2).degree, 0);
  EXPECT_EQ(chain.reach().of(77).degree, 0);
  EXPECT_TRUE(chain.to(1).paths.empty());
  EXPECT_TRUE(chain.to(2).paths.empty());
}

TEST(Reach, LogSumsAndClosenessAreEachOthersInverse) {
  for (double chance = 0.001; chance < 0.9999; chance += 0.00137) {
    EXPECT_NEAR(closeness_of(log_sum_of(chance)), chance, 1e-12);
  }
  EXPECT_EQ(closeness_of(0), 0.0);
  EXPECT_LT(closeness_of(std::int64_t{1} << 60U), 1.0);
}

TEST(Reach, SumsOfAnyNumberOfPathsStayInTheirBits) {
  std::int64_t sum = 0;
  for (int i = 0; i < 200'000; ++i) add_log_sum(sum, log_sum_of(1 - 1e-9));
  EXPECT_GT(sum, 0);
  EXPECT_GT(closeness_of(sum), 0.999999);
}

}  // namespace
}  // namespace kennis
