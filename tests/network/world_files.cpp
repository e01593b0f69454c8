/// @file
#include "tests/network/world_files.h"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <map>
#include <numeric>
#include <set>
#include <unistd.h>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "indexer/index_run.h"
#include "network/contexts.h"
#include "network/graph_writer.h"
#include "network/tie_constants.h"
#include "network/ties_writer.h"
#include "schema/fields.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;
using reference::World;

class Silent : public ProgressListener {
 public:
  void stage_begins(std::string_view, std::uint64_t, std::string_view) override {}
  void stage_is_at(std::uint64_t) override {}
  void stage_ends() override {}
};

Days end_of(const reference::Stay& stay) { return stay.to.value_or(kForEver); }

/// The counts by pair, scope and channel, folded event by event.
std::map<PairKey, std::vector<ChannelCounts>> folded(const World& world, const std::vector<Node>& nodes) {
  std::map<PairKey, std::map<Channel, ChannelCounts>> pairs;
  for (const reference::Event& event : world.events) {
    const Node from = nodes[event.from];
    std::set<Node> recipients;
    for (const std::size_t to : event.to) recipients.insert(nodes[to]);
    recipients.erase(from);
    const bool is_private = event.group && world.groups[*event.group].kind != GroupKind::kOpen;
    const auto scope = static_cast<std::uint32_t>(is_private ? *event.group + 1 : kPublicScope);
    for (const Node to : recipients) {
      ChannelCounts& counts = pairs[{scope, std::min(from, to), std::max(from, to)}][event.channel];
      counts.channel = event.channel;
      const bool forward = from < to;
      Seconds& last = forward ? counts.last_forward : counts.last_backward;
      std::uint32_t& events = forward ? counts.events_forward : counts.events_backward;
      last = events == 0 ? event.at : std::max(last, event.at);
      ++events;
      (forward ? counts.forward : counts.backward) += share_of_event(recipients.size());
    }
  }
  std::map<PairKey, std::vector<ChannelCounts>> out;
  for (const auto& [key, channels] : pairs) {
    for (const auto& [channel, counts] : channels) out[key].push_back(counts);
  }
  return out;
}

std::vector<Stay> stays_of(const std::vector<reference::Stay>& stays, const std::vector<Node>& nodes) {
  std::vector<Stay> out;
  for (const reference::Stay& stay : stays) {
    out.push_back({nodes[stay.person], static_cast<std::uint32_t>(stay.place), stay.from, end_of(stay)});
  }
  return out;
}

void write_persons(const World& world, const std::vector<Node>& nodes, const fs::path& generation) {
  std::vector<std::size_t> order(world.persons.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return nodes[a] < nodes[b]; });
  PeopleColumns people;
  std::vector<IdentifierEntry> identifiers;
  for (const std::size_t index : order) {
    const reference::Person& person = world.persons[index];
    people.add(person.id, {person.sharing, person.contact_policy, false}, person.sharing_set.value_or(kNeverSet));
    if (person.has_profile) people.profile_count = people.node_max();
    identifiers.push_back({hash_of_identifier(person.id), people.node_max()});
  }
  write_people(generation / file::kPeople, people);
  write_identifiers(generation / file::kIdentifiers, identifiers);
}

/// Where everybody was, as the indexer would take it from profiles and memberships.
void write_contexts(const World& world, const std::vector<Node>& nodes, const fs::path& path) {
  ContextColumns contexts;
  for (const reference::Stay& stay : world.employments) {
    Profile profile;
    profile.contact_policy = world.persons[stay.person].contact_policy;
    profile.positions.push_back({"", reference::name_of_organisation(stay.place), "", stay.from, stay.to, "", ""});
    for (const ContextClaim& claim : context_claims_of(profile)) contexts.add(nodes[stay.person], claim);
  }
  for (const reference::Stay& stay : world.memberships) {
    if (world.persons[stay.person].contact_policy == ContactPolicy::kDoNotContact || end_of(stay) <= stay.from)
      continue;
    const reference::Group& group = world.groups[stay.place];
    const auto place = static_cast<std::uint32_t>(stay.place);
    contexts.add(nodes[stay.person], context_claim_of({nodes[stay.person], place, stay.from, end_of(stay)}, group.id),
                 context_scope_of(group.kind, place));
  }
  std::move(contexts).write(path, static_cast<Node>(world.persons.size()));
}

std::string positions_of(const World& world, std::size_t person) {
  std::string positions;
  for (const reference::Stay& stay : world.employments) {
    if (stay.person != person) continue;
    positions += fmt::format(R"({}{{"organisation": "{}", "from": "{}")", positions.empty() ? "" : ", ",
                             reference::name_of_organisation(stay.place), format_date(stay.from));
    positions += stay.to ? fmt::format(R"(, "to": "{}"}})", format_date(*stay.to)) : "}";
  }
  return positions;
}

std::string line_of(const World& world, std::size_t index) {
  const reference::Person& person = world.persons[index];
  std::string line = fmt::format(R"({{"id": "{0}", "name": "Name of {0}", "sharing": "{1}", "contact_policy": "{2}")",
                                 person.id, name_of(person.sharing), name_of(person.contact_policy));
  if (person.sharing_set) {
    line += fmt::format(R"(, "updated_at": "{}")", format_instant(Seconds{*person.sharing_set} * kSecondsPerDay + 60));
  }
  return line + fmt::format(R"(, "positions": [{}]}})", positions_of(world, index)) + "\n";
}

