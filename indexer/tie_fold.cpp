/// @file
/// Three passes over partitions. The first is by event, so that an event that was sent again, changed or deleted is settled whole wherever its
/// lines stood; it fits into a cache. The second is by pair, in ranges of the smaller node, so that the folded partitions follow one another in
/// the order of the file of ties; what happened in private groups comes last. The third is by the owner of an arc, likewise for the graph: everyone's
/// list is put together within a cache. Each leaves for the next what the budget does not hold in files, so that no pass needs more memory for more events.
#include "indexer/tie_fold.h"

#include <algorithm>
#include <bit>
#include <mutex>
#include <tuple>

#include "indexer/arc_fold.h"
#include "indexer/scan.h"
#include "schema/fields.h"

namespace kennis {
namespace {

/// Event → the order of its last line. Open addressing; an event's hash is never 0 in practice, and 0 is kept apart.
class LastLines {
 public:
  explicit LastLines(const std::vector<EventEntry>& entries)
      : slots_(std::bit_ceil(entries.size() * 2 + 2)), mask_(slots_.size() - 1) {
    for (const EventEntry& entry : entries) {
      Slot& slot = find(entry.event);
      slot = {entry.event, std::max(slot.order, entry.order + 1)};
    }
  }
  /// True if the entry is of the line that counts.
  [[nodiscard]] bool counts(const EventEntry& entry) { return find(entry.event).order == entry.order + 1; }

