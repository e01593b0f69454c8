/// @file
/// The journal as a file: one SQLite database, and what is asked of it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "journal/entry.h"
#include "schema/result.h"

namespace kennis {

/// One connection to the journal of an index. What `append` has returned is on disk and stays there through a crash or power loss.
///
/// Several processes may have it open at once; writers wait for each other.
/// Errors:  kNotWritten with the path and what to mend: the disk is full, the file may not be written, it is no journal, or of another
///          version. Reading throws std::exception if the file fails.
/// Threads: one at a time.
class JournalStore {
 public:
  enum class Access : std::uint8_t {
    kRead,   ///< of a journal that is there
    kWrite,  ///< makes it if need be, readable by its owner alone
  };
  [[nodiscard]] static Result<std::unique_ptr<JournalStore>> open(const std::filesystem::path& index, Access access);
  ~JournalStore();
  JournalStore(const JournalStore&) = delete;
  JournalStore& operator=(const JournalStore&) = delete;

  /// Appends all or none, in this order, and returns their places. What says the same as the last entry of its key is that entry: sent
  /// again, it is there once.
  [[nodiscard]] Result<std::vector<JournalPosition>> append(std::span<const EntryDraft* const> drafts, Seconds at);

  /// Appends what `decide` says, which may read this store and sees everything that is before its entries: nobody writes in between. What
  /// it refuses is returned, and nothing appended. Needs: `decide` does not append.
  [[nodiscard]] Result<std::vector<JournalPosition>> append_decided(
      const std::function<Result<std::vector<EntryDraft>>()>& decide, Seconds at);

  /// The place of the last entry. Cost: a few microseconds.
  [[nodiscard]] JournalPosition last() const;
  /// True if a record of that kind and id stands at or before `upto`. Cost: a few microseconds.
  [[nodiscard]] bool had(RecordKind kind, const std::string& key, JournalPosition upto) const;
  /// Calls `use` for the entries behind `after` up to and including `upto`, in order.
  void read(JournalPosition after, JournalPosition upto, const std::function<void(const JournalEntry&)>& use) const;
  /// The same, only of a kind and an id. Cost: as many as there are of these.
  void read_of(RecordKind kind, const std::string& key, JournalPosition after, JournalPosition upto,
               const std::function<void(const JournalEntry&)>& use) const;
  /// The same, only of the kinds that are no input. Cost: as many as there are of these, not as many as there are entries.
  void read_others(JournalPosition past, JournalPosition upto,
                   const std::function<void(const JournalEntry&)>& use) const;
  /// Puts other content in the place of entries, and `behind` after all: everything or nothing. What stood there is overwritten on disk.
  /// Returns the place of `behind`. Errors: kNotWritten. Needs: open for writing.
  [[nodiscard]] Result<JournalPosition> replace(const std::vector<JournalEntry>& entries, const EntryDraft& behind,
                                                Seconds at);
  /// What SQLite's own check finds wrong; empty if nothing. Cost: reads everything.
  [[nodiscard]] std::string fault() const;

 private:
  struct State;
  explicit JournalStore(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// True if the index has a journal.
[[nodiscard]] bool has_journal(const std::filesystem::path& index);

}  // namespace kennis
