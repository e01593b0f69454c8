/// @file
/// A generation that shares the files of a whole build and says what has changed since: a night's work where little has.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/incremental/base_generation.h"
#include "indexer/incremental/event_changes.h"
#include "indexer/incremental/group_changes.h"
#include "indexer/incremental/input_difference.h"
#include "indexer/incremental/profile_changes.h"
#include "indexer/incremental/roster_changes.h"
#include "indexer/run_stages.h"
#include "journal/store.h"

namespace kennis {

/// Made for one run, and used once. Always relative to the whole build, however many generations were made upon it: what they are made of is the input
/// alone. docs/decisions/0051-the-night-builds-what-has-changed.md says what is shared, what is made anew, and when all is.
class IncrementalBuild {
 public:
  explicit IncrementalBuild(IndexRun& run) : run_(run) {}
  /// Publishes, or says in the report why not; or gives the reason why all must be built: then nothing has happened, but for time.
  [[nodiscard]] WholeBuildReason build();

 private:
  [[nodiscard]] WholeBuildReason open();
  [[nodiscard]] WholeBuildReason compare();
  [[nodiscard]] WholeBuildReason find_profiles();
  [[nodiscard]] WholeBuildReason find_groups();
  [[nodiscard]] WholeBuildReason find_rosters();
  [[nodiscard]] WholeBuildReason find_events();
  [[nodiscard]] WholeBuildReason take_entries();
  [[nodiscard]] WholeBuildReason find_said_again();
  void read_bars();
  void count_lines(std::string_view kind, std::uint64_t lines, std::uint64_t bad);
  [[nodiscard]] bool are_lines_too_bad();
  void share_files();
  void refresh_strengths();
  [[nodiscard]] WholeBuildReason replay();
  [[nodiscard]] GenerationChanges all_changes();
  void publish();
  [[nodiscard]] std::uint64_t count_of(const char* name) const;
  [[nodiscard]] std::size_t events_max() const;
  [[nodiscard]] const ManifestFile* file_of(const std::string& path) const;

  IndexRun& run_;
  std::unique_ptr<BaseGeneration> base_;
  std::unique_ptr<JournalStore> journal_;
  JournalPosition journal_end_ = 0;
  InputDifference difference_;
  ProfileChanges profiles_;
  GroupChanges groups_;
  RosterChanges rosters_;
  std::unique_ptr<EventChanges> events_;
  std::vector<Change> said_again_;
  std::set<std::string> barred_;  ///< names in normal form of whom it was ever said that they must not be contacted
  std::set<std::string> barred_persons_;  ///< of whom it holds
  RecordCounts other_counts_;             ///< than the whole build's
  std::uint64_t entries_ = 0;             ///< of the journal, behind what the whole build has of it
};

}  // namespace kennis