 private:
  struct Slot {
    std::uint64_t event = 0;
    std::uint64_t order = 0;  ///< + 1; 0 is free
  };
  Slot& find(std::uint64_t event) {
    std::size_t at = event & mask_;
    while (slots_[at].order != 0 && slots_[at].event != event) at = (at + 1) & mask_;
    return slots_[at];
  }
  std::vector<Slot> slots_;
  std::size_t mask_;
};

/// Sorts by pair and channel. The entries of a public partition share a short range of smaller nodes: they are dealt out by it, and the few of
/// each are sorted among themselves. Half the time of sorting them all at once; for many scopes, which is rare, that has to do.
void sort_by_pair(std::vector<PairEntry>& entries) {
  const auto [least, most] = std::minmax_element(
      entries.begin(), entries.end(), [](const PairEntry& a, const PairEntry& b) { return a.key.low < b.key.low; });
  const bool is_public = std::all_of(entries.begin(), entries.end(),
                                     [](const PairEntry& entry) { return entry.key.scope == kPublicScope; });
  if (!is_public || entries.empty() || most->key.low - least->key.low > entries.size()) {
    std::sort(entries.begin(), entries.end(), [](const PairEntry& a, const PairEntry& b) {
      return a.key != b.key ? a.key < b.key : a.channel < b.channel;
    });
    return;
  }
  const Node first = least->key.low;
  std::vector<std::uint32_t> ends(most->key.low - first + std::size_t{2}, 0);
  for (const PairEntry& entry : entries) ++ends[entry.key.low - first + 1];
  for (std::size_t i = 1; i < ends.size(); ++i) ends[i] += ends[i - 1];
  std::vector<PairEntry> dealt(entries.size());
  for (const PairEntry& entry : entries) dealt[ends[entry.key.low - first]++] = entry;
  const auto rank = [](const PairEntry& entry) {
    return std::uint64_t{entry.key.high} << 8U | static_cast<std::uint64_t>(entry.channel);
  };
  std::uint32_t begin = 0;
  for (const std::uint32_t end : ends) {
    std::sort(dealt.begin() + begin, dealt.begin() + end,
              [&](const PairEntry& a, const PairEntry& b) { return rank(a) < rank(b); });
    begin = end;
  }
  entries = std::move(dealt);
}

/// The counts of one pair from its entries, which are sorted by channel. Overwrites `counts`.
void fold(const PairEntry* begin, const PairEntry* end, std::vector<ChannelCounts>& counts) {
  counts.clear();
  for (const PairEntry* entry = begin; entry != end; ++entry) {
    if (!entry->is_contact) continue;
    if (counts.empty() || counts.back().channel != entry->channel) counts.push_back({entry->channel, 0, 0, 0, 0, 0, 0});
    ChannelCounts& count = counts.back();
    if (entry->forward) {
      count.last_forward = count.events_forward == 0 ? entry->at : std::max(count.last_forward, entry->at);
      count.forward += entry->share;
      ++count.events_forward;
    } else {
      count.last_backward = count.events_backward == 0 ? entry->at : std::max(count.last_backward, entry->at);
      count.backward += entry->share;
      ++count.events_backward;
    }
  }
}

/// What one pair's contacts were about. Overwrites `topics`.
void fold_topics(const PairEntry* begin, const PairEntry* end, const std::vector<std::uint32_t>& numbers,
                 std::vector<TopicCount>& topics) {
  topics.clear();
  for (const PairEntry* entry = begin; entry != end; ++entry) {
    if (entry->topic > 0 && entry->topic <= numbers.size()) topics.push_back({numbers[entry->topic - 1], 1});
  }
  keep_commonest(topics, topics.size());
}

}  // namespace

/// What one partition adds to the report.
struct EventFold::Partial {
  FoldReport report;
  std::vector<Endorsement> endorsements;
  std::vector<EventMark> marks;
};

EventFold::EventFold(PartitionedStore<EventEntry>& events, const FoldOptions& options,
                     const std::function<Node(Node)>& final_node)
    : options_(options),
      nodes_(options.node_max, options.profile_count, kPartitions),
      pairs_(options.folder, kPartitions + kPrivatePartitions, options.workers, *options.budget) {
  std::mutex mutex;
  for_each_parallel(events.partition_count(), options.workers, [&](std::size_t partition, std::size_t slot) {
    Partial partial;
    settle(events.load(partition), slot, final_node, partial);
    if (options_.hashes != nullptr) options_.hashes->add(partition, std::move(partial.marks));
    const std::lock_guard lock(mutex);
    report_.events += partial.report.events;
    report_.duplicates += partial.report.duplicates;
    report_.deleted += partial.report.deleted;
    report_.self_contacts += partial.report.self_contacts;
    report_.ahead += partial.report.ahead;
    report_.latest = std::max(report_.latest, partial.report.latest);
    for (const Endorsement& said : partial.endorsements) {
      (said.scope == kPublicScope ? endorsements_ : said_in_groups_).push_back(said);
    }
  });
  pairs_.flush();
  for (std::vector<Endorsement>* all : {&endorsements_, &said_in_groups_}) {
    std::sort(all->begin(), all->end(), [](const Endorsement& a, const Endorsement& b) {
      return std::tie(a.scope, a.to, a.skill, a.from, a.at) < std::tie(b.scope, b.to, b.skill, b.from, b.at);
    });
    // Of one statement that was made more than once, the latest is kept: it stands last.
    const auto same = [](const Endorsement& a, const Endorsement& b) {
      return a.scope == b.scope && a.to == b.to && a.skill == b.skill && a.from == b.from;
    };
    const auto kept = std::unique(all->rbegin(), all->rend(), same);
    all->erase(all->begin(), kept.base());
  }
}

/// Private pairs by scope and smaller node: where there are fewer groups than partitions, a large one has several.
std::size_t EventFold::pair_partition(const PairKey& key) const {
  if (key.scope == kPublicScope) return nodes_.of(key.low);
  const double place = key.scope - 1 + key.low / (options_.node_max + 1.0);
  const auto partition = static_cast<std::size_t>(place * kPrivatePartitions / std::max(1U, options_.scope_max));
  return kPartitions + std::min(partition, kPrivatePartitions - 1);
}

void EventFold::settle(std::vector<EventEntry> entries, std::size_t slot, const std::function<Node(Node)>& final_node,
                       Partial& partial) {
  LastLines last(entries);
  for (const EventEntry& entry : entries) {
    const std::uint64_t lines = entry.first ? 1 : 0;
    if (!last.counts(entry)) {
      partial.report.duplicates += lines;
      continue;
    }
    if (entry.deleted) {
      partial.report.deleted += lines;
      continue;
    }
    partial.report.events += lines;
    if (entry.first && options_.hashes != nullptr) partial.marks.push_back({entry.event, entry.check});
    if (entry.at > options_.now) partial.report.ahead += lines;
    // The hour of what is said in a private group must not show in anybody's silence.
    const bool is_seen = entry.scope == kPublicScope && entry.at <= options_.now;
    if (is_seen) partial.report.latest = std::max(partial.report.latest, entry.at);
    const Node from = final_node(entry.from);
    if (entry.about_what == About::kTalk) {
      partial.endorsements.push_back({from, entry.about, from, day_of(entry.at), 0, options_.final_scope(entry.scope)});
    }
    if (entry.to == kNoPerson) continue;
    const Node to = final_node(entry.to);
    const bool is_contact = entry.about_what != About::kFurtherTopic;
    if (from == to) {
      partial.report.self_contacts += is_contact ? 1U : 0U;
      continue;
    }
    const PairKey key{options_.final_scope(entry.scope), std::min(from, to), std::max(from, to)};
    PairEntry& pair = pairs_.place(slot, pair_partition(key));
    pair.key = key;
    pair.share = entry.share;
    pair.at = entry.at;
    pair.channel = entry.channel;
    pair.forward = from < to;
    pair.is_contact = is_contact;
    const bool is_statement = entry.about_what == About::kSkill;
    pair.topic = is_statement ? 0 : entry.about;
    if (is_statement && entry.about != 0) {
      partial.endorsements.push_back({to, entry.about, from, day_of(entry.at), 0, key.scope});
    }
  }
}

/// The pairs of one partition, as they are written.
struct EventFold::FoldedPairs : BlockResult {
  explicit FoldedPairs(Seconds as_of) : part(as_of) {}
  TiesPart part;
};

std::unique_ptr<BlockResult> EventFold::fold_pairs(std::size_t partition, std::size_t slot, Seconds as_of,
                                                   PartitionedStore<OwnedArc>& arcs) {
  auto folded = std::make_unique<FoldedPairs>(as_of);
  std::vector<PairEntry> entries = pairs_.load(partition);
  sort_by_pair(entries);
  std::vector<ChannelCounts> counts;
  std::vector<TopicCount> topics;
  const PairEntry* const end = entries.data() + entries.size();
  for (const PairEntry* begin = entries.data(); begin != end;) {
    const PairEntry* next = std::find_if(begin, end, [&](const PairEntry& entry) { return entry.key != begin->key; });
    fold(begin, next, counts);
    fold_topics(begin, next, topic_numbers_, topics);
    folded->part.add(begin->key, counts, topics);
    if (begin->key.scope == kPublicScope) {
      const PairStrength pair = pair_strength(options_.model, begin->key.low, begin->key.high, counts, as_of);
      arcs.add(slot, partition, arc_of_low(pair));
      arcs.add(slot, nodes_.of(pair.high), arc_of_high(pair));
    }
    begin = next;
  }
  folded->part.finish();
  return folded;
}

void EventFold::write_folded(Seconds as_of, const std::filesystem::path& ties, PartitionedStore<OwnedArc>& arcs) {
  TiesWriter writer(ties, as_of);
  for_each_in_order(
      pairs_.partition_count(), options_.workers,
      [&](std::size_t partition, std::size_t slot) { return fold_pairs(partition, slot, as_of, arcs); },
      [&](BlockResult& made) { writer.append(static_cast<const FoldedPairs&>(made).part); });
  arcs.flush();
  report_.ties = writer.size();
  writer.finish(options_.topics == nullptr ? std::vector<std::string>() : options_.topics->sorted());
}

void EventFold::write(Seconds as_of, const std::filesystem::path& graph, const std::filesystem::path& ties) {
  if (options_.topics != nullptr) topic_numbers_ = options_.topics->numbers_by_name();
  PartitionedStore<OwnedArc> arcs(options_.folder, kPartitions, options_.workers, *options_.budget);
  write_folded(as_of, ties, arcs);
  write_graph_of({arcs, nodes_, options_.node_max, options_.model, as_of}, options_.workers, graph);
}

}  // namespace kennis
