/// @file
/// Events that happened while a generation is in force, folded into the ties that they touch.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "network/graph.h"
#include "network/ties.h"

namespace kennis {

/// An event between persons. `to` is sorted, each once.
struct LiveEvent {
  std::string id;
  Seconds at = 0;
  Channel channel = Channel::kMessage;
  std::uint32_t scope = kPublicScope;
  Node from = kNoPerson;
  std::vector<Node> to;
  std::uint32_t unseen = 0;         ///< recipients who were erased: they count as recipients, and nothing else
  std::vector<std::string> topics;  ///< each cut to its limit
};

/// Folds each pair that an event touches anew: from what the generation has of it, and all its events since. So the same events in any
/// order, again, changed or taken back, give the same ties.
///
/// Threads: one at a time. Cost: what was put is folded when it is asked for; then the lists of its persons are copied, once however many events there were.
class LiveTies {
 public:
  LiveTies(const TieModel& model, const Ties& files, const Graph& graph);
  LiveTies(const LiveTies&) = delete;  // a view into itself
  LiveTies& operator=(const LiveTies&) = delete;

  [[nodiscard]] TiesOverlay& ties();
  [[nodiscard]] GraphOverlay& graph();

  /// Replaces what the event of that id was before.
  void put(LiveEvent event);
  void remove(const std::string& id);
  /// Everything of `gone` becomes that of `into`.
  void absorb(Node gone, Node into);
  /// Nothing is left of a person's ties.
  void erase(Node person);
  /// Forgets the events that nobody is left of, and returns their ids. Cost: a look at each event.
  [[nodiscard]] std::vector<std::string> forget_erased();
  /// What the files have of the ties of these persons does not count: events that say it anew follow. Needs: persons of the files.
  void forget_files_of(const std::vector<Node>& persons);

  /// Persons whose list has changed since this was last called; those of private ties too.
  [[nodiscard]] std::vector<Node> take_touched();

 private:
  struct Contact {
    std::uint64_t event = 0;  ///< its number here
    ChannelCounts counts;
    std::vector<std::uint32_t> topics;
  };
  struct Kept {
    std::uint64_t number = 0;
    LiveEvent event;
  };
  void add_contacts(const Kept& kept);
  void drop_contacts(const Kept& kept);
  void fold();
  void fold_topics(const PairKey& key);
  void add_private_pairs(const std::vector<PairKey>& keys);
  struct OwnedArc {
    Node owner = kNoPerson;
    Arc arc;
    bool is_there = false;
  };
  void set_arcs(std::span<const OwnedArc> of_owner);
  [[nodiscard]] std::uint32_t number_of(const std::string& topic);
  [[nodiscard]] std::vector<ChannelCounts> counts_of_files(const PairKey& key) const;
  [[nodiscard]] std::vector<Node> names_of(Node node) const;
  [[nodiscard]] std::vector<PairKey> pairs_with(Node node);
  [[nodiscard]] Node now(Node node) const;
  template <typename Use>
  void for_each_in_files(const PairKey& key, const Use& use) const;

  const TieModel& model_;
  const Ties& files_;
  Seconds as_of_;
  TiesOverlay ties_;
  GraphOverlay graph_;
  Graph now_;
  Ties ties_now_;
  std::uint64_t next_number_ = 1;
  std::unordered_map<std::string, Kept> events_;
  std::map<PairKey, std::vector<Contact>> contacts_;
  std::unordered_map<Node, std::vector<Node>> absorbed_;  ///< by who took them over
  std::unordered_map<Node, Node> gone_;
  std::unordered_set<Node> erased_;
  std::unordered_set<Node> told_anew_;  ///< of whom the files' ties do not count
  std::vector<std::pair<Node, std::uint32_t>>
      private_of_;                ///< persons of private pairs of the files, and which; sorted, once it is asked for
  std::vector<PairKey> to_fold_;  ///< pairs of which something has changed
  std::unordered_map<std::string, std::uint32_t> topic_numbers_;  ///< of those that were looked up
  std::vector<Node> touched_;
};

}  // namespace kennis
