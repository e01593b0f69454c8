/// @file
/// Referrers against the sum written out, on random worlds with rights.
#include "network/referrers.h"

#include <algorithm>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fixtures/seeds.h"
#include "tests/network/random_world.h"
#include "tests/network/world_files.h"

namespace kennis {
namespace {

using reference::World;
using testing::ElementsAre;

struct Expected {
  double expected = 0;
  std::map<std::size_t, double> worths;
};

/// In a team of the searcher's today, or once and gone.
bool is_colleague(const World& world, std::size_t searcher, std::size_t person, Days today) {
  const auto covers = [&](const reference::Stay& stay) { return stay.from <= today && (!stay.to || today < *stay.to); };
  return std::any_of(world.roster.begin(), world.roster.end(), [&](const reference::Stay& own) {
    return own.person == searcher && covers(own) &&
           std::any_of(world.roster.begin(), world.roster.end(), [&](const reference::Stay& stay) {
             return stay.person == person && stay.place == own.place &&
                    (covers(stay) || (stay.to && *stay.to <= today));
           });
  });
}

Expected expected_of(const World& world, const reference::LinearReach& oracle, std::size_t searcher, std::size_t person,
                     const std::vector<double>& merits) {
  Expected out;
  if (person == searcher || !oracle.may_carry(person)) return out;
  double ask = oracle.is_direct(person) ? oracle.strength(searcher, person) : 0;
  if (is_colleague(world, searcher, person, kToday)) ask = std::max(ask, 0.1);
  for (std::size_t c = 0; c < world.persons.size(); ++c) {
    if (c == searcher || c == person || !world.persons[c].has_profile || merits[c] == 0) continue;
    const auto counted = [](double p) { return p < 0.0005 ? 0 : p; };
    double fails = 1 - counted(ask * oracle.attention(person) * oracle.step(person, c));
    for (const reference::Shared& shared : oracle.shared(person, c)) {
      if (shared.introduces) fails *= 1 - counted(ask * oracle.attention(person) * shared.strength);
    }
    const double chance = 1 - fails;
    if (chance == 0) continue;
    const double worth = merits[c] * (1 - oracle.strength(searcher, c)) * chance;
    out.expected += worth;
    out.worths[c] = worth;
  }
  return out;
}

void compare(std::uint64_t seed, std::size_t& seen) {
  const World world = random_world(seed);
  if (world.persons.empty()) return;
  const ScratchFolder folder;
  write_generation(world, folder.path());
  const Network network(folder.path());
  const std::vector<Node> nodes = nodes_of(world);
  const std::size_t searcher = seed % nodes.size();
  const reference::LinearReach oracle(world, searcher, kToday);
  const Viewer viewer(network, nodes[searcher], kToday);
  Dice dice(seed);
  std::vector<double> merits(nodes.size(), 0);
  std::vector<double> by_node(std::size_t{network.people().node_max()} + 1, 0);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!world.persons[i].has_profile || dice.percent(30)) continue;
    merits[i] = static_cast<double>(1 + dice.roll(1000)) / 1000;
    by_node[nodes[i]] = merits[i];
  }
  const ReferrerFinder finder(viewer);
  const std::vector<Node> candidates = finder.candidates();
  const auto found = finder.rank(by_node, 1000, 1000);
  std::map<Node, Referrer> by_person;
  for (const Referrer& referrer : found) by_person[referrer.node] = referrer;
  EXPECT_TRUE(std::is_sorted(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return a.expected != b.expected ? a.expected > b.expected : a.node < b.node;
  }));
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Expected wanted = expected_of(world, oracle, searcher, i, merits);
    ASSERT_EQ(by_person.contains(nodes[i]), !wanted.worths.empty()) << "seed " << seed << " person " << i;
    if (wanted.worths.empty()) continue;
    ++seen;
    const Referrer& referrer = by_person[nodes[i]];
    ASSERT_NEAR(referrer.expected, wanted.expected, 1e-9) << "seed " << seed;
    ASSERT_EQ(referrer.candidates_total, wanted.worths.size());
    ASSERT_EQ(referrer.best.size(), wanted.worths.size());
    for (const ReferredCandidate& candidate : referrer.best) {
      const auto at = std::find(nodes.begin(), nodes.end(), candidate.node) - nodes.begin();
      ASSERT_NEAR(candidate.worth, wanted.worths.at(static_cast<std::size_t>(at)), 1e-9) << "seed " << seed;
      ASSERT_TRUE(std::binary_search(candidates.begin(), candidates.end(), candidate.node));
    }
    ASSERT_TRUE(std::is_sorted(referrer.best.begin(), referrer.best.end(),
                               [](const auto& a, const auto& b) { return a.worth > b.worth; }));
  }
}

