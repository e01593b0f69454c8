/// @file
/// What a page of hits shows of the network, and referrers: the paths to twenty people with all that lies behind their ties, and who could introduce
/// the most of a hundred thousand who match.
#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

#include <benchmark/benchmark.h>

#include "benchmarks/measure.h"
#include "benchmarks/network_world.h"
#include "network/introductions.h"
#include "network/referrers.h"

namespace kennis::benchmarks {
namespace {

constexpr std::size_t kPages = 500;
constexpr std::size_t kHits = 20;
constexpr std::size_t kPathsShown = 20;
constexpr std::size_t kTopicsShown = 3;
constexpr std::size_t kMatches = 100'000;
constexpr std::size_t kSearchers = 200;
constexpr std::size_t kReferrers = 10;
constexpr std::size_t kCandidates = 3;

/// Whom a page shows.
enum class Page : std::uint8_t { kReached, kOverTwo, kHubs };

/// A searcher and twenty people.
struct Shown {
  Node searcher;
  std::vector<Node> candidates;
};

std::vector<Shown> pages_of(const NetworkWorld& world, Page kind, std::size_t count) {
  std::mt19937_64 random(23);
  ReachComputer computer;
  std::vector<Shown> pages;
  for (const Node searcher : random_persons(world.network().people().node_max(), count)) {
    Shown page{searcher, {}};
    const ReachMap reach = computer.compute(Viewer(world.network(), searcher, kNetworkToday));
    std::vector<Node> from;
    for (std::size_t i = 0; i < reach.nodes.size(); ++i) {
      if (kind == Page::kReached || reach.degrees[i] == 3) from.push_back(reach.nodes[i]);
    }
    for (std::size_t i = 0; i < kHits && !from.empty(); ++i) page.candidates.push_back(from[random() % from.size()]);
    if (kind == Page::kHubs) page.candidates = world.hubs();
    pages.push_back(std::move(page));
  }
  return pages;
}

/// What paths weigh by the persons on them, tried forwards from the searcher; over contexts they are tried by introductions_test.cpp.
using Weights = std::multiset<std::pair<std::vector<Node>, double>>;

Weights paths_forwards(const Viewer& viewer, Node candidate) {
  const TieModel& model = viewer.network().tie_model();
  Weights near;
  Weights far;
  const Node searcher = viewer.searcher();
  for (const Arc& first : viewer.arcs(searcher)) {
    if (first.strength() < kTieMin) break;
    if (first.to == candidate) near.insert({{searcher, candidate}, first.strength() * share_of_step(model, first)});
    if (first.to == candidate || !viewer.may_carry(first.to)) continue;
    const double start = first.strength() * viewer.attention(first.to);
    for (const Arc& second : viewer.arcs(first.to)) {
      const double chance = start * second.strength() * share_of_step(model, second);
      if (chance < kChanceMin) continue;
      if (second.to == candidate) near.insert({{searcher, first.to, candidate}, chance});
      if (second.to == searcher || second.to == candidate || !viewer.may_carry(second.to)) continue;
      for (const Arc& third : viewer.arcs(second.to)) {
        const double last = chance * viewer.attention(second.to) * third.strength() * share_of_step(model, third);
        if (last >= kChanceMin && third.to == candidate) far.insert({{searcher, first.to, second.to, candidate}, last});
      }
    }
  }
  std::map<Node, double> best;  // of each second person
  for (const auto& [persons, chance] : far) best[persons[2]] = std::max(best[persons[2]], chance);
  std::int64_t joined = 0;
  std::int64_t nearer = 0;
  for (const auto& [second, chance] : best) joined += log_sum_of(chance);
  for (const auto& [persons, chance] : near) nearer += log_sum_of(chance);
  if (joined > nearer) near.merge(far);
  return near;
}

bool finds_the_paths(const Viewer& viewer, const std::vector<Node>& candidates) {
  const IntroductionFinder finder(viewer);
  for (const Node candidate : candidates) {
    Weights found;
    for (const Path& path : finder.find(candidate, std::size_t{1} << 20U).paths) {
      if (!path.context) found.insert({path.persons, path.chance});
    }
    const Weights wanted = paths_forwards(viewer, candidate);
    const bool same = std::equal(
        found.begin(), found.end(), wanted.begin(), wanted.end(),
        [](const auto& a, const auto& b) { return a.first == b.first && std::abs(a.second - b.second) < 1e-12; });
    if (!same) return false;
  }
  return true;
}

/// The page's paths with what is shown of each tie; returns how many ties there are.
std::size_t show_page(const Viewer& viewer, const std::vector<Node>& candidates) {
  std::size_t ties = 0;
  const IntroductionFinder finder(viewer);
  for (const Node candidate : candidates) {
    const Introductions found = finder.find(candidate, kPathsShown);
    for (const Path& path : found.paths) {
      for (std::size_t i = 0; i + 1 < path.persons.size(); ++i) {
        const bool is_context = path.context && i + 2 == path.persons.size();
        if (is_context) continue;
        benchmark::DoNotOptimize(viewer.counts(path.persons[i], path.persons[i + 1]));
        benchmark::DoNotOptimize(viewer.topics(path.persons[i], path.persons[i + 1], kTopicsShown));
        ++ties;
      }
    }
  }
  return ties;
}

void BM_FindIntroductions(benchmark::State& state) {
  const auto persons = static_cast<Node>(state.range(0));
  const auto kind = static_cast<Page>(state.range(1));
  const NetworkWorld& world = network_world({persons, true, state.range(2) != 0, true, true});
  const std::vector<Shown> pages = pages_of(world, kind, is_small() ? 20 : kPages);
  for (std::size_t i = 0; i < 2; ++i) {
    const Viewer viewer(world.network(), pages[i].searcher, kNetworkToday);
    if (!finds_the_paths(viewer, pages[i].candidates)) return state.SkipWithError("other paths");
  }
  std::vector<double> times_ms;
  std::size_t ties = 0;
  for (auto _ : state) {
    for (const Shown& page : pages) {
      const Viewer viewer(world.network(), page.searcher, kNetworkToday);
      const double began = thread_cpu_ms();
      ties += show_page(viewer, page.candidates);
      times_ms.push_back(thread_cpu_ms() - began);
    }
  }
  state.SetLabel(kind == Page::kReached ? "reached" : kind == Page::kOverTwo ? "over two persons" : "hubs");
  state.SetItemsProcessed(static_cast<std::int64_t>(times_ms.size()));
  report_percentiles(state, times_ms);
  state.counters["ties_a_page"] = static_cast<double>(ties) / static_cast<double>(times_ms.size());
}

/// Expected introductions by referrer, over direct ties and contexts, summed in a map.
std::map<Node, double> expected_slowly(const Viewer& viewer, const std::vector<double>& merits) {
  std::map<Node, double> own;
  for (const Arc& arc : viewer.arcs(viewer.searcher())) own[arc.to] = arc.strength();
  std::map<Node, double> expected;
  std::size_t rank = 0;
  for (const Arc& ask : viewer.arcs(viewer.searcher())) {
    const bool over_contexts = rank++ < kContextIntroducersMax;
    if (ask.strength() < kTieMin || !viewer.may_carry(ask.to)) continue;
    std::map<Node, double> fails;
    const auto add = [&](Node node, double strength) {
      const double chance = ask.strength() * viewer.attention(ask.to) * strength;
      if (chance >= kChanceMin && node != viewer.searcher()) fails.try_emplace(node, 1).first->second *= 1 - chance;
    };
    for (const Arc& arc : viewer.arcs(ask.to)) {
      add(arc.to, arc.strength() * share_of_step(viewer.network().tie_model(), arc));
    }
    for (const ContextStay& stay : viewer.stays(ask.to)) {
      if (!over_contexts || !introduces(viewer, stay.context)) continue;
      viewer.for_each_member(stay.context, [&](Node other, std::span<const ContextMember>) {
        if (other == ask.to) return;
        for (const SharedContext& shared : shared_contexts(viewer, ask.to, other)) {
          if (shared.context == stay.context) add(other, shared.strength);
        }
      });
    }
    for (const auto& [node, left] : fails) {
      const double known = own.contains(node) ? own.at(node) : 0;
      if (merits[node] > 0) expected[ask.to] += merits[node] * (1 - known) * (1 - left);
    }
  }
  return expected;
}

bool ranks_rightly(const Viewer& viewer, const std::vector<double>& merits) {
  const auto wanted = expected_slowly(viewer, merits);
  const auto found = ReferrerFinder(viewer).rank(merits, wanted.size() + 1, kCandidates);
  if (found.size() != wanted.size()) return false;
  return std::all_of(found.begin(), found.end(), [&](const Referrer& referrer) {
    return wanted.contains(referrer.node) && std::abs(wanted.at(referrer.node) - referrer.expected) < 1e-9;
  });
}

/// As find_referrers does it, without the matching itself.
void BM_RankReferrers(benchmark::State& state) {
  const auto persons = static_cast<Node>(state.range(0));
  const NetworkWorld& world = network_world({persons, true, state.range(1) != 0, true, true});
  std::mt19937_64 random(29);
  std::vector<double> merits(std::size_t{persons} + 1, 0);
  for (Node person = 1; person <= persons; ++person) {
    const double fit = static_cast<double>(1 + random() % 1000) / 1000;
    if (random() % persons < kMatches) merits[person] = fit;
  }
  std::vector<Node> searchers = random_persons(persons, kSearchers);
  for (std::size_t i = 0; i < 2; ++i) {
    if (!ranks_rightly(Viewer(world.network(), searchers[i], kNetworkToday), merits)) {
      return state.SkipWithError("other referrers");
    }
  }
  if (state.range(2) != 0) searchers = world.hubs();
  std::vector<double> times_ms;
  double candidates = 0;
  for (auto _ : state) {
    for (const Node searcher : searchers) {
      const Viewer viewer(world.network(), searcher, kNetworkToday);
      const double began = thread_cpu_ms();
      const ReferrerFinder finder(viewer);
      candidates += static_cast<double>(finder.candidates().size());
      benchmark::DoNotOptimize(finder.rank(merits, kReferrers, kCandidates));
      times_ms.push_back(thread_cpu_ms() - began);
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(times_ms.size()));
  report_percentiles(state, times_ms);
  state.counters["candidates_mean"] = candidates / static_cast<double>(times_ms.size());
}

void pages(benchmark::internal::Benchmark* benchmark) {
  for (const std::int64_t persons : network_sizes()) {
    for (const std::int64_t page : {0, 1, 2}) benchmark->Args({persons, page, 0});
  }
}
void referrers(benchmark::internal::Benchmark* benchmark) {
  for (const std::int64_t persons : network_sizes()) benchmark->Args({persons, 0, 0})->Args({persons, 0, 1});
}
BENCHMARK(BM_FindIntroductions)->ArgNames({"persons", "page", "strong"})->Apply(pages)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_RankReferrers)->ArgNames({"persons", "strong", "hub"})->Apply(referrers)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace kennis::benchmarks
