/// @file
/// Events in, ties out: duplicates dropped, sorted by pair, folded to counts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "indexer/event_entry.h"
#include "indexer/event_hash_spool.h"
#include "indexer/event_store.h"
#include "indexer/node_partitions.h"
#include "indexer/scan.h"
#include "indexer/topic_names.h"
#include "network/graph_writer.h"
#include "network/ties_writer.h"

namespace kennis {

/// A statement that `to` has a skill, by index + 1 of the skill's name; by `to` itself, what was written about it in a group.
struct Endorsement {
  Node to = kNoPerson;
  std::uint32_t skill = 0;
  Node from = kNoPerson;
  Days at = 0;                 ///< when it was said last
  std::uint32_t strength = 0;  ///< the endorser's own, once known
  std::uint32_t scope = 0;     ///< 0, or the group that alone may know of it (its index + 1)
  friend auto operator<=>(const Endorsement&, const Endorsement&) = default;
};

struct FoldReport {
  std::uint64_t events = 0;         ///< that count: neither duplicates nor deleted
  std::uint64_t duplicates = 0;     ///< lines of an event that another line of it replaces
  std::uint64_t deleted = 0;        ///< events that are deleted in the end
  std::uint64_t self_contacts = 0;  ///< recipients who are the sender
  std::uint64_t ties = 0;           ///< pairs, in any scope
  std::uint64_t ahead = 0;          ///< events later than FoldOptions::now: another day they may be the latest
  Seconds latest = kNoEvent;  ///< the latest event that counts, that everybody may know of, not after FoldOptions::now
  static constexpr Seconds kNoEvent = -(Seconds{1} << 60U);
};

/// One contact of a pair, on its way to the fold.
struct PairEntry {
  PairKey key;
  std::uint32_t share = 0;
  Seconds at = 0;
  Channel channel = Channel::kMessage;
  bool forward = true;      ///< from key.low
  bool is_contact = true;   ///< false: it only says a further topic of one
  std::uint32_t topic = 0;  ///< its index + 1
};

struct FoldOptions {
  std::size_t workers = 1;
  std::filesystem::path folder;  ///< for what does not fit into memory
  MemoryBudget* budget = nullptr;
  Node node_max = 0;
  Seconds now = std::numeric_limits<Seconds>::max();  ///< what lies after it is not the latest event
  const TopicNames* topics = nullptr;                 ///< none: what contacts were about is not kept
  std::function<std::uint32_t(std::uint32_t)> final_scope = [](std::uint32_t scope) { return scope; };
  TieModel model = default_tie_model();  ///< the constants of ties
  EventHashSpool* hashes = nullptr;      ///< gets the events that count; none: they are not kept
  std::uint32_t scope_max = 0;           ///< the last private scope that final_scope gives
  Node profile_count = 0;                ///< the nodes behind have no profile
};

/// The first half: of every event the last line, its persons by final node, by pair.
/// Nothing depends on the order of entries or on the number of workers.
///
/// Memory: what waits is bounded by the budget. Beside it are a worker's share of one partition or two, 24 bytes a person, 20 a private pair, and
/// the statements.
class EventFold {
 public:
  static constexpr std::size_t kPartitions = 256;
  static constexpr std::size_t kPrivatePartitions = 64;  ///< of pairs, behind the public ones
  [[nodiscard]] static std::size_t partition_of(const EventEntry& entry) { return entry.event >> 56U; }

  /// `final_node` gives the node of what an entry holds.
  EventFold(PartitionedStore<EventEntry>& events, const FoldOptions& options,
            const std::function<Node(Node)>& final_node);

  [[nodiscard]] const FoldReport& report() const { return report_; }
  /// Statements about skills that everybody may know of, sorted, each endorser once a person and skill.
  [[nodiscard]] const std::vector<Endorsement>& endorsements() const { return endorsements_; }
  /// The same that only the members of a group may know of, by scope.
  [[nodiscard]] const std::vector<Endorsement>& said_in_groups() const { return said_in_groups_; }

  /// The second half: writes graph and ties, whose strengths are reckoned as of `as_of`.
  void write(Seconds as_of, const std::filesystem::path& graph, const std::filesystem::path& ties);

 private:
  struct Partial;
  void settle(std::vector<EventEntry> entries, std::size_t slot, const std::function<Node(Node)>& final_node,
              Partial& partial);
  [[nodiscard]] std::size_t pair_partition(const PairKey& key) const;
  struct FoldedPairs;
  [[nodiscard]] std::unique_ptr<BlockResult> fold_pairs(std::size_t partition, std::size_t slot, Seconds as_of,
                                                        PartitionedStore<OwnedArc>& arcs);
  void write_folded(Seconds as_of, const std::filesystem::path& ties, PartitionedStore<OwnedArc>& arcs);

  FoldOptions options_;
  NodePartitions nodes_;  ///< of public pairs by their smaller node, and of arcs by their owner
  FoldReport report_;
  std::vector<Endorsement> endorsements_;
  std::vector<Endorsement> said_in_groups_;
  std::vector<std::uint32_t> topic_numbers_;
  PartitionedStore<PairEntry> pairs_;
};

}  // namespace kennis
