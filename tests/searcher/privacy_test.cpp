/// @file
/// What a searcher may not use changes nothing on any surface: whole answers compared with those of a world from which it was deleted.
#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "journal/journal.h"
#include "journal/refusals.h"
#include "network/network.h"
#include "network/viewer.h"
#include "schema/fields.h"
#include "schema/manifest.h"
#include "schema/read_record.h"
#include "searcher/coverage_report.h"
#include "searcher/network_reports.h"
#include "searcher/referrer_search.h"
#include "searcher/suggest.h"
#include "server/answer_json.h"
#include "server/contact_files.h"
#include "server/network_json.h"
#include "server/suggest_json.h"
#include "tests/reference/indexed_world.h"

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

/// Every answer that one searcher can get, as text, without timings and the generation's name.
class Surfaces {
 public:
  Surfaces(const Searcher& searcher, std::string as, bool with_paths)
      : searcher_(searcher), as_(std::move(as)), with_paths_(with_paths) {}

  std::string all(const std::vector<std::string>& persons, const std::vector<std::string>& teams) {
    for (const char* query : {"", "java OR python OR project", "pyhton"}) ask(query);
    for (const std::string& person : persons) {
      if (with_paths_) add(searcher_.introductions(as_, person, 50, kDay));
      add(searcher_.person(as_, person, kDay));
      add(preview_departure(searcher_, {person, "", as_, 50, kDay}));
    }
    for (const char* typed : {"p", "java", "gent", "s", "group", "pyhton"})
      add(suggest(searcher_, {typed, as_, {}, 50, kDay}));
    add(find_dormant(searcher_, as_, 1000, kDay));
    for (const std::string& team : teams) add(find_coverage(searcher_, {team, as_, 4, {}, kDay}));
    const auto contacts = find_contacts(searcher_, as_);
    if (contacts) text_ += csv_of(contacts.value()) + vcards_of(contacts.value());
    return std::move(text_);
  }

 private:
  void ask(const std::string& query) {
    for (const double closeness : {0.3, 1.0}) {
      SearchRequest request;
      request.query = query;
      request.as = as_;
      request.closeness = closeness;
      request.limit = 50;
      request.paths = with_paths_ ? 20 : 0;
      request.explain = with_paths_;
      request.rights_date = kDay;
      add(searcher_.search(request));
    }
    add(find_referrers(searcher_, {query, as_, 50, 20, kDay}));
  }

  template <typename Answer>
  void add(Result<Answer> answer) {
    if (!answer) {
      text_ += answer.error().message + '\n';
      return;
    }
    answer.value().provenance.generation.clear();
    answer.value().provenance.journal_position = 0;
    if constexpr (requires { answer.value().took_ms; }) answer.value().took_ms = 0;
    if constexpr (requires { answer.value().next_cursor; }) {
      if (!answer.value().next_cursor.empty()) answer.value().next_cursor = "names the generation";
    }
    text_ += to_json(answer.value()) + '\n';
  }

  const Searcher& searcher_;
  std::string as_;
  bool with_paths_;
  std::string text_;
};

/// Takes away the arcs that `goes` wants gone, from the first person to the second: their strength becomes 0. κ is what it was.
void delete_arcs(const fs::path& graph, const std::function<bool(Node, Node)>& goes) {
  const ArrayFile whole(graph);
  const auto offsets = whole.section<std::uint64_t>("offsets");
  const auto old = whole.section<Arc>("arcs");
  std::vector<Arc> arcs(old.begin(), old.end());
  for (std::size_t node = 0; node + 1 < offsets.size(); ++node) {
    const auto first = arcs.begin() + static_cast<std::ptrdiff_t>(offsets[node]);
    const auto last = arcs.begin() + static_cast<std::ptrdiff_t>(offsets[node + 1]);
    for (auto arc = first; arc != last; ++arc) {
      if (goes(static_cast<Node>(node), arc->to)) arc->packed = 0;
    }
    std::sort(first, last, stronger);
  }
  const fs::path changed = graph.string() + ".changed";
  ArrayFileWriter writer;
  writer.add("offsets", offsets);
  writer.add("arcs", arcs);
  writer.add("attention", whole.section<double>("attention"));
  writer.write(changed);
  fs::rename(changed, graph);
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
      if (profile && persons.size() < 25) persons.push_back(profile.value().id);
    });
  }
  [[nodiscard]] fs::path path() const { return folder.path() / "world"; }

  IndexedWorld made;
  TemporaryFolder folder;
  RecordReader reader;
  std::map<std::string, std::vector<std::string>> teams;
  std::vector<std::string> persons;
};

