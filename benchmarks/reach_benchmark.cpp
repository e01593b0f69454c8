/// @file
/// Reach of a searcher: a random graph of 46 ties a person with hubs and a firm, the CPU time of one computation, what rights cost of it, how
/// it grows with the number of persons, and what opening the network takes.
#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <map>
#include <numeric>

#include <benchmark/benchmark.h>

#include "benchmarks/measure.h"
#include "benchmarks/network_world.h"
#include "network/reach.h"
#include "schema/fields.h"

namespace kennis::benchmarks {
namespace {

constexpr std::size_t kSearchers = 500;
constexpr std::size_t kCheckedSearchers = 3;

/// Calls `add(node, chance, 2)` for every path whose last step is a context, looked up pair by pair.
template <typename Add>
void add_contexts_slowly(const Viewer& viewer, const Add& add) {
  const Node searcher = viewer.searcher();
  const auto add_over = [&](Node from, double start, bool introduced) {
    std::map<Node, std::vector<ContextIndex>> met;
    for (const ContextStay& stay : viewer.stays(from)) {
      if (introduced && !introduces(viewer, stay.context)) continue;
      viewer.for_each_member(stay.context, [&](Node end, std::span<const ContextMember>) {
        if (end != from && end != searcher) met[end].push_back(stay.context);
      });
    }
    for (const auto& [end, contexts] : met) {
      for (const SharedContext& shared : shared_contexts(viewer, from, end)) {
        const bool is_meant = std::find(contexts.begin(), contexts.end(), shared.context) != contexts.end();
        if (is_meant && start * shared.strength >= kChanceMin) add(end, start * shared.strength, 2);
      }
    }
  };
  add_over(searcher, 1, false);
  std::size_t introducers = 0;
  for (const Arc& first : viewer.arcs(searcher)) {
    if (++introducers > kContextIntroducersMax || first.strength() < kTieMin) break;
    if (viewer.may_carry(first.to)) add_over(first.to, first.strength() * viewer.attention(first.to), true);
  }
}

/// Plain loops over everybody's ties and contexts, with a map; nothing is cut short.
std::map<Node, ReachMap::Entry> slow_reach(const Viewer& viewer) {
  std::map<Node, double> unlikely;                // Π (1 − p)
  std::map<Node, std::map<Node, double>> starts;  // by second, then by first person
  std::map<Node, std::uint8_t> degrees;
  const Node searcher = viewer.searcher();
  const auto add = [&](Node node, double chance, std::uint8_t degree) {
    unlikely.try_emplace(node, 1).first->second *= 1 - chance;
    std::uint8_t& nearest = degrees.try_emplace(node, degree).first->second;
    nearest = std::min(nearest, degree);
  };
  const TieModel& model = viewer.network().tie_model();
  for (const Arc& arc : viewer.arcs(searcher)) {
    if (arc.strength() >= kTieMin) add(arc.to, arc.strength() * share_of_step(model, arc), 1);
  }
  for (const Arc& first : viewer.arcs(searcher)) {
    if (first.strength() < kTieMin || !viewer.may_carry(first.to)) continue;
    for (const Arc& second : viewer.arcs(first.to)) {
      const double chance =
          first.strength() * viewer.attention(first.to) * second.strength() * share_of_step(model, second);
      if (chance < kChanceMin || second.to == searcher) continue;
      add(second.to, chance, 2);
      starts[second.to][first.to] = chance;
    }
  }
  std::map<Node, double> unlikely_over_two;
  for (const auto& [middle, over] : starts) {
    if (!viewer.may_carry(middle)) continue;
    for (const Arc& third : viewer.arcs(middle)) {
      double start = 0;
      for (const auto& [first, chance] : over) start = first == third.to ? start : std::max(start, chance);
      const double chance = start * viewer.attention(middle) * third.strength() * share_of_step(model, third);
      if (chance < kChanceMin || third.to == searcher) continue;
      unlikely_over_two.try_emplace(third.to, 1).first->second *= 1 - chance;
    }
  }
  for (const auto& [node, left] : unlikely_over_two) {
    double& nearer = unlikely.try_emplace(node, 1).first->second;
    nearer = std::min(nearer, left);
    degrees.try_emplace(node, std::uint8_t{3});
  }
  add_contexts_slowly(viewer, add);
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

/// The loops of ReachComputer over ties where nobody has rights: what they cost is the difference. Has no contexts.
class ReachWithoutRights {
 public:
  explicit ReachWithoutRights(const std::filesystem::path& generation) : graph_(generation / file::kGraph) {
    const std::size_t size = std::size_t{graph_.node_max()} + 1;
    log_sums_.resize(size, 0);
    starts_.resize(size);
    two_sums_.resize(size, 0);
    degrees_.resize(size, 0);
    touched_.resize(size / 64 + 1, 0);
  }

  ReachMap compute(Node searcher) {
    const TieModel& model = default_tie_model();
    std::vector<Node> seconds;
    std::vector<Node> thirds;
    const auto touch = [&](Node node, std::uint8_t degree) {
      if (degrees_[node] != 0) return;
      degrees_[node] = degree;
      touched_[node >> 6U] |= std::uint64_t{1} << (node & 63U);
    };
    for (const Arc& arc : graph_.arcs(searcher)) {
      if (arc.strength() < kTieMin) break;
      touch(arc.to, 1);
      log_sums_[arc.to] += log_sum_of(arc.strength() * share_of_step(model, arc));
    }
    for (const Arc& first : graph_.arcs(searcher)) {
      if (first.strength() < kTieMin) break;
      const double start = first.strength() * graph_.attention(first.to);
      for (const Arc& second : graph_.arcs(first.to)) {
        const double most = start * second.strength();
        if (most < kChanceMin) break;
        const double chance = most * share_of_step(model, second);
        if (second.to == searcher || chance < kChanceMin) continue;
        Start& start_there = starts_[second.to];
        if (start_there.best == 0) seconds.push_back(second.to);
        if (chance > start_there.best) {
          start_there = {chance, start_there.best, first.to};
        } else {
          start_there.other = std::max(start_there.other, chance);
        }
        touch(second.to, 2);
        log_sums_[second.to] += log_sum_of(chance);
      }
    }
    for (const Node second : seconds) {
      const double attention = graph_.attention(second);
      const double start = starts_[second].best * attention;
      if (start < kChanceMin) continue;
      for (const Arc& third : graph_.arcs(second)) {
        double most = start * third.strength();
        if (most < kChanceMin) break;
        if (third.to == starts_[second].first) most = starts_[second].other * attention * third.strength();
        const double chance = most * share_of_step(model, third);
        if (third.to == searcher || chance < kChanceMin) continue;
        if (two_sums_[third.to] == 0) thirds.push_back(third.to);
        two_sums_[third.to] += log_sum_of(chance);
      }
    }
    for (const Node third : thirds) {
      touch(third, 3);
      log_sums_[third] = std::max(log_sums_[third], two_sums_[third]);
      two_sums_[third] = 0;
    }
    for (const Node second : seconds) starts_[second] = {};
    return collect();
  }

 private:
  ReachMap collect() {
    ReachMap map;
    std::size_t count = 0;
    for (const std::uint64_t bits : touched_) count += static_cast<std::size_t>(std::popcount(bits));
    map.nodes.reserve(count);
    map.closeness.reserve(count);
    map.degrees.reserve(count);
    for (std::size_t word = 0; word < touched_.size(); ++word) {
      for (std::uint64_t bits = touched_[word]; bits != 0; bits &= bits - 1) {
        const auto node = static_cast<Node>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
        map.nodes.push_back(node);
        map.closeness.push_back(closeness_of(log_sums_[node]));
        map.degrees.push_back(degrees_[node]);
        log_sums_[node] = 0;
        degrees_[node] = 0;
      }
      touched_[word] = 0;
    }
    return map;
  }

  Graph graph_;
  std::vector<std::int64_t> log_sums_;
  struct Start {
    double best = 0;
    double other = 0;
    Node first = kNoPerson;
  };
  std::vector<Start> starts_;
  std::vector<std::int64_t> two_sums_;
  std::vector<std::uint8_t> degrees_;
  std::vector<std::uint64_t> touched_;  ///< a bit a node
};

double sum_of(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

void BM_ComputeReach(benchmark::State& state) {
  const auto persons = static_cast<Node>(state.range(0));
  const NetworkShape shape{persons, state.range(1) != 0, state.range(2) != 0, state.range(3) != 0};
  const Network& network = network_world(shape).network();
  const std::vector<Node> searchers = random_persons(persons, kSearchers);
  ReachComputer computer;
  for (std::size_t i = 0; i < kCheckedSearchers; ++i) {
    const Viewer viewer(network, searchers[i], kNetworkToday);
    if (!is_same(computer.compute(viewer), slow_reach(viewer))) return state.SkipWithError("another reach");
  }
  std::vector<double> times_ms;
  double reached = 0;
  for (auto _ : state) {
    for (const Node searcher : searchers) {
      const double began = thread_cpu_ms();
      const Viewer viewer(network, searcher, kNetworkToday);
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

/// The same searchers with rights and without, in turns, where rights allow everything: nothing is saved by what may not be used.
void BM_RightsInReach(benchmark::State& state) {
  const auto persons = static_cast<Node>(state.range(0));
  const NetworkWorld& world = network_world({persons, true, false, false});
  const std::vector<Node> searchers = random_persons(persons, kSearchers);
  ReachComputer computer;
  ReachWithoutRights plain(world.folder());
  std::vector<double> with_ms;
  std::vector<double> without_ms;
  for (auto _ : state) {
    for (const Node searcher : searchers) {
      double began = thread_cpu_ms();
      const ReachMap without = plain.compute(searcher);
      without_ms.push_back(thread_cpu_ms() - began);
      began = thread_cpu_ms();
      const Viewer viewer(world.network(), searcher, kNetworkToday);
      const ReachMap with = computer.compute(viewer);
      with_ms.push_back(thread_cpu_ms() - began);
      const bool same =
          with.nodes == without.nodes && with.closeness == without.closeness && with.degrees == without.degrees;
      if (!same) return state.SkipWithError("rights that allow everything changed a reach");
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(with_ms.size()));
  report_percentiles(state, with_ms);
  state.counters["without_p99_ms"] = percentile(without_ms, 0.99);
  state.counters["rights_share"] = sum_of(with_ms) / sum_of(without_ms) - 1;
}

/// Somebody with 100,000 contacts searches.
void BM_ReachOfHub(benchmark::State& state) {
  const auto persons = static_cast<Node>(state.range(0));
  const NetworkWorld& world = network_world({persons, true, false, true});
  ReachComputer computer;
  std::vector<double> times_ms;
  for (auto _ : state) {
    for (const Node hub : world.hubs()) {
      const double began = thread_cpu_ms();
      const Viewer viewer(world.network(), hub, kNetworkToday);
      const ReachMap map = computer.compute(viewer);
      times_ms.push_back(thread_cpu_ms() - began);
      if (map.nodes.size() < viewer.arcs(hub).size() / 2) return state.SkipWithError("contacts are missing");
      state.counters["contacts"] = static_cast<double>(viewer.arcs(hub).size());
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(times_ms.size()));
  report_percentiles(state, times_ms);
}

/// Opening what is in memory already, and what it takes there.
void BM_OpenNetwork(benchmark::State& state) {
  const auto persons = static_cast<Node>(state.range(0));
  const NetworkWorld& world = network_world({persons, true, false, true, true});
  const auto ties = static_cast<double>(world.network().public_tie_count());
  std::vector<double> times_ms;
  for (auto _ : state) {
    const auto began = std::chrono::steady_clock::now();
    const Network network(world.folder());
    times_ms.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
    if (network.public_tie_count() != world.network().public_tie_count()) return state.SkipWithError("another network");
  }
  report_percentiles(state, times_ms);
  const auto graph = static_cast<double>(bytes_of(world.folder() / file::kGraph));
  const auto counts = static_cast<double>(bytes_of(world.folder() / file::kTies));
  state.counters["graph_bytes_per_tie"] = graph / ties;
  state.counters["counts_bytes_per_tie"] = counts / ties;
  state.counters["bytes_per_person_and_tie"] = (graph + counts) / ties / 2;
}

void shapes(benchmark::internal::Benchmark* benchmark) {
  for (const std::int64_t persons : network_sizes()) {
    benchmark->Args({persons, 0, 0, 1})->Args({persons, 1, 0, 0})->Args({persons, 1, 0, 1})->Args({persons, 1, 1, 1});
  }
}
void sizes(benchmark::internal::Benchmark* benchmark) {
  for (const std::int64_t persons : network_sizes()) benchmark->Arg(persons);
}
BENCHMARK(BM_ComputeReach)
    ->ArgNames({"persons", "everyone", "strong", "contexts"})
    ->Apply(shapes)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(BM_RightsInReach)->ArgName("persons")->Apply(sizes)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_ReachOfHub)->ArgName("persons")->Apply(sizes)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_OpenNetwork)->ArgName("persons")->Apply(sizes)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace kennis::benchmarks
