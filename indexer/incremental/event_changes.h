/// @file
/// Which events a whole build has not had.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "indexer/incremental/base_generation.h"
#include "indexer/rejects.h"
#include "journal/entry.h"
#include "journal/tombstones.h"
#include "schema/read_record.h"

namespace kennis {

struct EventRules {
  Seconds now = 0;
  Seconds latest_allowed = 0;  ///< what is later lies in the future: a bad line
  Seconds latest_counted = 0;  ///< what is later was asked to be left out
};

/// Takes new lines of events, first those of files and then those of the journal. One that the whole build has counts as it did; where it says something
/// else now, a whole build is needed.
/// Threads: one caller. Memory: the lines, and an entry of a hash table each.
class EventChanges {
 public:
  EventChanges(const BaseGeneration& base, const Tombstones& tombstones, const EventRules& rules)
      : base_(base), tombstones_(tombstones), rules_(rules) {}

  /// An entry that the whole build has: what it deletes stays so, whatever files say. Needs: nothing was taken yet.
  void remember_deleted(const JournalEntry& entry);
  [[nodiscard]] WholeBuildReason take_files(const std::vector<NewEvents>& files, const std::vector<InputFile>& names,
                                            std::size_t changes_max);
  /// An entry of an event, behind what the whole build has of the journal.
  [[nodiscard]] WholeBuildReason take_entry(const JournalEntry& entry);

  [[nodiscard]] std::vector<Change>& changes() { return changes_; }
  [[nodiscard]] std::vector<Reject>& rejects() { return rejects_; }
  [[nodiscard]] std::uint64_t lines() const { return lines_; }
  [[nodiscard]] std::uint64_t erased() const { return erased_; }
  [[nodiscard]] std::uint64_t left_out() const { return left_out_; }
  /// Events that count, and the latest of them that everybody may know of; the smallest number if there is none.
  [[nodiscard]] std::uint64_t events() const;
  [[nodiscard]] Seconds latest() const;
  /// Events that lie ahead of the clock: another day they may be the latest.
  [[nodiscard]] std::uint64_t ahead() const;

 private:
  struct Event {
    Seconds at = 0;
    bool is_public = false;
    bool deleted = false;
  };
  /// False if it is none.
  [[nodiscard]] bool read_entry(const JournalEntry& entry);
  [[nodiscard]] bool is_of_erased(const Interaction& event) const;
  [[nodiscard]] bool names_erased_beside_others() const;
  /// Empty if it is to be taken.
  [[nodiscard]] WholeBuildReason look_at(const Interaction& event, const std::string& where, bool& is_new);

  const BaseGeneration& base_;
  const Tombstones& tombstones_;
  EventRules rules_;
  RecordReader reader_;
  Interaction interaction_;
  std::unordered_map<std::uint64_t, Event> events_;
  std::unordered_set<std::uint64_t> deleted_;  ///< by the journal
  std::vector<Change> changes_;
  std::vector<Reject> rejects_;
  std::uint64_t lines_ = 0;
  std::uint64_t erased_ = 0;
  std::uint64_t left_out_ = 0;
};

}  // namespace kennis
