/// @file
/// From a log of events to the graph on disk: read, persons resolved, duplicates dropped, folded by pair, written.
#include <chrono>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <set>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "benchmarks/measure.h"
#include "indexer/block_source.h"
#include "indexer/index_run.h"
#include "indexer/interaction_stage.h"
#include "indexer/tie_fold.h"
#include "network/graph.h"
#include "network/ties.h"
#include "tests/reference/indexed_world.h"

namespace kennis::benchmarks {
namespace {

namespace fs = std::filesystem;

constexpr Seconds kAsOf = 1767225600;  // 2026-01-01
constexpr std::size_t kBlockBytes = 1U << 20U;
constexpr std::size_t kEventsPerPerson = 32;  // what a generated world has
constexpr std::size_t kStepsMax = 12;  ///< contacts stand near each other in a row: about 20 a person, 3 events a tie

std::string id_of(std::uint64_t person) { return fmt::format("p{:07}", person); }

/// A log in a temporary folder. One person in fifty has no profile, one event in eight several recipients, one line in a hundred is sent
/// again.
class Log {
 public:
  Log(std::size_t events, std::uint64_t seed) : persons_(std::max<std::size_t>(100, events / kEventsPerPerson)) {
    std::mt19937_64 random(seed);
    std::ofstream out(path(), std::ios::binary);
    std::string lines;
    std::string last;
    for (std::size_t i = 0; i < events; ++i) {
      if (i == 0 || random() % 100 != 0) last = event(i, random);  // otherwise the line before again
      lines += last;
      if (lines.size() > kBlockBytes) {
        out << lines;
        lines.clear();
      }
    }
    out << lines;
    out.close();
    if (!out) throw std::runtime_error(path().string() + ": cannot be written");
    lines_ = events;
  }
  [[nodiscard]] fs::path path() const { return folder_.path() / "interactions.ndjson"; }
  [[nodiscard]] fs::path folder() const { return folder_.path(); }
  [[nodiscard]] std::size_t lines() const { return lines_; }
  [[nodiscard]] std::size_t persons() const { return persons_; }
  [[nodiscard]] static bool has_profile(std::size_t person) { return person % 50 != 0; }

 private:
  [[nodiscard]] std::string event(std::size_t number, std::mt19937_64& random) const {
    const std::size_t from = random() % persons_;
    const std::size_t recipients = random() % 8 == 0 ? 2 + random() % 4 : 1;
    std::string to;
    for (std::size_t i = 0; i < recipients; ++i) {
      const std::size_t step = 1 + (random() % kStepsMax) * (random() % kStepsMax) / kStepsMax;
      const std::size_t contact = random() % 2 == 0 ? from + step : from + persons_ - step;
      to += fmt::format("{}\"{}\"", i == 0 ? "" : ",", id_of(contact % persons_));
    }
    const auto at = kAsOf - static_cast<Seconds>(random() % (4 * 365 * kSecondsPerDay));
    return fmt::format("{{\"id\":\"e{}\",\"at\":\"{}\",\"from\":\"{}\",\"to\":[{}],\"channel\":\"{}\"}}\n", number,
                       format_instant(at), id_of(from), to, name_of(static_cast<Channel>(random() % kChannelCount)));
  }

