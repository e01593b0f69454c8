/// @file
#include "indexer/incremental/incremental_build.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <xapian.h>

#include "indexer/incremental/said_again.h"
#include "indexer/journal_input.h"
#include "indexer/publish_limits.h"
#include "indexer/unchanged.h"
#include "journal/without_erased.h"
#include "schema/event_hash.h"
#include "schema/padded.h"
#include "schema/read_record.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

/// Below both, a whole build takes seconds, and whoever searches it has nothing to lay over it.
constexpr std::uint64_t kFewProfiles = 20'000;
constexpr std::uint64_t kFewEvents = 1'000'000;
/// What is replayed when the generation is opened, and looked at beside the files in every search, must stay little.
constexpr std::uint64_t kProfilesMax = 1'000;
constexpr std::uint64_t kProfilesShare = 40;
constexpr std::uint64_t kEventsMax = 20'000;
constexpr std::uint64_t kEventsShare = 20;
constexpr std::uint64_t kEventsMost = 250'000;

}  // namespace

std::uint64_t IncrementalBuild::count_of(const char* name) const {
  const auto found = base_->whole.counts.find(name);
  return found == base_->whole.counts.end() ? 0 : found->second;
}

/// New ones, and those that are read again.
std::size_t IncrementalBuild::events_max() const {
  return std::max(kEventsMax, std::min(count_of("events") / kEventsShare, kEventsMost));
}

WholeBuildReason IncrementalBuild::open() {
  const IndexOptions& options = run_.options_;
  const std::string current = current_generation(options.index);
  if (current.empty()) return "there is no generation yet";
  const fs::path folder = options.index / file::kGenerations / current;
  auto manifest = read_manifest(folder);
  if (!manifest) return manifest.error().message;
  const Manifest& known = manifest.value();
  if (const auto damage = damage_of(folder, known, Check::kSizes)) return *damage;
  if (known.xapian_version != Xapian::version_string()) return "Xapian is another";
  if (known.options != text_of_options(options)) return "the options are others";
  if (known.tombstones != run_.tombstones_.mark()) return "somebody was erased";
  if (left_out_the_future(whole_build_of(known).counts)) return "lines that lay in the future were left out";
  try {
    base_ = std::make_unique<BaseGeneration>(folder, std::move(manifest).value());
  } catch (const std::exception& error) {
    return error.what();
  }
  if (count_of("events") == 0) return "there were no events";
  if (count_of("as_of_the_clock") > 0) return "no event that everybody may know of told what day it was";
  const bool is_small = count_of("profiles") < kFewProfiles && count_of("events") < kFewEvents;
  if (options.mode == IndexMode::kAuto && is_small) return "the index is small";
  const JournalPosition had = base_->manifest.journal_position;
  if (!has_journal(options.index)) return had > 0 ? WholeBuildReason("the journal is gone") : std::nullopt;
  auto store = JournalStore::open(options.index, JournalStore::Access::kRead);
  if (!store) throw std::runtime_error(store.error().message);
  journal_ = std::move(store).value();
  journal_end_ = journal_->last();
  if (journal_end_ < had) return "the journal is another";
  read_bars();
  return std::nullopt;
}

void IncrementalBuild::read_bars() {
  RecordReader reader;
  journal_->read_others(0, journal_end_, [&](const JournalEntry& entry) {
    if (entry.draft.kind != RecordKind::kDoNotContact) return;
    const auto bar = bar_of(reader, entry.draft.record);
    if (!bar) return;
    barred_.insert(bar->name);
    const Node node = base_->people.find(bar->name);
    const std::string person = node == kNoPerson ? bar->name : std::string(base_->people.id(node));
    if (bar->lifted) {
      barred_persons_.erase(person);
    } else {
      barred_persons_.insert(person);
    }
  });
}

WholeBuildReason IncrementalBuild::compare() {
  Stage stage("compare", run_.report_, run_.listener_, 0, "");
  if (auto reason = open()) return reason;
  return find_difference(run_.input_, base_->whole.inputs, run_.scratch_, run_.workers_, difference_);
}

WholeBuildReason IncrementalBuild::find_profiles() {
  const bool any_late = journal_ && journal_end_ > base_->whole.journal_position;
  if (!difference_.profiles && !any_late) return std::nullopt;
  const auto files = run_.input_.of(RecordKind::kProfile);
  Stage stage("profiles", run_.report_, run_.listener_, bytes_of(files), "bytes");
  const ProfileInput input{
      files, journal_.get(), journal_end_, &run_.tombstones_, &barred_, run_.workers_, [&](std::uint64_t done) {
        stage.is_at(done);
      }};
  const std::uint64_t changes_max = std::max(kProfilesMax, count_of("profiles") / kProfilesShare);
  auto reason = find_profile_changes(*base_, input, changes_max, profiles_);
  count_lines("profile", profiles_.lines, profiles_.rejects.size());
  return reason;
}

