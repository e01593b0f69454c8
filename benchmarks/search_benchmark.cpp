/// @file
/// Whole searches, from the text of a query to ranked hits with introductions: CPU time by kind of query, with the searcher's reach kept from
/// an earlier search and with a fresh searcher each time.
#include <algorithm>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "benchmarks/measure.h"
#include "benchmarks/searched_index.h"
#include "network/network.h"
#include "network/reach.h"
#include "schema/skill_knowledge.h"
#include "schema/statistics.h"
#include "searcher/ranking.h"
#include "searcher/searcher.h"
#include "searcher/skill_recognition.h"
#include "tests/reference/indexed_world.h"
#include "tests/reference/linear_search.h"

namespace kennis::benchmarks {
namespace {

constexpr std::size_t kCheckedSearchers = 2;

struct Kind {
  const char* name;
  std::vector<std::string> queries;
};

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> kKinds = {
      {"one_skill",
       {"skill:python", "skill:kubernetes", "skill:\"patient care\"", "skill:c++", "skill:rust",
        "skill:\"machine learning\"", "skill:\"key account management\""}},
      {"and_of_two",
       {"python AND sql", "java AND kubernetes", "react AND typescript", "triage AND \"wound care\"", "c++ AND rust",
        "skill:\"patient care\" AND skill:\"wound care\"", "\"machine learning\" AND python"}},
      {"or_of_four",
       {"python OR javascript OR sql OR java", "typescript OR react OR html OR css",
        "python OR java OR didactics OR triage", "sql OR c++ OR python OR mathematics"}},
      {"phrase", {"\"machine learning\"", "\"classroom management\"", "\"wound care\"", "\"lesson planning\""}},
      {"phrase_in_texts", {"\"ik hou van\"", "\"creative maintenance\"", "\"senior python\"", "\"new colleagues\""}},
      {"ten_parts",
       {"(java OR kotlin OR scala) AND (kubernetes OR docker) AND (sql OR postgresql) NOT (junior OR intern OR php)",
        "(python OR r OR julia) AND (\"machine learning\" OR statistics) AND (sql OR spark) NOT junior +data -php"}},
      {"name", {"name:jansen", "name:petra", "name:\"lars postma\"", "name:anna"}},
  };
  return kKinds;
}

/// The hits are the best of all matches: all are fetched, scored again, and put into order by score and id.
std::string fault_beside_all(const Searcher& searcher, const SearchRequest& request) {
  SearchRequest all = request;
  all.exact = true;
  all.limit = limit::kHitsMax;
  all.paths = 0;
  const auto few = searcher.search(request);
  const auto many = searcher.search(all);
  if (!few || !many) return "a query was refused: " + request.query;
  std::vector<std::pair<Nano, std::string>> ranked;
  for (const Hit& hit : many.value().hits) {
    ranked.emplace_back(-to_nano(score_of(hit.fit, hit.reach, request.closeness)), hit.id);
  }
  std::sort(ranked.begin(), ranked.end());
  const auto& hits = few.value().hits;
  if (hits.size() != std::min(request.limit, ranked.size())) return "hits are missing: " + request.query;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const bool same = hits[i].id == ranked[i].second && to_nano(hits[i].score) == -ranked[i].first;
    if (!same) return fmt::format("hit {} is another: {}", i + 1, request.query);
  }
  return {};
}

/// On a small world, beside a search that looks at everybody.
std::string fault_beside_linear(const std::vector<std::string>& queries) {
  static const reference::IndexedWorld world(300, 4);
  static const auto opened = Searcher::open(world.index(), {});
  static const Network network(world.generation());
  static const KnownRuns known(world.generation() / file::kRuns);
  static const SkillKnowledge knowledge(read_skill_knowledge(world.generation() / file::kTaxonomy));
  static const Statistics statistics(world.generation() / file::kTerms);
  static const reference::LinearSearch linear(world.world(), network.people(),
                                              {&known, evidence_day(network.as_of()), &knowledge.finder()});
  Stemmer stemmer;
  ReachComputer computer;
  for (Node as = 5; as <= 205; as += 100) {
    const Viewer viewer(network, as, kToday);
    const ReachMap reach = computer.compute(viewer);
    for (const std::string& text : queries) {
      auto query = parse_query(text, stemmer);
      if (query) recognise_skills(query.value().root, knowledge.finder(), statistics);
      const auto request = request_of(text, std::string(network.people().id(as)));
      const auto answer = opened.value()->search(request);
      if (!query || !answer) return "a query was refused: " + text;
      const auto all = linear.search(query.value(), request.closeness, [&](const std::string& id) {
        return reach.of(network.people().find(id)).closeness;
      });
      const auto& hits = answer.value().hits;
      if (hits.size() != std::min(request.limit, all.size())) return "hits are missing: " + text;
      for (std::size_t i = 0; i < hits.size(); ++i) {
        if (hits[i].id != all[i].id) return fmt::format("hit {} is another than among all: {}", i + 1, text);
      }
    }
  }
  return {};
}

std::string fault_of(const std::vector<std::string>& queries) {
  std::string fault = fault_beside_linear(queries);
  for (const std::string& query : queries) {
    for (std::size_t i = 0; i < kCheckedSearchers && fault.empty(); ++i) {
      fault = fault_beside_all(searched().searcher(), request_of(query, searched().id(i)));
    }
  }
  return fault;
}

void BM_Search(benchmark::State& state) {
  const Kind& kind = kinds()[static_cast<std::size_t>(state.range(0))];
  const bool kept = state.range(1) != 0;
  const std::string fault = fault_of(kind.queries);
  if (!fault.empty()) return state.SkipWithError(fault.c_str());
  const Searcher& searcher = searched().searcher();
  std::vector<double> times_ms;
  double hits = 0;
  std::uint64_t total = 0;
  for (auto _ : state) {
    for (std::size_t i = 0; i < kSearchers; ++i) {
      const std::string& query = kind.queries[i % kind.queries.size()];
      const auto request = request_of(query, kept ? searched().id(i) : searched().fresh_id());
      if (kept)
        static_cast<void>(searcher.search(request));  // from now on it is there what the searcher reaches and may know
      const double began = thread_cpu_ms();
      const auto answer = searcher.search(request);
      times_ms.push_back(thread_cpu_ms() - began);
      hits += static_cast<double>(answer.value().hits.size());
      total = std::max(total, answer.value().total);
    }
  }
  state.SetLabel(kind.name);
  state.SetItemsProcessed(static_cast<std::int64_t>(times_ms.size()));
  report_percentiles(state, times_ms);
  state.counters["hits_mean"] = hits / static_cast<double>(times_ms.size());
  state.counters["total_max"] = static_cast<double>(total);
  state.counters["persons"] = static_cast<double>(searched().persons());
}

void all_kinds(benchmark::internal::Benchmark* benchmark) {
  for (std::size_t kind = 0; kind < kinds().size(); ++kind) {
    for (const std::int64_t kept : {1, 0}) benchmark->Args({static_cast<std::int64_t>(kind), kept});
  }
}
BENCHMARK(BM_Search)->ArgNames({"kind", "reach_kept"})->Apply(all_kinds)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace kennis::benchmarks
