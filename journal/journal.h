/// @file
/// Writing to the journal: appends that come at once are committed together.
#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "journal/entry.h"
#include "journal/store.h"
#include "schema/result.h"

namespace kennis {

/// The journal of an index, open for writing. One thread writes; whoever appends waits for it, and all who wait share one commit.
///
/// Errors:  kNotWritten; then none of an append's entries is there, and the journal goes on with the next.
/// Threads: any number at once.
/// Cost:    one flush to disk an append, or less where several wait.
class Journal {
 public:
  /// Opens the journal of an index folder, making both if need be. `clock` gives the time of an entry.
  [[nodiscard]] static Result<std::unique_ptr<Journal>> open(const std::filesystem::path& index,
                                                             std::function<Seconds()> clock = now);
  /// Ends when everything that was appended is committed.
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Returns the places of the entries once they are safely on disk: all of them or none. Needs: at least one.
  [[nodiscard]] Result<std::vector<JournalPosition>> append(const std::vector<EntryDraft>& drafts);

  /// What is to be appended, given everything before it; or why nothing is.
  using Decision = std::function<Result<std::vector<EntryDraft>>(const JournalStore& store)>;
  /// Appends what `decide` says, and returns the places once they are on disk. Nobody writes between what `decide` sees and its entries, in
  /// this process or another: for rules such as "only once". It runs in the thread that writes: it should be quick.
  [[nodiscard]] Result<std::vector<JournalPosition>> append_decided(const Decision& decide);

 private:
  struct Waiting {
    const std::vector<EntryDraft>* drafts = nullptr;
    const Decision* decide = nullptr;  ///< in place of drafts
    std::optional<Result<std::vector<JournalPosition>>> outcome{};
    bool is_done = false;
  };
  Journal(std::unique_ptr<JournalStore> store, std::function<Seconds()> clock);
  [[nodiscard]] Result<std::vector<JournalPosition>> wait_for(Waiting& mine);
  void write();
  /// Takes those who share the next commit: all that wait up to a decision, or a decision alone.
  [[nodiscard]] std::vector<Waiting*> take_batch();
  void write_batch(const std::vector<Waiting*>& batch);

  std::unique_ptr<JournalStore> store_;
  std::function<Seconds()> clock_;
  std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable done_;
  std::deque<Waiting*> waiting_;
  bool ending_ = false;
  std::thread writer_;  // the last member: it uses the others
};

}  // namespace kennis
