/// @file
/// Events in, ties out: against a slow reference, and the same bytes whatever the workers and the memory.
#include "indexer/tie_fold.h"

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "indexer/event_store.h"
#include "network/tie_model.h"
#include "tests/fixtures/seeds.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

constexpr Node kNodes = 12;
constexpr Seconds kAsOf = 1'000'000;
constexpr Seconds kNow = 1'200'000;
/// In the order in which they are first read.
const std::vector<std::string> kTopicNames = {"locks", "dikes", "Zeeland", "bridges", "mills", "kubernetes", "a"};
constexpr Node kProvisional = 0x80000000U;

/// One line of a log, as the fold gets it.
struct Event {
  std::uint64_t event = 0;
  std::uint64_t order = 0;
  Seconds at = 0;
  Node from = kNoPerson;
  std::vector<Node> to;
  std::uint32_t scope = 0;
  std::uint32_t skill = 0;
  std::vector<std::uint32_t> topics = {};  ///< indexes + 1; not of a statement
  Channel channel = Channel::kMessage;
  bool deleted = false;
};

/// Half of the persons are known by a provisional node, numbered backwards.
Node final_of(Node node) { return (node & kProvisional) == 0 ? node : kNodes - (node & ~kProvisional); }

std::vector<EventEntry> entries_of(const Event& event) {
  EventEntry entry;
  entry.event = event.event;
  entry.order = event.order;
  entry.at = event.at;
  entry.channel = event.channel;
  entry.deleted = event.deleted;
  if (event.deleted || event.to.empty()) {
    entry.from = event.deleted ? kNoPerson : event.from;
    entry.scope = event.deleted ? kPublicScope : event.scope;
    return {entry};
  }
  std::vector<EventEntry> entries;
  entry.from = event.from;
  entry.scope = event.scope;
  entry.share = static_cast<std::uint32_t>(share_of_event(event.to.size()));
  for (const Node to : event.to) {
    entry.to = to;
    entry.about_what = event.skill == 0 ? About::kTopic : About::kSkill;
    entry.about = event.skill != 0 || event.topics.empty() ? event.skill : event.topics[0];
    entries.push_back(entry);
    entry.first = false;
    for (std::size_t i = 1; event.skill == 0 && i < event.topics.size(); ++i) {
      entry.about_what = About::kFurtherTopic;
      entry.about = event.topics[i];
      entries.push_back(entry);
    }
  }
  return entries;
}

struct Folded {
  std::map<PairKey, std::map<Channel, ChannelCounts>> pairs;
  FoldReport report;
  std::set<Endorsement> endorsements;
  std::map<PairKey, std::map<std::string, std::uint32_t>> topics;
};

/// Slow and obvious: the last line of each event, then each pair by hand.
Folded reference(const std::vector<Event>& events) {
  std::map<std::uint64_t, Event> last;
  Folded out;
  for (const Event& event : events) {
    const auto [known, is_new] = last.try_emplace(event.event, event);
    if (is_new) continue;
    ++out.report.duplicates;
    if (event.order > known->second.order) known->second = event;
  }
  std::map<std::tuple<Node, std::uint32_t, Node>, Days> latest;
  for (const auto& [hash, event] : last) {
    if (event.deleted) {
      ++out.report.deleted;
      continue;
    }
    ++out.report.events;
    if (event.scope == kPublicScope && event.at <= kNow) out.report.latest = std::max(out.report.latest, event.at);
    for (const Node recipient : event.to) {
      const Node from = final_of(event.from);
      const Node to = final_of(recipient);
      if (from == to) {
        ++out.report.self_contacts;
        continue;
      }
      if (event.skill != 0 && event.scope == kPublicScope) {
        Days& at = latest.try_emplace({to, event.skill, from}, day_of(event.at)).first->second;
        at = std::max(at, day_of(event.at));
      }
      ChannelCounts& counts = out.pairs[{event.scope, std::min(from, to), std::max(from, to)}][event.channel];
      counts.channel = event.channel;
      for (const std::uint32_t topic : event.skill == 0 ? event.topics : std::vector<std::uint32_t>()) {
        ++out.topics[{event.scope, std::min(from, to), std::max(from, to)}][kTopicNames.at(topic - 1)];
      }
      const std::uint64_t share = share_of_event(event.to.size());
      if (from < to) {
        counts.last_forward = counts.events_forward == 0 ? event.at : std::max(counts.last_forward, event.at);
        counts.forward += share;
        ++counts.events_forward;
      } else {
        counts.last_backward = counts.events_backward == 0 ? event.at : std::max(counts.last_backward, event.at);
        counts.backward += share;
        ++counts.events_backward;
      }
    }
  }
  for (const auto& [said, at] : latest) {
    out.endorsements.insert({std::get<0>(said), std::get<1>(said), std::get<2>(said), at});
  }
  return out;
}