TEST(Referrers, AreWhatTheSumWrittenOutGives) {
  std::size_t seen = 0;
  for (const std::uint64_t seed : seeds(1, 400)) {
    compare(seed, seen);
    if (testing::Test::HasFatalFailure()) return;
  }
  EXPECT_GT(seen, 500U);
}

TEST(Referrers, TheBestAreTheSameHoweverManyAreWanted) {
  for (const std::uint64_t seed : seeds(1, 60)) {
    const World world = random_world(seed);
    if (world.persons.empty()) continue;
    const ScratchFolder folder;
    write_generation(world, folder.path());
    const Network network(folder.path());
    const Viewer viewer(network, nodes_of(world)[0], kToday);
    const ReferrerFinder finder(viewer);
    const std::vector<double> merits(std::size_t{network.people().node_max()} + 1, 0.5);
    const auto all = finder.rank(merits, 1000, 1000);
    const auto few = finder.rank(merits, 2, 1);
    ASSERT_EQ(few.size(), std::min<std::size_t>(2, all.size()));
    for (std::size_t i = 0; i < few.size(); ++i) {
      EXPECT_EQ(few[i].node, all[i].node);
      EXPECT_EQ(few[i].expected, all[i].expected);
      ASSERT_EQ(few[i].best.size(), 1U);
      EXPECT_EQ(few[i].best[0].node, all[i].best[0].node);
    }
    EXPECT_TRUE(finder.rank(merits, 0, 3).empty());
  }
}

/// Somebody who knows many, by mail that is answered.
struct Story {
  World world;
  std::size_t person(const std::string& id, Sharing sharing = Sharing::kContacts) {
    reference::Person made;
    made.id = id;
    made.sharing = sharing;
    world.persons.push_back(made);
    return world.persons.size() - 1;
  }
  void mails(std::size_t a, std::size_t b) {
    world.as_of = Seconds{kToday} * kSecondsPerDay;
    for (const auto& [from, to] : {std::pair{a, b}, std::pair{b, a}}) {
      world.events.push_back({from, {to}, world.as_of - kSecondsPerDay, Channel::kEmail, std::nullopt});
    }
  }
  std::vector<std::string> referrers(std::size_t searcher) {
    const ScratchFolder folder;
    write_generation(world, folder.path());
    const Network network(folder.path());
    const Viewer viewer(network, nodes_of(world)[searcher], kToday);
    const std::vector<double> merits(std::size_t{network.people().profile_count()} + 1, 1);
    std::vector<std::string> ids;
    for (const Referrer& referrer : ReferrerFinder(viewer).rank(merits, 10, 10)) {
      ids.emplace_back(network.people().id(referrer.node));
    }
    return ids;
  }
};

TEST(Referrers, AColleagueWhoSharesWithTheTeamNeedsNoTie) {
  Story story;
  const auto searcher = story.person("s");
  const auto colleague = story.person("colleague", Sharing::kTeam);
  const auto silent = story.person("silent", Sharing::kContacts);
  const auto candidate = story.person("c");
  story.mails(colleague, candidate);
  story.mails(silent, candidate);
  EXPECT_THAT(story.referrers(searcher), ElementsAre());
  story.world.team_count = 1;
  for (const auto person : {searcher, colleague, silent}) {
    story.world.roster.push_back({person, 0, kToday - 100, std::nullopt});
  }
  EXPECT_THAT(story.referrers(searcher), ElementsAre("colleague"));
  story.world.roster[1].to = kToday;
  EXPECT_THAT(story.referrers(searcher), ElementsAre()) << "who left shares no longer";
  story.world.persons[colleague].sharing = Sharing::kEveryone;
  EXPECT_THAT(story.referrers(searcher), ElementsAre("colleague")) << "an alumnus who goes on sharing";
  story.world.roster[0].to = kToday;
  EXPECT_THAT(story.referrers(searcher), ElementsAre()) << "a stranger who shares with everyone is no colleague";
}

TEST(Referrers, WhomTheSearcherKnowsCountsLess) {
  Story story;
  const auto searcher = story.person("s");
  const auto one = story.person("one");
  const auto two = story.person("two");
  const auto known = story.person("known", Sharing::kNobody);
  const auto unknown = story.person("unknown", Sharing::kNobody);
  story.mails(searcher, one);
  story.mails(searcher, two);
  story.mails(one, known);
  story.mails(two, unknown);
  story.mails(searcher, known);
  EXPECT_THAT(story.referrers(searcher), ElementsAre("two", "one"));
}

}  // namespace
}  // namespace kennis
