/// @file
/// Reach of a searcher: a random graph of 46 ties a person, the CPU time of one computation, and how it grows with the number of persons.
#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <random>
#include <set>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "benchmarks/measure.h"
#include "network/reach.h"
#include "schema/fields.h"
#include "tests/reference/indexed_world.h"

namespace kennis::benchmarks {
namespace {

constexpr Seconds kAsOf = 1767225600;  // 2026-01-01
constexpr Days kToday = 20454;         // the same day
constexpr double kTiesPerPerson = 46;
constexpr std::size_t kSearchers = 500;
constexpr std::size_t kCheckedSearchers = 3;

std::string id_of(std::uint64_t person) { return fmt::format("p{:07}", person); }

/// Strengths as a generated world has them: median 0.24, a tenth above 0.62, one in a hundred above 0.94. `strong` has three times the evidence, as
/// where everybody has lately been in touch with everybody they know: median 0.56, a tenth above 0.95.
Strength random_strength(std::mt19937_64& random, bool strong) {
  return strength_of_evidence(std::lognormal_distribution<double>(strong ? -0.2 : -1.3, 1.0)(random));
}

/// How many persons someone chose: a power law (exponent 2.5, from 10 up to 2,000), mean about 23; everybody is chosen as often.
std::size_t random_degree(std::mt19937_64& random) {
  const double uniform = (static_cast<double>(random() >> 11U) + 1) * 0x1p-53;
  return static_cast<std::size_t>(std::min(2000.0, 7.9 * std::pow(uniform, -1 / 1.5)));
}

std::vector<PairStrength> random_pairs(Node persons, bool strong) {
  std::mt19937_64 random(persons);
  std::vector<std::pair<Node, Node>> ends;
  ends.reserve(static_cast<std::size_t>(persons * kTiesPerPerson / 2 * 1.1));
  for (Node person = 1; person <= persons; ++person) {
    for (std::size_t i = random_degree(random); i > 0; --i) {
      const auto other = static_cast<Node>(1 + random() % persons);
      if (other != person) ends.push_back(std::minmax(person, other));
    }
  }
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  std::vector<PairStrength> pairs;
  pairs.reserve(ends.size());
  for (const auto& [low, high] : ends) {
    const bool answered = random() % 4 != 0;
    pairs.push_back({low, high, random_strength(random, strong), true, answered});
  }
  return pairs;
}

/// What is varied. `everyone`: everybody lets everybody use the ties, the most work there can be.
struct Shape {
  Node persons = 0;
  bool everyone = false;
  bool strong = false;
  friend bool operator==(const Shape&, const Shape&) = default;
};

/// A generation's network files in a temporary folder.
class World {
 public:
  explicit World(const Shape& shape) {
    const Node persons = shape.persons;
    PeopleColumns people;
    std::vector<IdentifierEntry> identifiers;
    Rights rights;
    rights.sharing = shape.everyone ? Sharing::kEveryone : Sharing::kContacts;
    for (Node person = 1; person <= persons; ++person) {
      people.add(id_of(person), rights, kNeverSet);
      identifiers.push_back({hash_of_identifier(id_of(person)), person});
    }
    people.profile_count = persons;
    const std::vector<PairStrength> pairs = random_pairs(persons, shape.strong);
    write_people(folder_.path() / file::kPeople, people);
    write_identifiers(folder_.path() / file::kIdentifiers, identifiers);
    write_rosters(folder_.path() / file::kRosters, {});
    write_graph(folder_.path() / file::kGraph, pairs, persons, 2);
    TiesWriter(kAsOf).write(folder_.path() /
                            file::kTies);  // reach reads counts of private groups alone, and there are none
    network_ = std::make_unique<Network>(folder_.path());
  }
  [[nodiscard]] const Network& network() const { return *network_; }