  reference::TemporaryFolder folder_;
  std::size_t persons_;
  std::size_t lines_ = 0;
};

/// What a run of the indexer knows of persons when it comes to the log.
struct Known {
  explicit Known(const Log& log) {
    for (std::size_t person = 0; person < log.persons(); ++person) {
      if (!Log::has_profile(person)) continue;
      people.add(id_of(person), {}, kNeverSet);
      directory.add_profile(people.node_max(), names_of_profile(id_of(person), {}));
    }
    people.profile_count = people.node_max();
    directory.close_profiles();
  }
  Directory directory;
  PeopleColumns people;
};

struct Folded {
  FoldReport report;
  std::uint64_t lines = 0;
  std::uint64_t rejected = 0;
  double read_seconds = 0;
  double seconds = 0;
};

double seconds_since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

/// The two stages of a run that belong to ties, as index_run.cpp puts them together.
Folded fold_log(const Log& log, Known& known, std::size_t workers) {
  Folded folded;
  keep_freed_memory();  // as a run does
  const auto began = std::chrono::steady_clock::now();
  MemoryBudget budget;
  budget.bytes_max = std::size_t{4} << 30U;
  GroupScopes groups;
  SkillNames skills;
  TopicNames topics;
  PartitionedStore<EventEntry> events(log.folder(), EventFold::kPartitions, workers, budget);
  BlockSource source({log.path()}, kBlockBytes);
  InteractionStage stage({&known.directory, &groups, &skills, &topics, &events, kAsOf + kSecondsPerDay}, {"log"},
                         workers);
  scan(source, workers,
       {[&](const Block& block, std::size_t slot) { return stage.work(block, slot); },
        [&](const Block&, BlockResult& made) {
          const auto& result = static_cast<InteractionStage::Result&>(made);
          folded.lines += result.lines;
          folded.rejected += result.rejects.size();
        }});
  events.flush();
  folded.read_seconds = seconds_since(began);
  known.directory.finish(known.people);
  FoldOptions options{workers, log.folder(), &budget, known.people.node_max()};
  options.topics = &topics;
  EventFold fold(events, options, [&](Node node) { return known.directory.final_node(node); });
  fold.write(kAsOf, log.folder() / "graph.bin", log.folder() / "ties.bin");
  folded.seconds = seconds_since(began);
  folded.report = fold.report();
  return folded;
}

using Pairs = std::map<std::pair<std::string, std::string>, std::map<Channel, ChannelCounts>>;

void count_contact(Pairs& pairs, const Interaction& event, const std::string& to, std::size_t recipients) {
  const bool forward = event.from < to;
  auto [entry, is_new] = pairs[std::minmax(event.from, to)].try_emplace(event.channel);
  ChannelCounts& counts = entry->second;
  counts.channel = event.channel;
  Seconds& last = forward ? counts.last_forward : counts.last_backward;
  std::uint32_t& events = forward ? counts.events_forward : counts.events_backward;
  last = events == 0 ? event.at : std::max(last, event.at);
  ++events;
  (forward ? counts.forward : counts.backward) += share_of_event(recipients);
}

/// Slow and obvious: events by id, then pairs by the names of their persons.
Pairs pairs_of(const Log& log) {
  RecordReader reader;
  std::map<std::string, Interaction> events;
  for (const std::string& line : padded_lines(log.path())) {
    Interaction event;
    if (reader.interaction(line, event)) events[event.id] = event;
  }
  Pairs pairs;
  for (const auto& [id, event] : events) {
    std::set<std::string> recipients(event.to.begin(), event.to.end());
    recipients.erase(event.from);
    for (const std::string& to : recipients) count_contact(pairs, event, to, recipients.size());
  }
  return pairs;
}

bool same_counts(const std::vector<ChannelCounts>& counts, const std::map<Channel, ChannelCounts>& wanted) {
  return std::equal(counts.begin(), counts.end(), wanted.begin(), wanted.end(), [](const auto& a, const auto& entry) {
    const ChannelCounts& b = entry.second;
    return a.channel == b.channel && a.forward == b.forward && a.backward == b.backward &&
           a.events_forward == b.events_forward && a.events_backward == b.events_backward &&
           a.last_forward == b.last_forward && a.last_backward == b.last_backward;
  });
}

/// What is wrong with the files that were written; empty if nothing is.
std::string fault_of(const Log& log, const Known& known) {
  const Graph graph(log.folder() / "graph.bin");
  const Ties ties(log.folder() / "ties.bin");
  std::map<std::string, Node> nodes;
  for (Node node = 1; node <= known.people.node_max(); ++node) {
    const std::uint64_t offset = known.people.id_offsets[node];
    nodes[known.people.id_bytes.substr(offset, known.people.id_offsets[node + 1] - offset)] = node;
  }
  const Pairs pairs = pairs_of(log);
  if (ties.size() != pairs.size()) return fmt::format("{} ties, {} wanted", ties.size(), pairs.size());
  if (graph.tie_count() != pairs.size()) return fmt::format("{} in the graph", graph.tie_count());
  for (const auto& [names, counts] : pairs) {
    const Node a = nodes.at(names.first);
    const Node b = nodes.at(names.second);
    std::vector<ChannelCounts> found = ties.counts({kPublicScope, std::min(a, b), std::max(a, b)});
    if (a > b) turn_counts(found);
    if (!same_counts(found, counts)) return fmt::format("{}-{} has other counts", names.first, names.second);
    const Strength strength = strength_of_evidence(evidence_of_tie(default_tie_model(), found, kAsOf));
    const auto arcs = graph.arcs(a);
    const bool is_there =
        std::any_of(arcs.begin(), arcs.end(), [&](const Arc& arc) { return arc.to == b && arc.units() == strength; });
    if (!is_there) return fmt::format("{}-{} has another strength", names.first, names.second);
  }
  return {};
}

/// The same on a small log: once a number of workers.
std::string fault_on_small_log(std::size_t workers) {
  const Log log(50'000, 7);
  Known known(log);
  const Folded folded = fold_log(log, known, workers);
  if (folded.report.events + folded.report.duplicates != log.lines()) return "lines were lost";
  return fault_of(log, known);
}

const Log& big_log() {
  static const Log kLog(is_small() ? 50'000 : 5'000'000, 1);
  return kLog;
}

void BM_FoldEvents(benchmark::State& state) {
  const auto workers = static_cast<std::size_t>(state.range(0));
  const std::string fault = fault_on_small_log(workers);
  if (!fault.empty()) return state.SkipWithError(fault.c_str());
  const Log& log = big_log();
  double read_seconds = 0;
  double seconds = 0;
  for (auto _ : state) {
    Known known(log);
    const Folded folded = fold_log(log, known, workers);
    const bool whole = folded.rejected == 0 && folded.lines == log.lines() &&
                       folded.report.events + folded.report.duplicates == log.lines();
    if (!whole) return state.SkipWithError("lines were lost");
    state.SetIterationTime(folded.seconds);
    read_seconds += folded.read_seconds;
    seconds += folded.seconds;
    state.counters["ties"] = static_cast<double>(folded.report.ties);
  }
  const auto runs = static_cast<std::int64_t>(state.iterations());
  state.SetItemsProcessed(runs * static_cast<std::int64_t>(log.lines()));
  state.SetBytesProcessed(runs * static_cast<std::int64_t>(bytes_of(log.path())));
  state.counters["share_reading"] = read_seconds / seconds;
}

BENCHMARK(BM_FoldEvents)
    ->ArgNames({"workers"})
    ->Arg(1)
    ->Arg(2)
    ->Iterations(is_small() ? 1 : 3)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace kennis::benchmarks
