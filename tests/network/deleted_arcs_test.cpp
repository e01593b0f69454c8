/// @file
/// Rights are deletion (spec section 8): reach, paths and referrers are those of a world of arcs from which every arc that the searcher may not use is
/// gone, and in which nobody has any rights. An arc goes one way: the tie a–b as carried by a may be there while the same tie as carried by b is not.
#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "network/introductions.h"
#include "network/referrers.h"
#include "tests/fixtures/seeds.h"
#include "tests/network/random_world.h"
#include "tests/network/world_files.h"

namespace kennis {
namespace {

using reference::World;

/// A step from one person to another: over a tie, or over a context that they share.
struct Step {
  Node to = kNoPerson;
  double strength = 0;
  double share = 1;  ///< of it that counts
  std::optional<ContextIndex> context = {};
};

/// The world after the deletion. Rights are asked once, when it is made, and never again.
struct ArcsLeft {
  explicit ArcsLeft(const Viewer& viewer) : searcher(viewer.searcher()) {
    const Node last = viewer.people().node_max();
    const TieModel& model = viewer.network().tie_model();
    arcs.resize(std::size_t{last} + 1);
    over_contexts.resize(arcs.size());
    attention.resize(arcs.size());
    for (Node from = 1; from <= last; ++from) {
      attention[from] = viewer.attention(from);
      if (from != searcher && !viewer.may_carry(from)) continue;
      for (const Arc& arc : viewer.arcs(from))
        arcs[from].push_back({arc.to, arc.strength(), share_of_step(model, arc)});
      for (Node to = 1; to <= last; ++to) {
        if (to == from) continue;
        for (const SharedContext& shared : shared_contexts(viewer, from, to)) {
          const bool is_there = from == searcher || introduces(viewer, shared.context);
          if (is_there) over_contexts[from].push_back({to, shared.strength, 1, shared.context});
        }
      }
    }
  }
  Node searcher;
  std::vector<std::vector<Step>> arcs;
  std::vector<std::vector<Step>> over_contexts;
  std::vector<double> attention;
};

std::int64_t log_sum(const std::vector<Path>& paths) {
  std::int64_t sum = 0;
  for (const Path& path : paths) sum += path.counts ? log_sum_of(path.chance) : 0;
  return sum;
}

bool better(const Path& a, const Path& b) {
  if (a.chance != b.chance) return a.chance > b.chance;
  if (a.persons != b.persons) return a.persons < b.persons;
  return a.context.has_value() != b.context.has_value() ? !a.context.has_value()
                                                        : a.context && a.context->context < b.context->context;
}

std::optional<SharedContext> context_of(const Step& step) {
  if (!step.context) return std::nullopt;
  return SharedContext{*step.context, {}, step.strength};
}

/// Every path from the searcher, by where it ends: forwards, arc by arc.
class Forwards {
 public:
  explicit Forwards(const ArcsLeft& world) : world_(world) {
    const Node s = world.searcher;
    for (const Step& first : world.arcs[s]) {
      if (first.strength < kTieMin) continue;
      near_[first.to].push_back({{s, first.to}, {first.strength}, first.strength * first.share, {}, true});
      const double start = first.strength * world.attention[first.to];
      for (const Step& second : world.arcs[first.to]) {
        const double chance = start * second.strength * second.share;
        if (second.to == s || chance < kChanceMin) continue;
        near_[second.to].push_back({{s, first.to, second.to}, {first.strength, second.strength}, chance, {}, true});
        walk_third(first, second, chance * world.attention[second.to]);
      }
      for (const Step& last : world.over_contexts[first.to]) {
        const double chance = start * last.strength;
        if (last.to == s || chance < kChanceMin) continue;
        add_context({{s, first.to, last.to}, {first.strength, last.strength}, chance, context_of(last), true});
      }
    }
    for (const Step& last : world.over_contexts[s]) {
      if (last.strength >= kChanceMin)
        add_context({{s, last.to}, {last.strength}, last.strength, context_of(last), true});
    }
  }