 private:
  reference::TemporaryFolder folder_;
  std::unique_ptr<Network> network_;
};

/// One world at a time: a million persons take 800 MB on disk.
const Network& network_of(const Shape& shape) {
  static std::unique_ptr<World> world;
  static Shape made;
  if (!world || made != shape) {
    world.reset();
    world = std::make_unique<World>(shape);
    made = shape;
  }
  return world->network();
}

/// Three plain loops over everybody's ties, with a map; nothing is cut short.
std::map<Node, ReachMap::Entry> slow_reach(const Viewer& viewer) {
  std::map<Node, double> unlikely;  // Π (1 − p)
  std::map<Node, double> best_start;
  std::map<Node, std::uint8_t> degrees;
  const Node searcher = viewer.searcher();
  const auto add = [&](Node node, double chance, std::uint8_t degree) {
    unlikely.try_emplace(node, 1).first->second *= 1 - chance;
    degrees.try_emplace(node, degree);
  };
  for (const Arc& arc : viewer.arcs(searcher)) {
    if (arc.strength() >= kTieMin) add(arc.to, arc.strength(), 1);
  }
  for (const Arc& first : viewer.arcs(searcher)) {
    if (first.strength() < kTieMin || !viewer.may_carry(first.to)) continue;
    for (const Arc& second : viewer.arcs(first.to)) {
      const double chance = first.strength() * viewer.attention(first.to) * second.strength();
      if (chance < kChanceMin || second.to == searcher) continue;
      add(second.to, chance, 2);
      best_start[second.to] = std::max(best_start[second.to], chance);
    }
  }
  std::map<Node, double> best_end;
  for (const auto& [middle, start] : best_start) {
    if (!viewer.may_carry(middle)) continue;
    for (const Arc& third : viewer.arcs(middle)) {
      const double chance = start * viewer.attention(middle) * third.strength();
      if (chance < kChanceMin || third.to == searcher || degrees.contains(third.to)) continue;
      best_end[third.to] = std::max(best_end[third.to], chance);
    }
  }
  for (const auto& [node, chance] : best_end) add(node, chance, 3);
  std::map<Node, ReachMap::Entry> reach;
  for (const auto& [node, left] : unlikely) reach[node] = {1 - left, degrees.at(node)};
  return reach;
}

bool is_same(const ReachMap& map, const std::map<Node, ReachMap::Entry>& wanted) {
  if (map.nodes.size() != wanted.size()) return false;
  std::size_t i = 0;
  for (const auto& [node, entry] : wanted) {
    const bool same =
        map.nodes[i] == node && map.degrees[i] == entry.degree && std::abs(map.closeness[i] - entry.closeness) < 1e-9;
    if (!same) return false;
    ++i;
  }
  return true;
}

void BM_ComputeReach(benchmark::State& state) {
  const auto persons = static_cast<Node>(state.range(0));
  const Network& network = network_of({persons, state.range(1) != 0, state.range(2) != 0});
  std::mt19937_64 random(11);
  std::vector<Node> searchers;
  for (std::size_t i = 0; i < kSearchers; ++i) searchers.push_back(static_cast<Node>(1 + random() % persons));
  ReachComputer computer;
  for (std::size_t i = 0; i < kCheckedSearchers; ++i) {
    const Viewer viewer(network, searchers[i], kToday);
    if (!is_same(computer.compute(viewer), slow_reach(viewer))) return state.SkipWithError("another reach");
  }
  std::vector<double> times_ms;
  double reached = 0;
  for (auto _ : state) {
    for (const Node searcher : searchers) {
      const double began = thread_cpu_ms();
      const Viewer viewer(network, searcher, kToday);
      const ReachMap map = computer.compute(viewer);
      times_ms.push_back(thread_cpu_ms() - began);
      reached += static_cast<double>(map.nodes.size());
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(times_ms.size()));
  report_percentiles(state, times_ms);
  state.counters["reached_mean"] = reached / static_cast<double>(times_ms.size());
  state.counters["ties_per_person"] =
      2 * static_cast<double>(network.public_tie_count()) / static_cast<double>(persons);
}

void sizes(benchmark::internal::Benchmark* benchmark) {
  const std::vector<std::int64_t> all =
      is_small() ? std::vector<std::int64_t>{500, 2000} : std::vector<std::int64_t>{20'000, 200'000, 1'000'000};
  for (const std::int64_t persons : all) {
    benchmark->Args({persons, 0, 0})->Args({persons, 1, 0})->Args({persons, 1, 1});
  }
}
BENCHMARK(BM_ComputeReach)->ArgNames({"persons", "everyone", "strong"})->Apply(sizes)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace kennis::benchmarks
