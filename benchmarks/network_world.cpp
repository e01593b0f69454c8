/// @file
#include "benchmarks/network_world.h"

#include <algorithm>
#include <cmath>
#include <random>

#include <fmt/format.h>

#include "benchmarks/measure.h"
#include "network/graph_writer.h"
#include "network/ties_writer.h"
#include "schema/fields.h"

namespace kennis::benchmarks {
namespace {

using Random = std::mt19937_64;

constexpr Node kPersonsPerHub = 300'000;
constexpr Node kHubContacts = 100'000;
constexpr Node kFirmShare = 20;
constexpr std::size_t kTopics = 500;

std::string id_of(std::uint64_t person) { return fmt::format("p{:07}", person); }

Strength random_strength(Random& random, bool strong) {
  return strength_of_evidence(std::lognormal_distribution<double>(strong ? -0.2 : -1.3, 1.0)(random));
}

/// How many persons someone chose: from 10 up to 2,000, mean about 23; everybody is chosen as often.
std::size_t random_degree(Random& random) {
  const double uniform = (static_cast<double>(random() >> 11U) + 1) * 0x1p-53;
  return static_cast<std::size_t>(std::min(2000.0, 7.9 * std::pow(uniform, -1 / 1.5)));
}

std::vector<PairStrength> random_pairs(const NetworkShape& shape, const std::vector<Node>& hubs) {
  const Node persons = shape.persons;
  Random random(persons);
  std::vector<std::pair<Node, Node>> ends;
  ends.reserve(std::size_t{persons} * 26);
  const auto add = [&](Node person, Node other) {
    if (other != person) ends.push_back(std::minmax(person, other));
  };
  for (Node person = 1; person <= persons; ++person) {
    for (std::size_t i = random_degree(random); i > 0; --i) add(person, static_cast<Node>(1 + random() % persons));
  }
  for (const Node hub : hubs) {
    const Node contacts = std::min(kHubContacts, persons / 2);
    const Node step = persons / contacts;
    const auto first = static_cast<Node>(random() % step);
    for (Node i = 0; i < contacts; ++i) add(hub, 1 + (first + i * step) % persons);
  }
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  std::vector<PairStrength> pairs;
  pairs.reserve(ends.size());
  for (const auto& [low, high] : ends) {
    const bool answered = random() % 4 != 0;
    pairs.push_back({low, high, random_strength(random, shape.strong), true, answered});
  }
  return pairs;
}

/// One to three channels, as in a generated world; they do not make the strength of the pair's arc, which nothing that is measured asks for.
void write_random_ties(const std::vector<PairStrength>& pairs, const std::filesystem::path& path) {
  Random random(3);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < kTopics; ++i) names.push_back(fmt::format("topic {:03}", i));
  TiesPart ties(kNetworkAsOf);
  std::vector<ChannelCounts> counts;
  std::vector<TopicCount> topics;
  for (const PairStrength& pair : pairs) {
    counts.clear();
    const std::size_t channels = 1 + random() % 2 + random() % 2;
    for (std::size_t i = 0; i < channels; ++i) {
      ChannelCounts count;
      count.channel = static_cast<Channel>(5 * i + random() % 5);
      count.events_forward = static_cast<std::uint32_t>(1 + random() % 4);
      count.events_backward = static_cast<std::uint32_t>(random() % 3);
      count.forward = count.events_forward * kCountUnit;
      count.backward = count.events_backward * kCountUnit;
      const auto last = [&] { return kNetworkAsOf - static_cast<Seconds>(random() % (3 * 365 * kSecondsPerDay)); };
      count.last_forward = last();
      if (count.events_backward > 0) count.last_backward = last();
      counts.push_back(count);
    }
    topics.clear();
    const auto topic = static_cast<std::uint32_t>(random() % (kTopics - 3));
    for (std::uint32_t i = 0; i < random() % 4; ++i) topics.push_back({topic + i, 3 - i});
    ties.add({kPublicScope, pair.low, pair.high}, counts, topics);
  }
  write_ties(path, std::move(ties), names);
}

/// Places of very different size: a firm, and others that are filled one after another. Each person was at one before.
void write_random_contexts(Node persons, const std::filesystem::path& path) {
  Random random(4);
  ContextColumns contexts;
  const auto add = [&](Node person, const std::string& name, Month from, Month to) {
    ContextClaim claim;
    claim.key = std::hash<std::string>{}(name);
    claim.name = name;
    claim.span = {from, to};
    contexts.add(person, claim);
  };
  const Month now = month_of(kNetworkToday);
  for (int stay = 0; stay < 2; ++stay) {
    Node room = 0;
    std::string name;
    for (Node person = 1; person <= persons; ++person) {
      const Node shuffled = 1 + static_cast<Node>(std::uint64_t{person} * 7'919 % persons);
      if (room == 0) {
        room = 20 + static_cast<Node>(random() % 381);
        name = fmt::format("place {}-{}", stay, person);
      }
      --room;
      const auto from = static_cast<Month>(now - 30 - random() % 60);
      const bool is_firm = stay == 0 && shuffled % kFirmShare == 0;
      const auto to = stay == 0 ? kStillThere : static_cast<Month>(from + random() % 24);
      add(shuffled, is_firm ? "the firm" : name, from, to);
    }
  }
  std::move(contexts).write(path, persons);
}

}  // namespace

NetworkWorld::NetworkWorld(const NetworkShape& shape) {
  const Node persons = shape.persons;
  for (Node i = 0; i <= persons / kPersonsPerHub; ++i) hubs_.push_back(1 + i * (persons / 7));
  PeopleColumns people;
  std::vector<IdentifierEntry> identifiers;
  Rights rights;
  rights.sharing = shape.everyone ? Sharing::kEveryone : Sharing::kContacts;
  rights.share_topics = shape.everyone;
  for (Node person = 1; person <= persons; ++person) {
    people.add(id_of(person), rights, kNeverSet);
    identifiers.push_back({hash_of_identifier(id_of(person)), person});
  }
  people.profile_count = persons;
  const std::vector<PairStrength> pairs = random_pairs(shape, hubs_);
  write_people(folder() / file::kPeople, people);
  write_identifiers(folder() / file::kIdentifiers, identifiers);
  write_rosters(folder() / file::kRosters, {});
  write_graph(folder() / file::kGraph, pairs, persons, default_tie_model(), kNetworkAsOf);
  if (shape.counts) {
    write_random_ties(pairs, folder() / file::kTies);
  } else {  // reach reads counts of private groups alone, and there are none
    write_ties(folder() / file::kTies, TiesPart(kNetworkAsOf));
  }
  if (shape.contexts) write_random_contexts(persons, folder() / file::kContexts);
  network_ = std::make_unique<Network>(folder());
}

const NetworkWorld& network_world(const NetworkShape& shape) {
  static std::unique_ptr<NetworkWorld> world;
  static NetworkShape made;
  if (!world || made != shape) {
    world.reset();
    world = std::make_unique<NetworkWorld>(shape);
    made = shape;
  }
  return *world;
}

std::vector<std::int64_t> network_sizes() {
  if (is_small()) return {500, 2000};
  return {20'000, 200'000, 1'000'000};
}

std::vector<Node> random_persons(Node node_max, std::size_t count) {
  Random random(11);
  std::vector<Node> persons;
  for (std::size_t i = 0; i < count; ++i) persons.push_back(static_cast<Node>(1 + random() % node_max));
  return persons;
}

}  // namespace kennis::benchmarks