std::string line_of(const World& world, const reference::Event& event, std::size_t number) {
  std::string to;
  for (const std::size_t person : event.to) {
    to += fmt::format(R"({}"{}")", to.empty() ? "" : ", ", world.persons[person].id);
  }
  std::string line = fmt::format(R"({{"id": "e{}", "at": "{}", "from": "{}", "to": [{}], "channel": "{}")", number,
                                 format_instant(event.at), world.persons[event.from].id, to, name_of(event.channel));
  if (event.group) line += fmt::format(R"(, "group": "{}")", world.groups[*event.group].id);
  return line + "}\n";
}

std::string line_of(const reference::Stay& stay, const std::string& place, const std::string& person) {
  std::string line = fmt::format(R"({{{}, "person": "{}", "from": "{}")", place, person, format_date(stay.from));
  if (stay.to) line += fmt::format(R"(, "to": "{}")", format_date(*stay.to));
  return line + "}\n";
}

}  // namespace

ScratchFolder::ScratchFolder() {
  static std::atomic<int> made = 0;
  // Hundreds of worlds are synced to disk: in memory that costs nothing.
  const fs::path memory = "/dev/shm";
  path_ = (::access(memory.c_str(), W_OK) == 0 ? memory : fs::temp_directory_path()) /
          fmt::format("kennis_network_{}_{}", ::getpid(), made++);
  fs::remove_all(path_);
  fs::create_directories(path_);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::vector<Node> nodes_of(const World& world) {
  std::vector<std::size_t> order(world.persons.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const reference::Person& x = world.persons[a];
    const reference::Person& y = world.persons[b];
    return x.has_profile != y.has_profile ? x.has_profile : x.id < y.id;
  });
  std::vector<Node> nodes(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) nodes[order[i]] = static_cast<Node>(i + 1);
  return nodes;
}

void write_generation(const World& world, const fs::path& generation, const std::function<bool(Node, Node)>& keep) {
  const std::vector<Node> nodes = nodes_of(world);
  write_persons(world, nodes, generation);
  TiesPart ties(world.as_of);
  std::vector<PairStrength> pairs;
  for (const auto& [key, counts] : folded(world, nodes)) {
    if (keep && !keep(key.low, key.high)) continue;
    ties.add(key, counts);
    if (key.scope != kPublicScope) continue;
    pairs.push_back(pair_strength(world.model, key.low, key.high, counts, world.as_of));
  }
  write_ties(generation / file::kTies, std::move(ties));
  write_graph(generation / file::kGraph, pairs, static_cast<Node>(world.persons.size()), world.model, world.as_of);
  write_tie_model(generation / file::kConstants, world.model);
  RosterColumns rosters;
  for (const reference::Group& group : world.groups) {
    rosters.groups.push_back(group.id);
    rosters.group_kinds.push_back(group.kind);
  }
  for (std::size_t team = 0; team < world.team_count; ++team) rosters.teams.push_back(fmt::format("team-{}", team));
  rosters.memberships = stays_of(world.memberships, nodes);
  rosters.roster = stays_of(world.roster, nodes);
  write_rosters(generation / file::kRosters, rosters);
  write_contexts(world, nodes, generation / file::kContexts);
}

void write_ndjson(const World& world, const fs::path& folder) {
  fs::create_directories(folder);
  std::string profiles;
  for (std::size_t i = 0; i < world.persons.size(); ++i) {
    if (world.persons[i].has_profile) profiles += line_of(world, i);
  }
  std::string events;
  for (std::size_t i = 0; i < world.events.size(); ++i) events += line_of(world, world.events[i], i);
  std::string groups;
  for (const reference::Group& group : world.groups) {
    groups += fmt::format("{{\"id\": \"{0}\", \"name\": \"{0}\", \"kind\": \"{1}\"}}\n", group.id, name_of(group.kind));
  }
  std::string memberships;
  for (const reference::Stay& stay : world.memberships) {
    memberships +=
        line_of(stay, fmt::format(R"("group": "{}")", world.groups[stay.place].id), world.persons[stay.person].id);
  }
  std::string teams;
  for (const reference::Stay& stay : world.roster) {
    teams += line_of(stay, fmt::format(R"("team": "team-{}")", stay.place), world.persons[stay.person].id);
  }
  write_bytes(folder / "profiles.ndjson", profiles);
  write_bytes(folder / "interactions.ndjson", events);
  write_bytes(folder / "groups.ndjson", groups);
  write_bytes(folder / "memberships.ndjson", memberships);
  write_bytes(folder / "teams.ndjson", teams);
}

fs::path index_world(const World& world, const fs::path& folder, std::size_t workers,
                     const std::function<void(const fs::path&)>& change) {
  write_ndjson(world, folder / "input");
  if (change) change(folder / "input");
  IndexOptions options;
  options.input = folder / "input";
  options.index = folder / "index";
  options.workers = workers;
  options.memory_bytes = std::size_t{8} << 20U;
  options.as_of = world.as_of;
  options.model = world.model;
  options.now = world.as_of + 40 * kSecondsPerDay;
  Silent silent;
  const auto report = run_index(options, silent);
  if (!report.ok()) {
    ADD_FAILURE() << report.error().message;
    return {};
  }
  EXPECT_TRUE(report.value().rejected.empty()) << read_bytes(report.value().rejects);
  return options.index / file::kGenerations / report.value().generation;
}

void write_bytes(const fs::path& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << bytes;
  ASSERT_TRUE(out.good()) << path;
}

std::string read_bytes(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace kennis
