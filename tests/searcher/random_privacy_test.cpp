/// @file
/// Small worlds made to break privacy: strangers, leavers who return, three kinds of groups, teams, persons not to be contacted. All that a searcher
/// is answered, compared with the answers of a world that never had what the searcher may not see.
#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "network/network.h"
#include "schema/fields.h"
#include "tests/fixtures/seeds.h"
#include "tests/network/random_world.h"
#include "tests/network/world_files.h"
#include "tests/searcher/without_arcs.h"

namespace kennis {
namespace {

using reference::LinearReach;
using reference::World;

Asked asked_of(const World& world) {
  Asked asked;
  for (const reference::Person& person : world.persons) asked.persons.push_back(person.id);
  asked.persons.push_back("nobody-at-all");
  for (const reference::Group& group : world.groups) asked.queries.push_back("group:" + group.id);
  for (std::size_t team = 0; team < world.team_count; ++team) asked.teams.push_back(fmt::format("team-{}", team));
  for (const char* query : {"", "name", "org OR nmae"}) asked.queries.emplace_back(query);
  asked.typed = {"p", "o", "n", "g", "group"};
  asked.day = kToday;
  return asked;
}

/// Persons with a profile by whom a world is asked: two of them.
std::vector<std::size_t> searchers_of(const World& world, std::uint64_t seed) {
  std::vector<std::size_t> searchers;
  for (std::size_t i = 0; i < world.persons.size() && searchers.size() < 2; ++i) {
    const std::size_t person = (i + seed) % world.persons.size();
    if (world.persons[person].has_profile) searchers.push_back(person);
  }
  return searchers;
}

bool is_in(const std::vector<reference::Stay>& stays, std::size_t person, std::size_t place) {
  return std::any_of(stays.begin(), stays.end(), [&](const reference::Stay& stay) {
    return stay.person == person && stay.place == place && stay.from <= kToday && (!stay.to || kToday < *stay.to);
  });
}

/// What two who do not share with the searcher said to each other, what private groups of others are and do, and other teams: none of it ever was.
World without_hidden(const World& world, std::size_t searcher) {
  const LinearReach oracle(world, searcher, kToday);
  const auto is_silent = [&](std::size_t person) { return person != searcher && !oracle.may_carry(person); };
  const auto is_foreign = [&](std::size_t group) {
    return world.groups[group].kind != GroupKind::kOpen && !is_in(world.memberships, searcher, group);
  };
  World rest = world;
  std::erase_if(rest.events, [&](const reference::Event& event) {
    if (event.group && is_foreign(*event.group)) return true;
    return !event.to.empty() && is_silent(event.from) && std::all_of(event.to.begin(), event.to.end(), is_silent);
  });
  std::erase_if(rest.memberships, [&](const reference::Stay& stay) { return is_foreign(stay.place); });
  std::erase_if(rest.roster, [&](const reference::Stay& stay) { return !is_in(world.roster, searcher, stay.place); });
  return rest;
}

/// The lines of closed groups of others, which are then not there at all. Groups are numbered in the world, so that only their records can go.
void drop_closed_groups(const World& world, std::size_t searcher, const std::filesystem::path& input) {
  std::string lines;
  for (std::size_t group = 0; group < world.groups.size(); ++group) {
    const auto& [id, kind] = world.groups[group];
    if (kind == GroupKind::kClosed && !is_in(world.memberships, searcher, group)) continue;
    lines += fmt::format("{{\"id\": \"{0}\", \"name\": \"{0}\", \"kind\": \"{1}\"}}\n", id, name_of(kind));
  }
  write_bytes(input / "groups.ndjson", lines);
}

TEST(RandomPrivacy, AWorldWithoutWhatIsHiddenGivesTheSameAnswers) {
  std::size_t removed = 0;
  for (const std::uint64_t seed : seeds(7001, 7030)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const World world = random_world(seed);
    const ScratchFolder with;
    static_cast<void>(index_world(world, with.path()));
    for (const std::size_t searcher : searchers_of(world, seed)) {
      const World rest = without_hidden(world, searcher);
      removed += world.events.size() - rest.events.size();
      const ScratchFolder without;
      static_cast<void>(index_world(rest, without.path(), 2, [&](const std::filesystem::path& input) {
        drop_closed_groups(world, searcher, input);
      }));
      const std::string& as = world.persons[searcher].id;
      ASSERT_EQ(every_answer(with.path() / "index", as, asked_of(world)),
                every_answer(without.path() / "index", as, asked_of(world)))
          << "as " << as;
    }
  }
  EXPECT_GT(removed, 500U);
}

TEST(RandomPrivacy, ArcsThatMayNotBeUsedChangeNoAnswer) {
  std::size_t deleted = 0;
  for (const std::uint64_t seed : seeds(8001, 8020)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const World world = random_world(seed);
    const ScratchFolder folder;
    static_cast<void>(index_world(world, folder.path()));
    for (const std::size_t searcher : searchers_of(world, seed)) {
      const std::string& as = world.persons[searcher].id;
      const std::set<Node> silent = silent_for(folder.path() / "index", as, kToday);
      deleted += silent.size();
      expect_same_without(folder.path() / "index", as, asked_of(world), silent);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
  EXPECT_GT(deleted, 100U);
}

}  // namespace
}  // namespace kennis
