/// @file
/// The journal: how long an append waits for the disk, alone and beside others; how soon what it says is in a search; and what a steady load of
/// writes costs the searches beside it. KENNIS_BENCHMARK_INDEX names an index to use instead of a generated one; it is written to.
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <random>
#include <thread>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "benchmarks/measure.h"
#include "journal/draft.h"
#include "journal/journal.h"
#include "network/people.h"
#include "schema/fields.h"
#include "searcher/searcher.h"
#include "tests/reference/indexed_world.h"

namespace kennis::benchmarks {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/// An index that is searched and written to.
class Written {
 public:
  Written() {
    const char* given = std::getenv("KENNIS_BENCHMARK_INDEX");
    if (given == nullptr || is_small()) world_ = std::make_unique<reference::IndexedWorld>(people(20'000, 400), 1);
    const fs::path index = world_ ? world_->index() : fs::path(given);
    auto opened = Searcher::open(index, {});
    if (!opened) throw std::runtime_error(opened.error().message);
    searcher_ = std::move(opened).value();
    auto journal = Journal::open(index);
    if (!journal) throw std::runtime_error(journal.error().message);
    journal_ = std::move(journal).value();
    people_ = People(searcher_->generation_path() / file::kPeople, searcher_->generation_path() / file::kIdentifiers);
  }
  [[nodiscard]] const Searcher& searcher() const { return *searcher_; }
  [[nodiscard]] Journal& journal() { return *journal_; }
  [[nodiscard]] std::string person(std::uint64_t number) const {
    return std::string(people_.id(static_cast<Node>(1 + number % people_.profile_count())));
  }
  /// A meeting of two persons, or now and then a profile.
  [[nodiscard]] EntryDraft draft(std::mt19937_64& random) const {
    DraftMaker maker("benchmark", now());
    if (random() % 10 == 0) {
      return maker.profile(R"({"headline":"Python engineer","skills":["python","sql"]})", person(random())).value();
    }
    const std::string event =
        fmt::format(R"({{"at":"{}","from":"{}","to":["{}"],"channel":"meeting"}})",
                    format_instant(searcher_->manifest().as_of), person(random()), person(random()));
    return maker.interaction(event).value();
  }

 private:
  std::unique_ptr<reference::IndexedWorld> world_;
  std::unique_ptr<Searcher> searcher_;
  std::unique_ptr<Journal> journal_;
  People people_;
};

Written& written() {
  static Written written;
  return written;
}

/// One append after another, each until it is acknowledged and searches see it.
void BM_Append(benchmark::State& state) {
  Written& index = written();
  std::mt19937_64 random(static_cast<std::uint64_t>(state.thread_index()) + 1);
  std::vector<double> times;
  for (auto _ : state) {
    const auto begin = Clock::now();
    const auto positions = index.journal().append({index.draft(random)});
    const bool is_seen = positions && index.searcher().follow_journal() >= positions.value().front();
    times.push_back(ms_since(begin));
    if (!is_seen) state.SkipWithError("what was acknowledged is not seen");
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
  report_percentiles(state, times);
}
BENCHMARK(BM_Append)->Threads(1)->Threads(8)->UseRealTime();

/// Searches as different persons, with and without 200 writes a second beside them.
void BM_SearchBesideWrites(benchmark::State& state) {
  Written& index = written();
  const auto per_second = state.range(0);
  std::vector<double> acknowledged;
  std::jthread writer([&](const std::stop_token& stop) {
    std::mt19937_64 random(99);
    auto next = Clock::now();
    while (per_second > 0 && !stop.stop_requested()) {
      std::this_thread::sleep_until(next);
      next += std::chrono::microseconds(1'000'000 / per_second);
      const auto begin = Clock::now();
      if (index.journal().append({index.draft(random)})) (void)index.searcher().follow_journal();
      acknowledged.push_back(ms_since(begin));
    }
  });
  std::vector<double> times;
  std::uint64_t number = 0;
  for (auto _ : state) {
    SearchRequest request;
    request.as = index.person(++number % 20 * 7919);
    request.query = number % 2 == 0 ? "skill:python" : "python AND sql";
    const auto begin = Clock::now();
    if (!index.searcher().search(request)) state.SkipWithError("a search failed");
    times.push_back(ms_since(begin));
  }
  writer.request_stop();
  writer.join();
  report_percentiles(state, times);
  state.counters["ack_p50_ms"] = percentile(acknowledged, 0.50);
  state.counters["ack_p99_ms"] = percentile(acknowledged, 0.99);
  state.counters["written"] = static_cast<double>(acknowledged.size());
}
BENCHMARK(BM_SearchBesideWrites)->ArgName("writes_per_s")->Arg(0)->Arg(200)->Arg(0)->UseRealTime();

}  // namespace
}  // namespace kennis::benchmarks
