/// @file
/// A day's events into the graph that is in force, as the journal takes them in, beside reading and writing the graph's files once.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <random>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "benchmarks/measure.h"
#include "benchmarks/network_world.h"
#include "journal/live_network.h"
#include "network/viewer.h"
#include "schema/fields.h"

namespace kennis::benchmarks {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kEventsPerThousand = 34;  ///< persons a day: 50 million events of a million persons in four years
constexpr std::size_t kCheckedPairs = 2000;

struct Mail {
  Node from = kNoPerson;
  Node to = kNoPerson;
};

/// Three of four between persons who have a tie, as most events are; everybody writes as often.
std::vector<Mail> mails_of_a_day(const Network& network) {
  std::mt19937_64 random(31);
  const Node persons = network.people().node_max();
  const Viewer viewer(network, 1, kNetworkToday);
  std::vector<Mail> mails(std::max<std::size_t>(100, persons / 1000 * kEventsPerThousand));
  for (Mail& mail : mails) {
    mail.from = static_cast<Node>(1 + random() % persons);
    const auto arcs = viewer.arcs(mail.from);
    const bool is_known = random() % 4 != 0 && !arcs.empty();
    mail.to = is_known ? arcs[random() % arcs.size()].to : static_cast<Node>(1 + random() % persons);
    if (mail.to == mail.from) mail.to = mail.from % persons + 1;
  }
  return mails;
}

std::vector<JournalEntry> entries_of(const std::vector<Mail>& mails, const People& people) {
  std::vector<JournalEntry> entries;
  for (const Mail& mail : mails) {
    JournalEntry entry;
    entry.position = entries.size() + 1;
    entry.draft.record =
        fmt::format(R"({{"id":"day{}","at":"{}","from":"{}","to":["{}"],"channel":"email"}})", entry.position,
                    format_instant(kNetworkAsOf - 3600), people.id(mail.from), people.id(mail.to));
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::uint32_t mails_between(const Network& network, Node from, Node to) {
  for (const ChannelCounts& count : Viewer(network, from, kNetworkToday).counts(from, to)) {
    if (count.channel == Channel::kEmail) return count.events_forward;
  }
  return 0;
}

/// Every pair has the mails it had and those of the day, and both persons list the tie.
bool is_taken_in(const Network& before, const Network& after, const std::vector<Mail>& mails) {
  std::map<std::pair<Node, Node>, std::uint32_t> added;
  for (const Mail& mail : mails) ++added[{mail.from, mail.to}];
  std::size_t checked = 0;
  for (const auto& [pair, count] : added) {
    if (++checked > kCheckedPairs) break;
    const auto [from, to] = pair;
    if (mails_between(after, from, to) != mails_between(before, from, to) + count) return false;
    for (const auto& [owner, other] : {std::pair(from, to), std::pair(to, from)}) {
      const Viewer viewer(after, owner, kNetworkToday);
      const auto arcs = viewer.arcs(owner);
      if (std::count_if(arcs.begin(), arcs.end(), [other = other](const Arc& arc) { return arc.to == other; }) != 1)
        return false;
    }
  }
  return true;
}

/// CPU of reading both files and writing them again, without bringing them to disk.
double read_and_write_ms(const fs::path& generation, const fs::path& folder) {
  const double began = thread_cpu_ms();
  for (const std::string_view name : {file::kGraph, file::kTies}) {
    std::ifstream in(generation / name, std::ios::binary);
    std::ofstream out(folder / "copy", std::ios::binary | std::ios::trunc);
    std::vector<char> block(std::size_t{1} << 20U);
    while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0) {
      out.write(block.data(), in.gcount());
    }
  }
  return thread_cpu_ms() - began;
}

void BM_TakeDay(benchmark::State& state) {
  const NetworkWorld& world = network_world({static_cast<Node>(state.range(0)), true, false, true, true});
  const Network& network = world.network();
  const std::vector<Mail> mails = mails_of_a_day(network);
  const std::vector<JournalEntry> entries = entries_of(mails, network.people());
  const Statements statements;
  const reference::TemporaryFolder folder;
  double day_ms = 0;
  double copy_ms = 0;
  for (auto _ : state) {
    const double began = thread_cpu_ms();
    LiveNetwork live({&network, &statements, [](Node) { return std::string(); }, {}});
    bool is_taken = true;
    for (const JournalEntry& entry : entries) is_taken = is_taken && !live.take(entry);
    const Network after = live.network();
    day_ms += thread_cpu_ms() - began;
    copy_ms += read_and_write_ms(world.folder(), folder.path());
    if (!is_taken || !is_taken_in(network, after, mails)) return state.SkipWithError("a day's events are not there");
  }
  const auto runs = static_cast<double>(state.iterations());
  state.SetItemsProcessed(static_cast<std::int64_t>(entries.size()) * static_cast<std::int64_t>(state.iterations()));
  state.counters["day_ms"] = day_ms / runs;
  state.counters["read_and_write_ms"] = copy_ms / runs;
  state.counters["share"] = day_ms / copy_ms;
}

void sizes(benchmark::internal::Benchmark* benchmark) {
  for (const std::int64_t persons : network_sizes()) benchmark->Arg(persons);
}
BENCHMARK(BM_TakeDay)->ArgName("persons")->Apply(sizes)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace kennis::benchmarks