std::string everything(const fs::path& index, const World& world, const std::string& as, bool with_paths) {
  const auto searcher = Searcher::open(index, {});
  if (!searcher) throw std::runtime_error(searcher.error().message);
  std::vector<std::string> teams;
  for (const auto& [team, members] : world.teams) teams.push_back(team);
  return Surfaces(*searcher.value(), as, with_paths).all(world.persons, teams);
}

/// Compares all answers with those of the same world without the arcs of whoever is in `silent`. A path is found from its end, in the list of whom it
/// leads to, so what lists paths is compared with what two of them have with each other deleted, all else with every arc out of one of them.
void expect_same_without(const IndexedWorld& whole, const World& world, const std::string& as,
                         const std::set<Node>& silent) {
  const TemporaryFolder copy;
  fs::copy(whole.index(), copy.path(), fs::copy_options::recursive);
  const fs::path graph = copy.path() / file::kGenerations / current_generation(copy.path()) / file::kGraph;
  const Network network(whole.generation());
  const Viewer viewer(network, network.people().find(as), kDay);
  const auto is_useless = [&](Node node) { return silent.contains(node) || !viewer.may_carry(node); };
  delete_arcs(graph, [&](Node from, Node to) {
    return (silent.contains(from) && is_useless(to)) || (silent.contains(to) && is_useless(from));
  });
  ASSERT_EQ(everything(whole.index(), world, as, true), everything(copy.path(), world, as, true)) << "as " << as;
  delete_arcs(graph, [&](Node from, Node) { return silent.contains(from); });
  ASSERT_EQ(everything(whole.index(), world, as, false), everything(copy.path(), world, as, false)) << "as " << as;
}

TEST(Privacy, ArcsThatMayNotBeUsedChangeNoAnswer) {
  std::size_t deleted = 0;
  for (const std::uint64_t seed : {1U, 2U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const World world(120, seed);
    const IndexedWorld whole(world.path());
    const Network network(whole.generation());
    for (const auto& [team, members] : world.teams) {
      const Viewer viewer(network, network.people().find(members.front()), kDay);
      std::set<Node> silent;
      for (Node node = 1; node <= network.people().node_max(); ++node) {
        if (!viewer.may_carry(node)) silent.insert(node);
      }
      deleted += silent.size();
      expect_same_without(whole, world, members.front(), silent);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
  EXPECT_GT(deleted, 200U);
}

/// The interactions between two who both may not carry the searcher, without statements about skills, which are public.
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
    const bool goes = reads && !is_latest && event.skill.empty() && !event.to.empty() && is_hidden(event.from) &&
                      std::all_of(event.to.begin(), event.to.end(), is_hidden);
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
  for (const std::uint64_t seed : {11U, 12U}) {
    const World world(120, seed);
    const IndexedWorld whole(world.path());
    const Network network(whole.generation());
    const std::string& as = world.teams.begin()->second.front();
    const Viewer viewer(network, network.people().find(as), kDay);
    const auto kept = without_private_events(world, viewer, deleted);
    const std::string before = everything(whole.index(), world, as, true);
    reference::write_lines(world.path() / "interactions.ndjson", kept);
    const IndexedWorld less(world.path());
    ASSERT_EQ(before, everything(less.index(), world, as, true)) << "seed " << seed << " as " << as;
  }
  EXPECT_GT(deleted, 100U);
}

TEST(Privacy, WhoRefusesToBeAskedIsAsIfTheirArcsWereNotThere) {
  std::size_t changes = 0;
  for (const std::uint64_t seed : {31U, 32U}) {
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
      const std::string before = everything(whole.index(), world, as, true);
      ASSERT_TRUE(journal.value()->append(refusals));
      expect_same_without(whole, world, as, silent);
      if (testing::Test::HasFatalFailure()) return;
      changes += before == everything(whole.index(), world, as, true) ? 0U : 1U;
    }
  }
  EXPECT_GT(changes, 3U);
}

TEST(Departure, NothingOfTheLeaversTiesChangesAnyAnswerForThoseWhoStay) {
  std::size_t departures = 0;
  std::size_t changes = 0;
  for (const std::uint64_t seed : {21U, 22U}) {
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
      expect_same_without(with, world, as, {network.people().find(leaver)});
      if (testing::Test::HasFatalFailure()) return;
      fs::remove(world.path() / "teams_departures.ndjson");
      ++departures;
      changes += preview.value().unreached + preview.value().weakened > 0 ? 1U : 0U;
      if (preview.value().unreached > 0) {
        EXPECT_NE(everything(with.index(), world, as, false), everything(before.index(), world, as, false));
      }
    }
  }
  EXPECT_GT(departures, 3U);
  EXPECT_GT(changes, 0U);
}

}  // namespace
}  // namespace kennis
