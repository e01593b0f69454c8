/// @file
/// Lines of interactions into events: parsed, persons resolved, put into partitions.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "indexer/directory.h"
#include "indexer/event_entry.h"
#include "indexer/event_store.h"
#include "indexer/rejects.h"
#include "indexer/scan.h"
#include "indexer/topic_names.h"
#include "network/rosters.h"
#include "schema/read_record.h"

namespace kennis {

/// The names of skills that statements are about, case-folded, numbered as they come. Threads: any number.
class SkillNames {
 public:
  [[nodiscard]] std::uint32_t index_of(const std::string& folded);
  [[nodiscard]] const std::string& name(std::uint32_t index) const { return *names_[index]; }

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::uint32_t> indexes_;
  std::vector<const std::string*> names_;
};

/// Which group keeps what happens in it to its members, by the group's id. A group nobody described counts as closed.
/// Threads: any number; unknown groups are remembered under a lock.
class GroupScopes {
 public:
  /// The scope of what happened in a group at a time: 0 if it was open then.
  [[nodiscard]] std::uint32_t scope_of(const std::string& group, Seconds at);
  /// The index of a group, known or not. Needs: no scan is running.
  [[nodiscard]] std::uint32_t index_of(const std::string& group);
  /// What a group is; if it is open, since when: what was said before stays with the members.
  void set_kind(const std::string& group, GroupKind kind, Seconds open_since);

  /// What is known by now was named in a fixed order. Groups met later, by whichever worker comes first, get provisional numbers.
  void close_known() { known_ = ids_.size(); }
  /// Numbers the groups met since close_known() in the order of their ids. Needs: no scan is running.
  void finish();
  /// The final scope of what scope_of gave. Needs: finish() was called.
  [[nodiscard]] std::uint32_t final_scope(std::uint32_t scope) const {
    return scope <= known_ ? scope : final_[scope - 1 - known_] + 1;
  }

  [[nodiscard]] const std::vector<std::string>& ids() const { return ids_; }
  [[nodiscard]] const std::vector<GroupKind>& kinds() const { return kinds_; }
  [[nodiscard]] const std::vector<Seconds>& open_since() const { return open_since_; }

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::uint32_t> indexes_;
  std::vector<std::string> ids_;
  std::vector<GroupKind> kinds_;
  std::vector<Seconds> open_since_;
  std::size_t known_ = 0;
  std::vector<std::uint32_t> final_;  ///< of the groups met since close_known()
};

/// Reads the blocks of interactions; `work` and `take` fit `scan`.
/// Threads: as scan uses it.
class InteractionStage {
 public:
  struct Shared {
    Directory* directory = nullptr;
    GroupScopes* groups = nullptr;
    SkillNames* skills = nullptr;
    TopicNames* topics = nullptr;
    PartitionedStore<EventEntry>* events = nullptr;
    Seconds latest_allowed = 0;             ///< what is later lies in the future: a bad line
    Seconds latest_counted = -kAlwaysOpen;  ///< what is later was asked to be left out: ignored, and counted
  };
  struct Result : BlockResult {
    std::vector<Reject> rejects;
    std::uint64_t lines = 0;
    std::uint64_t left_out = 0;
    std::uint64_t erased = 0;  ///< of nobody but persons who were erased, or by one
  };

  InteractionStage(const Shared& shared, std::vector<std::string> file_names, std::size_t workers);
  [[nodiscard]] std::unique_ptr<BlockResult> work(const Block& block, std::size_t slot);

 private:
  struct Worker {
    RecordReader reader;
    /// What was read, and where its persons are looked for: one is added while memory is fetched for the next.
    struct Read {
      Interaction interaction;
      IdentifierHash from;
      std::vector<IdentifierHash> to;
    };
    std::array<Read, 2> read;
    bool second_is_next = false;
    [[nodiscard]] Read& next() { return read[second_is_next ? 1 : 0]; }
    [[nodiscard]] Read& at_hand() { return read[second_is_next ? 0 : 1]; }
    [[nodiscard]] const Interaction& interaction() { return at_hand().interaction; }
    std::vector<Node> recipients;
    std::vector<std::uint32_t> topics;                            ///< of the interaction: their indexes + 1
    std::unordered_map<std::string, std::uint32_t> known_skills;  ///< that were written about, as they were written
    std::unordered_map<std::string, std::uint32_t> known_topics;  ///< so that few look-ups wait for another worker
  };
  /// Reads a line into what is next. Empty if it is an interaction, otherwise why not.
  [[nodiscard]] std::string read_line(std::string_view line, Worker& worker) const;
  /// Takes what is at hand. Empty if it was taken, otherwise why not.
  [[nodiscard]] std::string take(std::uint64_t order, std::size_t slot, Result& result);
  /// False if it is of persons who were erased: then it is as if it were not there.
  [[nodiscard]] bool add_event(Worker& worker, std::uint64_t order, std::size_t slot);
  void find_topics(Worker& worker);
  void add_talk(Worker& worker, const EventEntry& entry, std::size_t slot, std::size_t partition);

  Shared shared_;
  std::vector<std::string> file_names_;
  std::vector<Worker> workers_;
};

/// The order of a line among all lines: files by their index, then lines.
[[nodiscard]] constexpr std::uint64_t order_of(std::uint32_t file, std::uint64_t line) {
  return std::uint64_t{file} << 44U | line;
}

}  // namespace kennis
