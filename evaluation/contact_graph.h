/// @file
/// Who had contact with whom in the first part of a log: what the baselines see, and what decides who is known and who is new.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "evaluation/event_log.h"

namespace kennis {

/// One person's contact, both ways together.
struct LoggedContact {
  Node to = kNoPerson;
  std::uint32_t events = 0;
  Seconds last = 0;
  double decayed = 0;  ///< Σ 2^(−age / kDecayDays) over the events
};
inline constexpr double kDecayDays = 90;

/// Threads: any number may read.
class ContactGraph {
 public:
  /// Ages are measured from the last of `events`. Needs: events by time, not empty.
  ContactGraph(std::span<const LoggedEvent> events, Node node_max);

  /// By node.
  [[nodiscard]] std::span<const LoggedContact> contacts(Node node) const { return contacts_[node]; }
  [[nodiscard]] bool has(Node a, Node b) const;
  /// Persons with how many others `node` had contact.
  [[nodiscard]] std::size_t degree(Node node) const { return contacts_[node].size(); }
  [[nodiscard]] std::uint64_t event_count(Node node) const { return events_[node]; }
  [[nodiscard]] Node node_max() const { return static_cast<Node>(contacts_.size() - 1); }
  [[nodiscard]] Seconds as_of() const { return as_of_; }

 private:
  std::vector<std::vector<LoggedContact>> contacts_;
  std::vector<std::uint64_t> events_;
  Seconds as_of_ = 0;
};

}  // namespace kennis
