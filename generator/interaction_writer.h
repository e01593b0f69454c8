/// @file
/// Who was in touch with whom, as lines of interactions.ndjson.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "generator/contacts.h"
#include "generator/group_plan.h"
#include "generator/json_line.h"
#include "generator/people.h"
#include "schema/records.h"

namespace kennis {

/// Writes events pair by pair and group by group, not in the order of time. Threads: one a thread.
/// Cost: about a microsecond and 250 bytes of output an event.
class InteractionWriter {
 public:
  InteractionWriter(const WorldOptions& options, const People& people, OutputFile& file)
      : options_(options), people_(people), file_(file) {}

  /// What passed between the person and the contacts that are told of here, and the person's mails
  /// to several.
  void write_contacts(Slot slot);
  /// Posts, comments and reactions in a group, between its members.
  void write_group(const GroupPlan& group, std::uint32_t index);

 private:
  struct Event {
    Seconds at = 0;
    Slot from = 0;
    std::span<const Slot> to;
    Channel channel = Channel::kMessage;
    const GroupPlan* group = nullptr;
  };

  void write_pair(Slot slot, const PlannedTie& contact, Random& random);
  void write_mails(Slot slot, const std::vector<PlannedTie>& contacts, Random& random);
  void write(const Event& event, Random& random);
  void write_words(const Event& event, const Person& sender, Random& random);
  [[nodiscard]] Seconds instant(std::uint32_t days_ago, Random& random) const;

  const WorldOptions& options_;
  const People& people_;
  OutputFile& file_;
  JsonLine line_;
  std::string text_;                     ///< reused
  std::vector<std::string_view> skill_;  ///< reused
};

}  // namespace kennis