std::vector<Event> random_events(std::mt19937& random, std::size_t count) {
  const auto person = [&] {
    const Node node = 1 + static_cast<Node>(random() % kNodes);
    return node > kNodes / 2 ? kProvisional | (kNodes - node) : node;
  };
  std::vector<Event> events;
  for (std::size_t i = 0; i < count; ++i) {
    Event event;
    event.event = (random() % (count / 2 + 1) + 1) * 0x9E3779B97F4A7C15ULL;  // half of them come again
    event.order = i;
    event.at = static_cast<Seconds>(random() % 2'000'000) - 500'000;
    event.from = person();
    std::set<Node> to;
    for (auto j = random() % 4; j > 0; --j) to.insert(person());
    event.to.assign(to.begin(), to.end());
    event.scope = random() % 3 == 0 ? 1 + static_cast<std::uint32_t>(random() % 3) : kPublicScope;
    event.channel = static_cast<Channel>(random() % kChannelCount);
    event.skill = random() % 3 == 0 ? 1 + static_cast<std::uint32_t>(random() % 4) : 0;
    event.deleted = random() % 10 == 0;
    for (auto j = random() % 4; j > 0; --j) {
      event.topics.push_back(1 + static_cast<std::uint32_t>(random() % kTopicNames.size()));
    }
    events.push_back(event);
  }
  return events;
}

struct Written {
  std::string graph;
  std::string ties;
  FoldReport report;
  std::vector<Endorsement> endorsements;
};

Written fold(const std::vector<Event>& events, std::size_t workers, std::size_t memory, const TemporaryFolder& folder) {
  MemoryBudget budget;
  budget.bytes_max = memory;
  PartitionedStore<EventEntry> store(folder.path(), EventFold::kPartitions, 2, budget);
  for (std::size_t i = 0; i < events.size(); ++i) {
    for (const EventEntry& entry : entries_of(events[i])) store.add(i % 2, EventFold::partition_of(entry), entry);
  }
  store.flush();
  TopicNames topics;
  for (const std::string& name : kTopicNames) (void)topics.index_of(name);
  FoldOptions options{workers, folder.path(), &budget, kNodes, kNow, &topics};
  options.profile_count = static_cast<Node>(workers % 3 * kNodes / 3);
  options.scope_max = static_cast<std::uint32_t>(workers);  // how private pairs are divided up must not show either
  EventFold fold(store, options, final_of);
  fold.write(kAsOf, folder / "graph.bin", folder / "ties.bin");
  EXPECT_EQ(budget.bytes_used, 0U) << "what was loaded is given back";
  return {content_of(folder / "graph.bin"), content_of(folder / "ties.bin"), fold.report(), fold.endorsements()};
}

