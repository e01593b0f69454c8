/// @file
/// What comes beside the hits: CPU of facets over a broad result and of fragments for a page, as what they add to the same search without them; and of
/// suggestions while somebody types, with errors and without.
#include <algorithm>
#include <random>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <simdjson.h>

#include "benchmarks/measure.h"
#include "benchmarks/searched_index.h"
#include "schema/name_lists.h"
#include "searcher/suggest.h"

namespace kennis::benchmarks {
namespace {

constexpr std::size_t kTyped = 1000;
constexpr std::size_t kChecked = 20;

SearchAnswer ask(const SearchRequest& request) {
  auto answer = searched().searcher().search(request);
  if (!answer) throw std::runtime_error(request.query + ": " + answer.error().message);
  return std::move(answer).value();
}

double cpu_of(const SearchRequest& request) {
  const double began = thread_cpu_ms();
  benchmark::DoNotOptimize(ask(request));
  return thread_cpu_ms() - began;
}

/// Medians and tails of what `with` takes more than `without`, asked in turns by one searcher after another.
template <typename Change>
void report_added(benchmark::State& state, const std::vector<std::string>& queries, const Change& with) {
  std::vector<double> whole, added;
  std::uint64_t total = 0;
  for (auto _ : state) {
    for (std::size_t i = 0; i < kSearchers; ++i) {
      SearchRequest request = request_of(queries[i % queries.size()], searched().id(i));
      request.snippets = 0;
      total = std::max(total, ask(request).total);  // its reach is there from now on
      const double without_ms = cpu_of(request);
      with(request);
      whole.push_back(cpu_of(request));
      added.push_back(whole.back() - without_ms);
    }
  }
  report_percentiles(state, whole);
  state.counters["added_p50_ms"] = percentile(added, 0.5);
  state.counters["added_p99_ms"] = percentile(added, 0.99);
  state.counters["total_max"] = static_cast<double>(total);
  state.counters["persons"] = static_cast<double>(searched().persons());
}

/// Every count is what the search finds with that value as a filter.
std::string fault_of_facets(const SearchRequest& request) {
  for (const Facet& facet : ask(request).facets) {
    for (std::size_t i = 0; i < std::min<std::size_t>(3, facet.values.size()); ++i) {
      SearchRequest narrower = request;
      narrower.facets.clear();
      narrower.exact = true;
      narrower.filters = {facet.field + ":" + facet.values[i].value};
      if (ask(narrower).total != facet.values[i].count)
        return fmt::format("{} are not {}", narrower.filters[0], facet.values[i].count);
    }
  }
  return {};
}

void BM_CountFacets(benchmark::State& state) {
  static const std::vector<std::string> kBroad = {"team", "planning OR team",
                                                  "kwaliteit OR quality OR senior OR junior"};
  const auto with_facets = [](SearchRequest& request) {
    request.facets = {"skill", "current_company", "country", "years", "language"};
  };
  SearchRequest request = request_of(kBroad[0], searched().id(0));
  with_facets(request);
  if (const std::string fault = fault_of_facets(request); !fault.empty()) return state.SkipWithError(fault.c_str());
  report_added(state, kBroad, with_facets);
}
BENCHMARK(BM_CountFacets)->Unit(benchmark::kMillisecond);

/// Marks lie in their text and in order, and most hits have something to show.
std::string fault_of_snippets(const SearchRequest& request) {
  const SearchAnswer answer = ask(request);
  std::size_t shown = 0;
  for (const Hit& hit : answer.hits) {
    if (!hit.snippets.empty()) ++shown;
    for (const Snippet& snippet : hit.snippets) {
      std::size_t at = 0;
      for (const TextRange& mark : snippet.marks) {
        if (mark.begin < at || mark.end <= mark.begin || mark.end > snippet.text.size())
          return "a mark is out of place in: " + snippet.text;
        at = mark.end;
      }
    }
  }
  return shown * 2 >= answer.hits.size() ? "" : "most hits show nothing";
}

void BM_CutSnippets(benchmark::State& state) {
  static const std::vector<std::string> kQueries = {
      "python sql", "\"machine learning\" OR \"wound care\"", "kwaliteit AND team",
      "(python OR rust OR sql) AND (react OR typescript) AND (html OR css) AND (junior OR senior) NOT ai"};
  for (const std::string& query : kQueries) {
    const std::string fault = fault_of_snippets(request_of(query, searched().id(0)));
    if (!fault.empty()) return state.SkipWithError(fault.c_str());
  }
  report_added(state, kQueries, [](SearchRequest& request) { request.snippets = 3; });
}
BENCHMARK(BM_CutSnippets)->Unit(benchmark::kMillisecond);

/// The beginning of a word of somebody's name or skill, up to 12 bytes, with up to `errors` letters changed.
std::string something_typed(const NameLists& names, std::mt19937_64& random, std::size_t errors) {
  const NameList& list = names.of(static_cast<NameKind>(random() % kNameKindCount));
  if (list.words().empty()) return "a";
  std::string typed(list.from(list.words()[random() % list.words().size()]));
  typed.resize(std::min<std::size_t>(typed.size(), 1 + random() % 12));
  for (; errors > 0; --errors) typed[random() % typed.size()] = static_cast<char>('a' + random() % 26);
  while (!typed.empty() && (static_cast<unsigned char>(typed.back()) & 0x80U) != 0) typed.pop_back();
  return typed.empty() ? "a" : typed;
}

/// What is suggested finds as many as it says.
std::string fault_of_suggestions(const SuggestRequest& request) {
  const auto answer = suggest(searched().searcher(), request);
  if (!answer) return request.text + ": " + answer.error().message;
  for (const Suggestion& suggestion : answer.value().suggestions) {
    if (!suggestion.count) continue;
    SearchRequest search = request_of(suggestion.query, request.as);
    search.exact = true;
    search.limit = 0;
    if (ask(search).total != *suggestion.count)
      return fmt::format("{} are not {}", suggestion.query, *suggestion.count);
  }
  return {};
}

void BM_Suggest(benchmark::State& state) {
  const NameLists names(searched().searcher().generation_path());
  std::mt19937_64 random(9);
  std::vector<SuggestRequest> requests;
  for (std::size_t i = 0; i < kTyped; ++i) {
    const std::string typed = something_typed(names, random, static_cast<std::size_t>(state.range(0)));
    requests.push_back({typed, searched().id(i % kSearchers), {}, 10, kToday});
    if (!simdjson::validate_utf8(typed)) requests.back().text = "a";
  }
  for (std::size_t i = 0; i < kChecked; ++i) {
    const std::string fault = fault_of_suggestions(requests[i]);
    if (!fault.empty()) return state.SkipWithError(fault.c_str());
  }
  std::vector<double> times_ms;
  std::size_t suggestions = 0;
  for (const SuggestRequest& request : requests) static_cast<void>(suggest(searched().searcher(), request));
  for (auto _ : state) {
    for (const SuggestRequest& request : requests) {
      const double began = thread_cpu_ms();
      const auto answer = suggest(searched().searcher(), request);
      times_ms.push_back(thread_cpu_ms() - began);
      suggestions += answer.value().suggestions.size();
    }
  }
  report_percentiles(state, times_ms);
  state.counters["suggestions_mean"] = static_cast<double>(suggestions) / static_cast<double>(times_ms.size());
  state.counters["persons"] = static_cast<double>(searched().persons());
}
BENCHMARK(BM_Suggest)->ArgName("errors")->Arg(0)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace kennis::benchmarks