  /// As a page of hits lists them.
  [[nodiscard]] std::vector<Path> to(Node candidate) {
    std::vector<Path> paths = near_[candidate];
    std::vector<Path> far = far_[candidate];
    std::sort(far.begin(), far.end(), better);
    std::set<Node> seconds;
    for (Path& path : far) path.counts = seconds.insert(path.persons[2]).second;
    if (log_sum(far) > log_sum(paths)) {
      for (Path& path : paths) path.counts = false;
      paths.insert(paths.end(), far.begin(), far.end());
    }
    paths.insert(paths.end(), context_[candidate].begin(), context_[candidate].end());
    std::sort(paths.begin(), paths.end(), better);
    std::set<Node> named;
    std::vector<Path> ordered;
    std::vector<Path> behind;
    for (const Path& path : paths) {
      const bool is_new = std::none_of(path.persons.begin() + 1, path.persons.end() - 1,
                                       [&](Node person) { return named.contains(person); });
      (is_new ? ordered : behind).push_back(path);
      if (is_new) named.insert(path.persons.begin() + 1, path.persons.end() - 1);
    }
    ordered.insert(ordered.end(), behind.begin(), behind.end());
    return ordered;
  }

  [[nodiscard]] ReachMap::Entry reach(Node candidate) {
    std::int64_t sum = 0;
    std::uint8_t degree = 0;
    for (const Path& path : to(candidate)) {
      if (path.counts) sum += log_sum_of(path.chance);
      const auto steps = static_cast<std::uint8_t>(path.context ? 2 : path.persons.size() - 1);
      degree = degree == 0 ? steps : std::min(degree, steps);
    }
    return {degree == 0 ? 0.0 : closeness_of(sum), degree};
  }

 private:
  void walk_third(const Step& first, const Step& second, double start) {
    const Node s = world_.searcher;
    for (const Step& third : world_.arcs[second.to]) {
      const double chance = start * third.strength * third.share;
      if (third.to == s || third.to == first.to || third.to == second.to || chance < kChanceMin) continue;
      far_[third.to].push_back(
          {{s, first.to, second.to, third.to}, {first.strength, second.strength, third.strength}, chance, {}, false});
    }
  }
  void add_context(Path path) { context_[path.persons.back()].push_back(std::move(path)); }

