/// @file
/// What a searcher may not use changes nothing on any surface: whole answers compared with those of a world from which it was deleted.
#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "journal/journal.h"
#include "journal/refusals.h"
#include "network/network.h"
#include "network/viewer.h"
#include "schema/read_record.h"
#include "schema/said_skills.h"
#include "searcher/network_reports.h"
#include "server/network_json.h"
#include "tests/fixtures/seeds.h"
#include "tests/reference/indexed_world.h"
#include "tests/searcher/surfaces.h"
#include "tests/searcher/without_arcs.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;
using reference::IndexedWorld;
using reference::TemporaryFolder;

constexpr Days kDay = 20'500;  // later than everything in the generated worlds

std::vector<std::string> lines_of(const fs::path& path) {
  std::vector<std::string> lines;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// A padded record, read.
template <typename Read>
void for_each_record(const fs::path& path, const Read& read) {
  for (std::string line : lines_of(path)) {
    const std::size_t size = line.size();
    line.append(simdjson::SIMDJSON_PADDING, '\0');
    read(std::string_view(line).substr(0, size));
  }
}

/// A generated world in a folder of its own that a test may change.
struct World {
  World(std::size_t people, std::uint64_t seed) : made(people, seed) {
    fs::copy(made.world(), folder.path() / "world");
    for_each_record(folder.path() / "world" / "teams.ndjson", [&](std::string_view line) {
      const auto member = reader.team_member(line);
      if (!member) return;
      if (!member.value().to) teams[member.value().team].push_back(member.value().person);
    });
    for_each_record(folder.path() / "world" / "profiles.ndjson", [&](std::string_view line) {
      const auto profile = reader.profile(line);
      if (profile && persons.size() < 12) persons.push_back(profile.value().id);
    });
  }
  [[nodiscard]] fs::path path() const { return folder.path() / "world"; }

  IndexedWorld made;
  TemporaryFolder folder;
  RecordReader reader;
  std::map<std::string, std::vector<std::string>> teams;
  std::vector<std::string> persons;
};

Asked asked_of(const World& world) {
  Asked asked;
  asked.persons = world.persons;
  for (const auto& [team, members] : world.teams) asked.teams.push_back(team);
  asked.queries = {"", "java OR python OR project", "pyhton"};
  asked.typed = {"p", "java", "gent", "s", "group", "pyhton"};
  asked.day = kDay;
  return asked;
}

std::string everything(const fs::path& index, const World& world, const std::string& as) {
  return every_answer(index, as, asked_of(world));
}

TEST(Privacy, ArcsThatMayNotBeUsedChangeNoAnswer) {
  std::size_t deleted = 0;
  for (const std::uint64_t seed : seeds(1, 2)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const World world(120, seed);
    const IndexedWorld whole(world.path());
    for (const auto& [team, members] : world.teams) {
      const std::set<Node> silent = silent_for(whole.index(), members.front(), kDay);
      deleted += silent.size();
      expect_same_without(whole.index(), members.front(), asked_of(world), silent);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
  EXPECT_GT(deleted, 200U);
}

/// The interactions between two who both may not carry the searcher, without what is said of skills, which is public.
std::vector<std::string> without_private_events(const World& world, const Viewer& viewer, std::size_t& deleted) {
  RecordReader reader;
  const auto is_hidden = [&](const std::string& name) {
    const Node node = viewer.people().find(name);
    return node != kNoPerson && node != viewer.searcher() && !viewer.may_carry(node);
  };
  std::vector<std::string> kept;
  for (std::string line : lines_of(world.path() / "interactions.ndjson")) {
    const std::string raw = line;
    line.append(simdjson::SIMDJSON_PADDING, '\0');
    Interaction event;
    const bool reads = reader.interaction(std::string_view(line).substr(0, raw.size()), event).ok();
    const bool is_latest = reads && event.at >= viewer.network().as_of() - kSecondsPerDay;
    const bool goes = reads && !is_latest && event.skill.empty() && !is_talk(event) && !event.to.empty() &&
                      is_hidden(event.from) && std::all_of(event.to.begin(), event.to.end(), is_hidden);
    if (goes) {
      ++deleted;
    } else {
      kept.push_back(raw);
    }
  }
  return kept;
}

TEST(Privacy, WhatTwoWhoDoNotShareSaidToEachOtherChangesNoAnswer) {
  std::size_t deleted = 0;
  for (const std::uint64_t seed : seeds(11, 12)) {
    const World world(120, seed);
    const IndexedWorld whole(world.path());
    const Network network(whole.generation());
    const std::string& as = world.teams.begin()->second.front();
    const Viewer viewer(network, network.people().find(as), kDay);
    const auto kept = without_private_events(world, viewer, deleted);
    const std::string before = everything(whole.index(), world, as);
    reference::write_lines(world.path() / "interactions.ndjson", kept);
    const IndexedWorld less(world.path());
    ASSERT_EQ(before, everything(less.index(), world, as)) << "seed " << seed << " as " << as;
  }
  EXPECT_GT(deleted, 100U);
}

TEST(Privacy, WhoRefusesToBeAskedIsAsIfTheirArcsWereNotThere) {
  std::size_t changes = 0;
  for (const std::uint64_t seed : seeds(31, 32)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const World world(120, seed);
    const IndexedWorld whole(world.path());
    const Network network(whole.generation());
    const auto journal = Journal::open(whole.index());
    for (const auto& [team, members] : world.teams) {
      const std::string& as = members.front();
      const Node searcher = network.people().find(as);
      const Viewer viewer(network, searcher, kDay);
      std::set<Node> silent;
      std::vector<EntryDraft> refusals;
      for (const Arc& arc : viewer.arcs(searcher)) {
        if (silent.size() == 3) break;
        if (!viewer.may_carry(arc.to)) continue;
        silent.insert(arc.to);
        refusals.push_back(draft_of(Refusal{std::string(network.people().id(arc.to)), as, true}));
      }
      if (refusals.empty()) continue;
      const std::string before = everything(whole.index(), world, as);
      ASSERT_TRUE(journal.value()->append(refusals));
      expect_same_without(whole.index(), as, asked_of(world), silent);
      if (testing::Test::HasFatalFailure()) return;
      changes += before == everything(whole.index(), world, as) ? 0U : 1U;
    }
  }
  EXPECT_GT(changes, 3U);
}

TEST(Departure, NothingOfTheLeaversTiesChangesAnyAnswerForThoseWhoStay) {
  std::size_t departures = 0;
  std::size_t changes = 0;
  for (const std::uint64_t seed : seeds(21, 22)) {
    const World world(120, seed);
    const IndexedWorld before(world.path());
    for (const auto& [team, members] : world.teams) {
      if (members.size() < 2) continue;
      const std::string& as = members[0];
      const std::string& leaver = members[1];
      const auto searcher = Searcher::open(before.index(), {});
      const auto preview = preview_departure(*searcher.value(), {leaver, team, as, 5, kDay});
      ASSERT_TRUE(preview.ok()) << preview.error().message;
      if (preview.value().goes_on) continue;
      reference::write_lines(world.path() / "teams_departures.ndjson", {roster_line(preview.value(), kDay)});
      const IndexedWorld with(world.path());
      const Network network(with.generation());
      expect_same_without(with.index(), as, asked_of(world), {network.people().find(leaver)});
      if (testing::Test::HasFatalFailure()) return;
      fs::remove(world.path() / "teams_departures.ndjson");
      ++departures;
      changes += preview.value().unreached + preview.value().weakened > 0 ? 1U : 0U;
      if (preview.value().unreached > 0) {
        EXPECT_NE(everything(with.index(), world, as), everything(before.index(), world, as));
      }
    }
  }
  EXPECT_GT(departures, 3U);
  EXPECT_GT(changes, 0U);
}

}  // namespace
}  // namespace kennis