WholeBuildReason IncrementalBuild::find_groups() {
  const bool any_late = journal_ && journal_end_ > base_->whole.journal_position;
  if (!difference_.groups && !any_late) return std::nullopt;
  auto reason = find_group_changes(*base_, {run_.input_.of(RecordKind::kGroup), journal_.get(), journal_end_}, groups_);
  count_lines("group", groups_.read, groups_.rejects.size());
  return reason;
}

WholeBuildReason IncrementalBuild::find_rosters() {
  const bool is_renamed = profiles_.naming.any_in_rosters;
  if (!difference_.memberships && !difference_.teams && !is_renamed) return std::nullopt;
  Stage stage("rosters", run_.report_, run_.listener_, 0, "bytes");
  for (const RecordKind kind : {RecordKind::kMembership, RecordKind::kTeam}) {
    const bool is_other = kind == RecordKind::kTeam ? difference_.teams : difference_.memberships;
    if (!is_other && !is_renamed) continue;
    const RosterInput input{
        kind,      run_.input_.of(kind), journal_.get(), &run_.tombstones_, &profiles_.naming.renamed,
        !is_other, run_.workers_};
    RosterChanges changes;
    if (auto reason = find_roster_changes(*base_, input, changes)) return reason;
    if (is_other) count_lines(name_of(kind), changes.read, changes.rejects.size());
    if (is_other) other_counts_[std::string(name_of(kind)) + "s"] = changes.stays;
    if (!is_other) changes.rejects.clear();  // which are those of the whole build
    std::move(changes.left.begin(), changes.left.end(), std::back_inserter(rosters_.left));
    std::move(changes.lines.begin(), changes.lines.end(), std::back_inserter(rosters_.lines));
    std::move(changes.rejects.begin(), changes.rejects.end(), std::back_inserter(rosters_.rejects));
  }
  if (rosters_.lines.size() > kEventsMax) return "very many are in other teams or groups";
  return std::nullopt;
}

WholeBuildReason IncrementalBuild::find_events() {
  Stage stage("interactions", run_.report_, run_.listener_, 0, "events");
  const IndexOptions& options = run_.options_;
  const EventRules rules{options.now, options.now + kSecondsPerDay,
                         options.as_of.value_or(options.now) + kSecondsPerDay};
  events_ = std::make_unique<EventChanges>(*base_, run_.tombstones_, rules);
  // A line that deletes an event deletes none that stands behind it. Of one that was deleted nothing is known any more, but what the journal says.
  const bool were_deleted = count_of("events_deleted") > 0 && !difference_.events.empty();
  if (were_deleted && !difference_.events_are_last) return "events are new in front of some that were deleted";
  if (were_deleted && journal_) {
    journal_->read(0, base_->whole.journal_position, [&](const JournalEntry& entry) {
      if (entry.draft.kind == RecordKind::kInteraction) events_->remember_deleted(entry);
    });
  }
  const std::uint64_t changes_max = events_max();
  if (auto reason = events_->take_files(difference_.events, run_.input_.of(RecordKind::kInteraction), changes_max)) {
    return reason;
  }
  count_lines("interaction", count_of("interaction_lines") + events_->lines(),
              count_of("interaction_lines_bad") + events_->rejects().size());
  return take_entries();
}

/// What the whole build has of the events of whoever is told anew.
WholeBuildReason IncrementalBuild::find_said_again() {
  const std::set<Node>& persons = profiles_.naming.told_anew;
  if (persons.empty()) return std::nullopt;
  const auto files = run_.input_.of(RecordKind::kInteraction);
  Stage stage("names", run_.report_, run_.listener_, bytes_of(files), "bytes");
  const SaidAgainInput input{
      files, journal_.get(), &run_.tombstones_, &persons, run_.workers_, events_max(), [&](std::uint64_t done) {
        stage.is_at(done);
      }};
  return kennis::find_said_again(*base_, input, said_again_);
}