  const ArcsLeft& world_;
  std::map<Node, std::vector<Path>> near_;
  std::map<Node, std::vector<Path>> far_;
  std::map<Node, std::vector<Path>> context_;
};

/// How often it mattered.
struct Seen {
  std::size_t one_way = 0;       ///< paths over a to a b whose own arc to a is gone
  std::size_t one_way_deep = 0;  ///< the same over two persons
  std::size_t over_contexts = 0;
  std::size_t referrers = 0;
};

void compare_paths(const Viewer& viewer, Forwards& wanted, Node candidate, Seen& seen) {
  const std::vector<Path> paths = wanted.to(candidate);
  const Introductions found = IntroductionFinder(viewer).find(candidate, 100'000);
  ASSERT_EQ(found.paths.size(), paths.size());
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const Path& a = found.paths[i];
    const Path& b = paths[i];
    ASSERT_EQ(a.persons, b.persons);
    ASSERT_EQ(a.strengths, b.strengths);
    ASSERT_EQ(a.chance, b.chance);
    ASSERT_EQ(a.counts, b.counts);
    ASSERT_EQ(a.context.has_value(), b.context.has_value());
    if (a.context) {
      ASSERT_EQ(a.context->context, b.context->context);
    }
    const bool is_one_way = a.persons.size() > 2 && !viewer.may_carry(candidate);
    seen.one_way += is_one_way && !a.context ? 1U : 0U;
    seen.one_way_deep += is_one_way && a.persons.size() == 4 ? 1U : 0U;
    seen.over_contexts += a.context ? 1U : 0U;
  }
}

/// Whom each referrer could introduce, and what is to be expected, from the arcs that are left.
void compare_referrers(const Viewer& viewer, const ArcsLeft& left, Seen& seen) {
  std::vector<double> merits(left.arcs.size(), 0);
  for (Node node = 1; node < merits.size(); ++node) {
    if (viewer.people().has_profile(node) && node != left.searcher) merits[node] = 0.1 * (1 + node % 10);
  }
  std::map<Node, double> own;
  for (const Step& step : left.arcs[left.searcher]) own[step.to] = step.strength;
  std::map<Node, double> expected;
  for (Node referrer = 1; referrer < merits.size(); ++referrer) {
    const bool is_colleague = viewer.is_member(referrer) || viewer.is_alumnus(referrer);
    const double tie = own.contains(referrer) && own[referrer] >= kTieMin ? own[referrer] : 0;
    const double ask = std::max(tie, is_colleague ? kColleagueStrength : 0);
    std::map<Node, double> fails;
    for (const auto* steps : {&left.arcs[referrer], &left.over_contexts[referrer]}) {
      for (const Step& step : *steps) {
        const double chance = ask * left.attention[referrer] * step.strength * step.share;
        if (referrer == left.searcher || chance < kChanceMin || merits[step.to] == 0) continue;
        fails.try_emplace(step.to, 1).first->second *= 1 - chance;
      }
    }
    for (const auto& [node, fail] : fails) {
      const double known = own.contains(node) ? own[node] : 0;
      expected[referrer] += merits[node] * (1 - known) * (1 - fail);
    }
  }
  std::erase_if(expected, [](const auto& entry) { return entry.second < 1e-12; });
  const std::vector<Referrer> found = ReferrerFinder(viewer).rank(merits, 1000, 0);
  ASSERT_EQ(found.size(), expected.size());
  for (const Referrer& referrer : found) {
    ASSERT_TRUE(expected.contains(referrer.node));
    ASSERT_NEAR(referrer.expected, expected[referrer.node], 1e-9);
    ++seen.referrers;
  }
}

void compare_for(const Network& network, Node searcher, Seen& seen) {
  const Viewer viewer(network, searcher, kToday);
  const ArcsLeft left(viewer);
  Forwards wanted(left);
  const ReachMap reach = ReachComputer().compute(viewer);
  for (Node node = 1; node <= network.people().node_max(); ++node) {
    if (node == searcher) continue;
    SCOPED_TRACE("towards " + std::to_string(node));
    const ReachMap::Entry entry = wanted.reach(node);
    ASSERT_EQ(reach.of(node).degree, entry.degree);
    ASSERT_EQ(reach.of(node).closeness, entry.closeness);
    compare_paths(viewer, wanted, node, seen);
    if (testing::Test::HasFatalFailure()) return;
  }
  compare_referrers(viewer, left, seen);
}

TEST(DeletedArcs, WhatIsLeftGivesTheSameReachPathsAndReferrers) {
  Seen seen;
  for (const std::uint64_t seed : seeds(3001, 3300)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const World world = random_world(seed);
    if (world.persons.empty()) continue;
    const ScratchFolder folder;
    write_generation(world, folder.path());
    compare_for(Network(folder.path()), static_cast<Node>(seed % world.persons.size() + 1), seen);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(seen.one_way, 1000U);
  EXPECT_GT(seen.one_way_deep, 100U);
  EXPECT_GT(seen.over_contexts, 1000U);
  EXPECT_GT(seen.referrers, 300U);
}

/// Person 0 knows 2 to 6, each of whom knows some of 10 to 399, all of whom know the hub, person 1.
World hub_world(Dice& dice) {
  World world{{}, {}, 0, {}, {}, {}, Seconds{kToday} * kSecondsPerDay};
  for (std::size_t i = 0; i < 400; ++i) {
    reference::Person person;
    person.id = "p" + std::to_string(1000 + i);
    person.sharing = dice.percent(70) ? Sharing::kEveryone : Sharing::kNobody;
    world.persons.push_back(person);
  }
  const auto meet = [&](std::size_t a, std::size_t b) {
    const Seconds at = world.as_of - static_cast<Seconds>(dice.roll(90 * kSecondsPerDay));
    world.events.push_back({a, {b}, at, Channel::kMeeting, {}});
  };
  for (std::size_t contact = 2; contact < 7; ++contact) {
    meet(0, contact);
    for (int i = 0; i < 20; ++i) meet(contact, 10 + dice.roll(390));
  }
  for (std::size_t i = 10; i < 400; ++i) meet(i, 1);
  return world;
}

TEST(DeletedArcs, AHubIsReachedOverTwoAsEverybodyElse) {
  Seen seen;
  std::size_t paths = 0;
  std::size_t counted = 0;
  for (const std::uint64_t seed : seeds(1, 5)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Dice dice(seed);
    const World world = hub_world(dice);
    const ScratchFolder folder;
    write_generation(world, folder.path());
    const Network network(folder.path());
    const Viewer viewer(network, nodes_of(world)[0], kToday);
    const Introductions found = IntroductionFinder(viewer).find(nodes_of(world)[1], 1000);
    EXPECT_GT(found.paths.size(), 10U);
    EXPECT_GT(found.counted_total, 10U) << "over each second person the best";
    paths += found.paths.size();
    counted += found.counted_total;
    compare_for(network, viewer.searcher(), seen);
    if (HasFatalFailure()) return;
  }
  EXPECT_LT(counted, paths);
}

}  // namespace
}  // namespace kennis
