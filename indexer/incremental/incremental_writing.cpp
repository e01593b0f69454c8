/// @file
/// What an incremental build writes, once it is known what has changed.
#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "indexer/arc_fold.h"
#include "indexer/incremental/incremental_build.h"
#include "indexer/incremental/said_again.h"
#include "indexer/incremental/term_changes.h"
#include "journal/change_replay.h"
#include "network/network.h"
#include "schema/event_hash.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

void link_or_copy(const fs::path& from, const fs::path& to) {
  fs::create_directories(to.parent_path());
  std::error_code error;
  fs::create_hard_link(from, to, error);
  if (error) fs::copy_file(from, to);  // a file system without links
}

}  // namespace

const ManifestFile* IncrementalBuild::file_of(const std::string& path) const {
  const auto& files = base_->manifest.files;
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const ManifestFile& file) { return file.path == path; });
  return found == files.end() ? nullptr : &*found;
}

/// The files of the whole build, under another name; what is made anew is left out.
void IncrementalBuild::share_files() {
  const bool keeps_graph = run_.report_.as_of == base_->manifest.as_of;
  for (const ManifestFile& file : base_->manifest.files) {
    const bool is_new = file.path == file::kTerms || file.path == file::kChanges || file.path == file::kMadeDocuments ||
                        (file.path == file::kGraph && !keeps_graph);
    if (is_new) continue;
    link_or_copy(base_->folder / file.path, run_.building_ / file.path);
    run_.manifest_.files.push_back(file);
  }
  if (base_->manifest.whole) return;
  link_or_copy(base_->folder / file::kTerms, run_.building_ / file::kWholeTerms);
  ManifestFile terms = *file_of(file::kTerms);
  terms.path = file::kWholeTerms;
  run_.manifest_.files.push_back(std::move(terms));
}

void IncrementalBuild::refresh_strengths() {
  if (run_.report_.as_of == base_->manifest.as_of) return;
  Stage stage("ties", run_.report_, run_.listener_, 0, "pairs");
  refresh_graph(Ties(base_->folder / file::kTies),
                {run_.scratch_, run_.options_.memory_bytes / 2, run_.workers_, base_->people.profile_count(),
                 base_->people.node_max(), run_.options_.model, run_.report_.as_of},
                run_.building_ / file::kGraph);
}

/// In the order of the replay.
GenerationChanges IncrementalBuild::all_changes() {
  GenerationChanges changes;
  if (!profiles_.naming.told_anew.empty()) {
    changes.changes.push_back({ChangeKind::kToldAnew, fmt::format("{}", fmt::join(profiles_.naming.told_anew, "\n"))});
  }
  for (std::vector<Change>* more :
       {&rosters_.left, &profiles_.changes, &rosters_.lines, &said_again_, &events_->changes()}) {
    std::move(more->begin(), more->end(), std::back_inserter(changes.changes));
  }
  for (const std::string& id : profiles_.new_ids) {
    const auto held = base_->held_since.find(id);
    changes.new_persons.push_back({id, held != base_->held_since.end() ? held->second : day_of(run_.options_.now)});
  }
  const ArrayFile since_file(base_->folder / file::kHeldSince);
  const auto since = since_file.section<Days>("since");
  for (const std::string& id : profiles_.moved_ids) {
    changes.new_persons.push_back({id, since[base_->document_of(id) - 1]});
  }
  std::sort(changes.new_persons.begin(), changes.new_persons.end(),
            [](const HeldPerson& a, const HeldPerson& b) { return a.id < b.id; });
  return changes;
}

/// What whoever opens the generation does, for what it must know before: the statistics of terms.
WholeBuildReason IncrementalBuild::replay() {
  Stage stage("documents", run_.report_, run_.listener_, 0, "documents");
  const GenerationChanges changes = all_changes();
  write_generation_changes(run_.building_ / file::kChanges, changes);
  const Network network(run_.building_);
  const Statements statements(run_.building_ / file::kStatements);
  const KnownRuns known(run_.building_ / file::kRuns);
  const Columns columns(run_.building_);
  const ReplayBase base{&network, &statements, [&](Node node) { return std::string(base_->records.of(node)); },
                        [&](const Interaction& event) { return base_->events.has(hash_of_event(event)); }};
  LiveNetwork before(base);
  LiveNetwork after(base);
  const JournalPosition begin = base_->whole.journal_position;
  for (LiveNetwork* live : {&before, &after}) {
    if (!run_.tombstones_.empty()) (void)live->erase(run_.tombstones_, {});
    if (!journal_) continue;
    journal_->read_others(0, begin, [&](const JournalEntry& entry) {
      if (entry.draft.kind == RecordKind::kDoNotContact) (void)live->remember(entry);
    });
  }
  replay_changes(after, changes.changes);  // what the journal has and nobody can read is passed over by all
  const Network now = after.network();
  if (auto reason = other_shares(changes, base_->people, now.people(), profiles_.naming.told_anew)) return reason;
  const std::vector<Node> nodes = after.take_changes().documents;
  run_.report_.counts["persons"] = now.people().node_max();
  run_.report_.counts["searchable"] =
      write_changed_documents({before,
                               after,
                               nodes,
                               base_->people.profile_count(),
                               {&known, evidence_day(run_.report_.as_of), &run_.knowledge_.finder()},
                               columns,
                               run_.building_ / file::kProfiles,
                               run_.building_ / file::kWholeTerms},
                              run_.workers_, run_.building_);
  return std::nullopt;
}

void IncrementalBuild::publish() {
  run_.manifest_.whole = base_->whole;
  run_.manifest_.inputs = difference_.inputs;
  run_.manifest_.journal_position = journal_end_;
  fs::remove_all(run_.scratch_);
  run_.publish_generation();
}

}  // namespace kennis
