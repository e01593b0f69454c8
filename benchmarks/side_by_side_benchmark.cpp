/// @file
/// The same questions put to Kennis, plain Xapian, SQLite's FTS5 and PostgreSQL, over the same profiles and ties, in turns within one run: CPU of the best 20.
///
/// Answers are compared first: who matches each question must be the same everybody, and whom a searcher reaches over two hops nearly so. Run by
/// benchmarks/side_by_side.sh, which starts a PostgreSQL of its own; without one it is left out. KENNIS_BENCHMARK_INDEX names an index that is there.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <random>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <simdjson.h>

#include "benchmarks/measure.h"
#include "benchmarks/rival.h"
#include "network/reach.h"
#include "schema/profile_records.h"
#include "schema/read_record.h"
#include "searcher/searcher.h"
#include "tests/reference/indexed_world.h"

namespace kennis::benchmarks {
namespace {

namespace fs = std::filesystem;

constexpr Days kToday = 20454;  // 2026-01-01, the day on which a generated world ends
constexpr std::size_t kLimit = 20;
constexpr std::size_t kSearchers = 40;
constexpr int kRounds = 9;

/// What Kennis has of a world, given to the others.
class Source {
 public:
  explicit Source(const fs::path& generation) : network_(generation), records_(generation) {
    std::mt19937_64 random(3);
    for (std::size_t tries = 0; tries < 100 * kSearchers && searchers_.size() < kSearchers; ++tries) {
      const auto node = static_cast<Node>(1 + random() % records_.count());
      // Rights by teams and private groups are left to Kennis: whoever has none needs no more than ties and `sharing`.
      const Viewer viewer(network_, node, kToday);
      if (viewer.own_stays().empty() && viewer.arcs(node).size() >= 5) searchers_.push_back(node);
    }
    if (searchers_.empty()) throw std::runtime_error("everybody is in a team or group");
  }
  [[nodiscard]] const Network& network() const { return network_; }
  [[nodiscard]] const std::vector<Node>& searchers() const { return searchers_; }

  [[nodiscard]] GivenWorld given() const {
    return {[this](const auto& use) { give_profiles(use); }, [this](const auto& use) { give_persons(use); },
            [this](const auto& use) { give_ties(use); }};
  }

 private:
  void give_profiles(const std::function<void(const GivenProfile&)>& use) const {
    RecordReader reader;
    for (std::uint32_t node = 1; node <= records_.count(); ++node) {
      std::string line(records_.of(node));
      line.reserve(line.size() + simdjson::SIMDJSON_PADDING);
      const auto profile = reader.profile(line);
      if (!profile) throw std::runtime_error(profile.error().message);
      use({node, profile.value(), line});
    }
  }
  void give_persons(const std::function<void(const GivenPerson&)>& use) const {
    const Viewer viewer(network_, searchers_.front(), kToday);
    for (Node node = 1; node <= network_.people().node_max(); ++node) {
      const Rights rights = network_.people().rights(node);
      const bool carries = rights.contact_policy != ContactPolicy::kDoNotContact && rights.sharing != Sharing::kNobody;
      use({node, viewer.attention(node), !carries ? 0 : rights.sharing == Sharing::kEveryone ? 2 : 1});
    }
  }
  void give_ties(const std::function<void(const GivenTie&)>& use) const {
    const Viewer viewer(network_, searchers_.front(), kToday);
    for (Node node = 1; node <= network_.people().node_max(); ++node) {
      for (const Arc& arc : viewer.arcs(node)) {
        use({node, arc.to, arc.strength(), share_of_step(network_.tie_model(), arc), arc.to_acted()});
      }
    }
  }

