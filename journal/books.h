/// @file
/// What users have going on, as the journal tells of it: introductions, refusals, saved searches with their alerts, pools.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "journal/alerts.h"
#include "journal/introduction_requests.h"
#include "journal/journal.h"
#include "journal/pools.h"
#include "journal/refusals.h"
#include "journal/saved_searches.h"
#include "journal/store.h"
#include "schema/result.h"

namespace kennis {

/// All of it at one place of the journal. What cannot be read is passed over, as it was never there.
struct Books {
  JournalPosition position = 0;
  IntroductionRequests introductions;
  Refusals refusals;
  SavedSearches searches;
  Alerts alerts;
  Pools pools;

  /// Takes in what stands in the store and is not here yet; after an erasure, all of it anew.
  void catch_up(const JournalStore& store);
};

/// The books of an index, kept up to date between requests.
///
/// Generations have nothing of what is in them: they are read from the whole journal, once, and then go along with it.
/// Errors:  throws std::exception if the journal cannot be read.
/// Threads: any number at once, one after another.
/// Cost:    to begin with, a pass over the entries that are no input (some microseconds each); then what is new.
class LiveBooks {
 public:
  explicit LiveBooks(std::filesystem::path index) : index_(std::move(index)) {}

  /// Calls `use` with the books after everything that is in the journal now. Needs: `use` keeps no pointer.
  void read(const std::function<void(const Books&)>& use);

  using Decision = std::function<Result<std::vector<EntryDraft>>(const Books& books)>;
  /// Appends what `decide` says of the books as they are then: nothing comes in between, of this process or another.
  [[nodiscard]] Result<std::vector<JournalPosition>> append(Journal& journal, const Decision& decide);

 private:
  std::filesystem::path index_;
  std::mutex mutex_;
  std::unique_ptr<JournalStore> store_;
  Books books_;
};

}  // namespace kennis