void expect_counts(const std::vector<ChannelCounts>& found, const std::map<Channel, ChannelCounts>& wanted) {
  ASSERT_EQ(found.size(), wanted.size());
  auto expected = wanted.begin();
  for (const ChannelCounts& counts : found) {
    const ChannelCounts& want = (expected++)->second;
    EXPECT_EQ(counts.channel, want.channel);
    EXPECT_EQ(counts.forward, want.forward);
    EXPECT_EQ(counts.backward, want.backward);
    EXPECT_EQ(counts.events_forward, want.events_forward);
    EXPECT_EQ(counts.events_backward, want.events_backward);
    EXPECT_EQ(counts.last_forward, want.last_forward);
    EXPECT_EQ(counts.last_backward, want.last_backward);
  }
}

/// The commonest first, of equally common ones those first by name.
std::vector<std::pair<std::string, std::uint32_t>> commonest(const std::map<std::string, std::uint32_t>& counts) {
  std::vector<std::pair<std::string, std::uint32_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  return sorted;
}

void expect_topics(const Ties& ties, const Folded& wanted) {
  for (const auto& [key, channels] : wanted.pairs) {
    std::vector<std::pair<std::string, std::uint32_t>> found;
    for (const TopicCount& topic : ties.topics(key)) found.emplace_back(ties.topic_name(topic.topic), topic.events);
    const auto topics = wanted.topics.find(key);
    ASSERT_EQ(found, topics == wanted.topics.end() ? decltype(found)() : commonest(topics->second));
  }
}

void expect_graph(const Graph& graph, const Folded& wanted) {
  std::size_t ties = 0;
  for (const auto& [key, channels] : wanted.pairs) {
    if (key.scope != kPublicScope) continue;
    std::vector<ChannelCounts> counts;
    bool low_acted = false;
    bool high_acted = false;
    bool of_both = false;
    for (const auto& [channel, count] : channels) {
      counts.push_back(count);
      low_acted = low_acted || count.events_forward > 0;
      high_acted = high_acted || count.events_backward > 0;
      of_both = of_both || channel == Channel::kCall || channel == Channel::kMeeting ||
                channel == Channel::kConnection || channel == Channel::kEvent;
    }
    const Strength strength = strength_of_evidence(evidence_of_tie(default_tie_model(), counts, kAsOf));
    const auto arcs = graph.arcs(key.low);
    const auto arc = std::find_if(arcs.begin(), arcs.end(), [high = key.high](const Arc& a) { return a.to == high; });
    ASSERT_NE(arc, arcs.end());
    const PairStrength pair{key.low, key.high, strength, low_acted, high_acted, of_both};
    EXPECT_EQ(arc->packed, pair.arc_of_low().packed);
    ++ties;
  }
  EXPECT_EQ(graph.tie_count(), ties) << "private contacts are not in the graph";
}

TEST(TieFold, AgreesWithASlowReference) {
  constexpr std::uint32_t kSeed = 31;
  SCOPED_TRACE("seed " + std::to_string(seed_of(kSeed)));
  std::mt19937 random(seed_of(kSeed));
  for (int round = 0; round < 12; ++round) {
    const TemporaryFolder folder;
    const std::vector<Event> events = random_events(random, 1 + random() % 600);
    const Folded wanted = reference(events);
    const Written made = fold(events, 1 + random() % 3, random() % 2 == 0 ? 0 : 1U << 30U, folder);
    EXPECT_EQ(made.report.events, wanted.report.events);
    EXPECT_EQ(made.report.duplicates, wanted.report.duplicates);
    EXPECT_EQ(made.report.deleted, wanted.report.deleted);
    EXPECT_EQ(made.report.self_contacts, wanted.report.self_contacts);
    EXPECT_EQ(made.report.latest, wanted.report.latest);
    EXPECT_EQ(made.report.ties, wanted.pairs.size());
    EXPECT_EQ(made.endorsements, std::vector<Endorsement>(wanted.endorsements.begin(), wanted.endorsements.end()));
    const Ties ties(folder / "ties.bin");
    EXPECT_EQ(ties.size(), wanted.pairs.size());
    for (const auto& [key, channels] : wanted.pairs) expect_counts(ties.counts(key), channels);
    expect_topics(ties, wanted);
    expect_graph(Graph(folder / "graph.bin"), wanted);
  }
}