  Network network_;
  ProfileRecords records_;
  std::vector<Node> searchers_;
};

/// Everybody who is asked.
class SideBySide {
 public:
  SideBySide() {
    const char* given = std::getenv("KENNIS_BENCHMARK_INDEX");
    if (given == nullptr || is_small()) world_ = std::make_unique<reference::IndexedWorld>(people(20'000, 400), 1);
    const fs::path index = world_ ? world_->index() : fs::path(given);
    searcher_ = opened(index, {});
    SearcherOptions options;
    options.cache_bytes_max = 0;
    forgetful_ = opened(index, options);
    source_ = std::make_unique<Source>(searcher_->generation_path());
    const char* kept = std::getenv("KENNIS_BENCHMARK_RIVALS");  // a folder in which they find what they made before
    const fs::path folder = kept != nullptr && !is_small() ? fs::path(kept) : folder_.path();
    fs::create_directories(folder);
    rivals_.push_back(make_xapian_rival(folder, source_->given()));
    rivals_.push_back(make_fts5_rival(folder, source_->given()));
    std::string why;
    if (auto postgresql = make_postgresql_rival(source_->given(), why)) {
      rivals_.push_back(std::move(postgresql));
    } else {
      std::cerr << "PostgreSQL is left out: " << why << '\n';
    }
    fault_ = fault_of_reach();
  }
  [[nodiscard]] const std::vector<std::unique_ptr<Rival>>& rivals() const { return rivals_; }
  [[nodiscard]] std::uint32_t node(std::size_t round) const {
    return source_->searchers()[round % source_->searchers().size()];
  }
  [[nodiscard]] std::size_t persons() const { return source_->network().people().node_max(); }

  /// As much as the others are asked for: the best 20, with neither fragments nor introductions.
  [[nodiscard]] SearchRequest request(const Question& question, std::uint32_t searcher, double closeness) const {
    SearchRequest request;
    request.query = for_kennis(question);
    request.as = source_->network().people().id(searcher);
    request.closeness = closeness;
    request.limit = kLimit;
    request.paths = 0;
    request.snippets = 0;
    request.rights_date = kToday;
    request.timeout = std::chrono::milliseconds(limit::kSearchTimeoutMsMax);
    return request;
  }
  /// With `anew`, the searcher's reach is reckoned for this question, as it is by the others.
  [[nodiscard]] SearchAnswer ask(const SearchRequest& request, bool anew) const {
    auto answer = (anew ? forgetful_ : searcher_)->search(request);
    if (!answer) throw std::runtime_error(request.query + ": " + answer.error().message);
    return std::move(answer).value();
  }

  /// Not the same people; empty if they are.
  [[nodiscard]] std::string fault_of(const Question& question) const {
    if (!fault_.empty()) return fault_;
    SearchRequest all = request(question, node(0), 0);
    all.exact = true;
    all.limit = limit::kHitsMax;
    const SearchAnswer answer = ask(all, false);
    std::vector<std::uint32_t> own;
    for (const Hit& hit : answer.hits) own.push_back(source_->network().people().find(hit.id));
    std::sort(own.begin(), own.end());
    for (const auto& rival : rivals_) {
      const auto theirs = rival->all(question);
      if (theirs.size() != answer.total || (own.size() == answer.total && theirs != own)) {
        return fmt::format("{}: {} in Kennis, {} in {}, or others", all.query, answer.total, theirs.size(),
                           rival->name());
      }
    }
    return {};
  }

 private:
  static std::unique_ptr<Searcher> opened(const fs::path& index, const SearcherOptions& options) {
    auto searcher = Searcher::open(index, options);
    if (!searcher) throw std::runtime_error(searcher.error().message);
    return std::move(searcher).value();
  }
  /// Kennis knows more ways (shared employers, schools, groups) and reckons in fixed point; else all reach the same persons.
  [[nodiscard]] std::string fault_of_reach() const {
    ReachComputer computer;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, source_->searchers().size()); ++i) {
      const ReachMap own = computer.compute(Viewer(source_->network(), node(i), kToday));
      for (const auto& rival : rivals_) {
        if (!rival->knows_ties()) continue;
        const auto theirs = rival->reached(node(i));
        const auto missing = std::count_if(theirs.begin(), theirs.end(), [&](std::uint32_t person) {
          return !std::binary_search(own.nodes.begin(), own.nodes.end(), person);
        });
        if (theirs.size() < 5 || static_cast<std::size_t>(missing) * 500 > theirs.size())
          return fmt::format("{} reaches {} persons, {} of them not in Kennis", rival->name(), theirs.size(), missing);
      }
    }
    return {};
  }

  std::unique_ptr<reference::IndexedWorld> world_;
  std::unique_ptr<Searcher> searcher_, forgetful_;
  std::unique_ptr<Source> source_;
  reference::TemporaryFolder folder_;
  std::vector<std::unique_ptr<Rival>> rivals_;
  std::string fault_;
};

SideBySide& all_of_them() {
  static SideBySide kAll;
  return kAll;
}

/// The CPU of each in turns, medians over the rounds. With `close`, each round is another searcher, whose reach nobody has reckoned yet.
void BM_AskSideBySide(benchmark::State& state) {
  const Question& question = questions()[static_cast<std::size_t>(state.range(0))];
  const bool close = state.range(1) != 0;
  SideBySide& all = all_of_them();
  const std::string fault = all.fault_of(question);
  if (!fault.empty()) return state.SkipWithError(fault.c_str());
  std::vector<std::vector<double>> times(1 + all.rivals().size());
  std::size_t round = 0;
  const auto ask_all = [&](bool timed) {
    const std::uint32_t searcher = all.node(close ? round++ : 0);
    const SearchRequest request = all.request(question, searcher, close ? 0.3 : 0);
    double began = thread_cpu_ms();
    benchmark::DoNotOptimize(all.ask(request, close));
    if (timed) times[0].push_back(thread_cpu_ms() - began);
    for (std::size_t i = 0; i < all.rivals().size(); ++i) {
      Rival& rival = *all.rivals()[i];
      if (close && !rival.knows_ties()) continue;
      began = rival.cpu_ms();
      benchmark::DoNotOptimize(close ? rival.best_and_close(question, searcher, kLimit) : rival.best(question, kLimit));
      if (timed) times[i + 1].push_back(rival.cpu_ms() - began);
    }
  };
  ask_all(false);
  for (auto _ : state) ask_all(true);
  const double own = percentile(times[0], 0.5);
  state.counters["kennis_ms"] = own;
  for (std::size_t i = 0; i < all.rivals().size(); ++i) {
    if (times[i + 1].empty()) continue;
    const double theirs = percentile(times[i + 1], 0.5);
    state.counters[all.rivals()[i]->name() + "_ms"] = theirs;
    state.counters["times_" + all.rivals()[i]->name()] = theirs / own;
  }
  state.counters["persons"] = static_cast<double>(all.persons());
  state.SetLabel(question.kind + ": " + in_capitals(question));
}

void all_questions(benchmark::internal::Benchmark* benchmark) {
  for (const std::int64_t close : {0, 1}) {
    for (std::size_t i = 0; i < questions().size(); ++i) benchmark->Args({static_cast<std::int64_t>(i), close});
  }
}
BENCHMARK(BM_AskSideBySide)
    ->ArgNames({"question", "close"})
    ->Apply(all_questions)
    ->Iterations(kRounds)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace kennis::benchmarks