/// What the journal has behind the whole build, but for profiles: those are decided with the files'.
WholeBuildReason IncrementalBuild::take_entries() {
  WholeBuildReason reason;
  if (!journal_) return reason;
  std::vector<Change>& changes = events_->changes();
  RecordReader reader;
  journal_->read(base_->whole.journal_position, journal_end_, [&](const JournalEntry& entry) {
    if (reason) return;
    ++entries_;
    const std::string& line = entry.draft.record;
    const bool is_kept = is_input(entry.draft.kind) || entry.draft.kind == RecordKind::kDoNotContact;
    if (is_kept && !run_.tombstones_.empty() && names_erased(line, run_.tombstones_)) {
      reason = fmt::format("entry {} of the journal names somebody who was erased", entry.position);
      return;
    }
    if (entry.draft.kind == RecordKind::kInteraction) reason = events_->take_entry(entry);
    if (entry.draft.kind == RecordKind::kMembership) {
      const auto membership = reader.membership(Padded(line).line());
      if (membership && !base_->knows_group(membership.value().group)) reason = "somebody is in a group that is new";
      changes.push_back({ChangeKind::kMembership, line});
    }
    if (entry.draft.kind == RecordKind::kTeam) changes.push_back({ChangeKind::kTeam, line});
    if (entry.draft.kind == RecordKind::kDoNotContact) changes.push_back({ChangeKind::kDoNotContact, line});
  });
  return reason;
}

void IncrementalBuild::count_lines(std::string_view kind, std::uint64_t lines, std::uint64_t bad) {
  other_counts_[std::string(kind) + "_lines"] = lines;
  other_counts_[std::string(kind) + "_lines_bad"] = bad;
}

/// As a whole build judges: all lines count, those too that are not read again. What they were refused for stands with the whole build.
bool IncrementalBuild::are_lines_too_bad() {
  for (const std::vector<Reject>* rejects :
       {&profiles_.rejects, &groups_.rejects, &rosters_.rejects, &events_->rejects()}) {
    for (const Reject& reject : *rejects) run_.rejects_.add(reject);
  }
  IndexReport& report = run_.report_;
  std::uint64_t bad = 0;
  for (const RecordKind kind : {RecordKind::kProfile, RecordKind::kGroup, RecordKind::kMembership, RecordKind::kTeam,
                                RecordKind::kInteraction}) {
    const std::string name(name_of(kind));
    report.records_read[name + "s"] = report.counts[name + "_lines"];
    bad += report.counts[name + "_lines_bad"];
  }
  report.rejected = run_.rejects_.by_reason();
  run_.rejects_.finish();
  if (run_.rejects_.count() > 0) report.rejects = run_.rejects_.path();
  if (!too_many_bad_lines(report.records_read, bad, run_.options_.bad_share_max)) return false;
  report.outcome = IndexOutcome::kTooManyBadLines;
  return true;
}

WholeBuildReason IncrementalBuild::build() {
  fs::create_directories(run_.scratch_);
  if (auto reason = compare()) return reason;
  if (auto reason = find_profiles()) return reason;
  if (auto reason = find_groups()) return reason;
  if (auto reason = find_rosters()) return reason;
  if (auto reason = find_events()) return reason;
  if (auto reason = find_said_again()) return reason;
  IndexReport& report = run_.report_;
  report.as_of = run_.options_.as_of.value_or(std::max(base_->whole.as_of, events_->latest()));
  if (evidence_day(report.as_of) != evidence_day(base_->whole.as_of)) return "a new month has begun";
  report.counts = base_->whole.counts;
  report.counts["profiles"] += profiles_.new_ids.size() - profiles_.gone;
  report.counts["events"] += events_->events();
  report.counts["events_ahead"] = events_->ahead();
  report.counts["events_after_as_of"] += events_->left_out();
  report.counts["lines_of_erased"] += profiles_.erased + events_->erased();
  report.counts["changed_profiles"] = profiles_.other;
  report.counts["new_events"] = events_->events();
  report.counts["do_not_contact"] = barred_persons_.size();
  report.counts["journal_entries"] += entries_;
  for (const auto& [name, count] : other_counts_) report.counts[name] = count;
  report.is_incremental = true;
  share_files();
  refresh_strengths();
  if (auto reason = replay()) return reason;
  if (are_lines_too_bad() || run_.is_held_back()) return std::nullopt;
  publish();
  return std::nullopt;
}

bool IndexRun::is_built_upon_generation() {
  if (options_.mode == IndexMode::kFull) return false;
  const WholeBuildReason reason = IncrementalBuild(*this).build();
  if (!reason) return true;
  report_.whole_because = *reason;
  report_.is_incremental = false;
  report_.counts.clear();
  manifest_.files.clear();
  fs::remove_all(building_);
  return false;
}

}  // namespace kennis