TEST(TieFold, TheSameBytesWithAnyWorkersMemoryAndOrder) {
  constexpr std::uint32_t kSeed = 32;
  SCOPED_TRACE("seed " + std::to_string(seed_of(kSeed)));
  std::mt19937 random(seed_of(kSeed));
  std::vector<Event> events = random_events(random, 20'000);
  const TemporaryFolder folder;
  const Written wanted = fold(events, 1, 1U << 30U, folder);
  for (const std::size_t workers : {1U, 2U, 4U}) {
    for (const std::size_t memory : {0U, 65536U, 1U << 30U}) {
      std::shuffle(events.begin(), events.end(), random);
      const Written made = fold(events, workers, memory, folder);
      EXPECT_TRUE(made.graph == wanted.graph) << workers << " workers, memory " << memory;
      EXPECT_TRUE(made.ties == wanted.ties) << workers << " workers, memory " << memory;
      EXPECT_EQ(made.endorsements, wanted.endorsements);
      EXPECT_EQ(made.report.duplicates, wanted.report.duplicates);
      EXPECT_EQ(made.report.self_contacts, wanted.report.self_contacts);
    }
  }
}

TEST(TieFold, NoEventsAreNoTies) {
  const TemporaryFolder folder;
  const Written made = fold({}, 2, 0, folder);
  EXPECT_EQ(made.report.latest, FoldReport::kNoEvent);
  EXPECT_EQ(Graph(folder / "graph.bin").tie_count(), 0U);
  EXPECT_EQ(Ties(folder / "ties.bin").size(), 0U);
}

TEST(TieFold, AnUpdateReplacesAllRecipientsOfTheEvent) {
  const TemporaryFolder folder;
  (void)fold({{7, 1, 10, 1, {2, 3}}, {7, 2, 20, 1, {4}}}, 1, 0, folder);
  const Ties ties(folder / "ties.bin");
  EXPECT_EQ(ties.size(), 1U);
  EXPECT_EQ(ties.counts({kPublicScope, 1, 4}).size(), 1U);
}

TEST(TieFold, ADeletedEventThatComesAgainCounts) {
  const TemporaryFolder folder;
  Event deleted{7, 2, 0, 1, {}};
  deleted.deleted = true;
  EXPECT_EQ(fold({{7, 1, 10, 1, {2}}, deleted}, 1, 0, folder).report.ties, 0U);
  EXPECT_EQ(fold({{7, 1, 10, 1, {2}}, deleted, {7, 3, 10, 1, {2}}}, 1, 0, folder).report.ties, 1U);
}

TEST(EventStore, GivesBackEveryEntryFromMemoryAndFile) {
  for (const std::size_t memory : {0U, 5000U, 1U << 30U}) {
    const TemporaryFolder folder;
    MemoryBudget budget;
    budget.bytes_max = memory;
    PartitionedStore<std::uint64_t> store(folder.path(), 3, 2, budget);
    for (std::uint64_t i = 0; i < 10'000; ++i) store.add(i % 2, i % 3, i);
    store.flush();
    EXPECT_LE(budget.bytes_used, memory);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << "a crash leaves no spilled file behind";
    for (std::size_t partition = 0; partition < 3; ++partition) {
      std::vector<std::uint64_t> entries = store.load(partition);
      std::sort(entries.begin(), entries.end());
      std::vector<std::uint64_t> wanted;
      for (std::uint64_t i = partition; i < 10'000; i += 3) wanted.push_back(i);
      EXPECT_EQ(entries, wanted);
    }
    EXPECT_EQ(budget.bytes_used, 0U);
  }
}

TEST(EventStore, AFolderThatIsGoneIsNamed) {
  MemoryBudget budget;
  PartitionedStore<std::uint64_t> store("/nowhere/at/all", 1, 1, budget);
  store.add(0, 0, 1);
  EXPECT_THROW(store.flush(), std::system_error);
}

}  // namespace
}  // namespace kennis
