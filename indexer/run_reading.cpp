/// @file
/// The stages that read input: profiles, who they are, rosters and interactions.
#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <malloc.h>

#include "indexer/conflicts.h"
#include "indexer/held_since.h"
#include "indexer/journal_input.h"
#include "indexer/profile_sorter.h"
#include "indexer/profile_stage.h"
#include "indexer/run_stages.h"
#include "indexer/scan.h"
#include "journal/scrub.h"
#include "schema/profile_lines.h"
#include "schema/profile_records.h"

namespace kennis {

namespace fs = std::filesystem;

std::vector<std::string> IndexRun::names_of(const std::vector<InputFile>& files) const {
  std::vector<std::string> names;
  for (const InputFile& file : files) names.push_back(file.name);
  return names;
}

void IndexRun::take_rejects(std::vector<Reject>& rejects) {
  for (const Reject& reject : rejects) rejects_.add(reject);
}

void IndexRun::count_lines(RecordKind kind, std::uint64_t bad_before) {
  const std::string name(name_of(kind));
  const auto read = report_.records_read.find(name + "s");
  report_.counts[name + "_lines"] = read == report_.records_read.end() ? 0 : read->second;
  report_.counts[name + "_lines_bad"] = rejects_.count() - bad_before;
}

void IndexRun::remember_inputs(const BlockSource& source) {
  for (const ManifestFile& file : source.read_files()) {
    const bool is_of_journal =
        file.path.starts_with(kJournalFileBeginning);  // its position is what says how far it went
    if (!is_of_journal) manifest_.inputs.push_back(file);
  }
}

/// The manifest says up to where, and counts once it is published with the generation: an entry is in both or in neither.
void IndexRun::add_journal() {
  if (!tombstones_.empty()) {  // what was written about them since is taken out of it
    const auto scrubbed = scrub_journal(options_.index, tombstones_, false);
    if (!scrubbed) report_.warnings.push_back(scrubbed.error().message);
  }
  JournalInput journal = spool_journal(options_.index, scratch_);
  bars_ = std::move(journal.bars);
  manifest_.journal_position = journal.position;
  report_.counts["journal_entries"] = journal.entries;
  input_.files.insert(input_.files.end(), journal.files.begin(), journal.files.end());
}

void IndexRun::read_profiles() {
  const auto files = input_.of(RecordKind::kProfile);
  Stage stage("profiles", report_, listener_, bytes_of(files), "bytes");
  BlockSource source(paths_of(files), kReadBlockBytes);
  ProfileReading reading(names_of(files), tombstones_, workers_);
  ProfileSorter sorter(scratch_, options_.memory_bytes / 16 * 15, workers_);  // the rest for those that are read
  scan(source, workers_,
       {[&](const Block& block, std::size_t slot) { return reading.work(block, slot); },
        [&](const Block& block, BlockResult& made) {
          auto& result = static_cast<ProfileReading::Result&>(made);
          report_.records_read["profiles"] += result.line_count;
          report_.counts["lines_of_erased"] += result.erased;
          take_rejects(result.rejects);
          sorter.add(std::move(result.lines), block.memory, block.bytes.size());
          stage.is_at(source.consumed());
        }});
  remember_inputs(source);
  count_lines(RecordKind::kProfile, 0);
  ProfileSortReport sorted = sorter.finish(sorted_);
  write_record_ends(building_, sorted.ends);
  sorted_bytes_ = sorted.bytes;
  report_.counts["profiles"] = sorted.profiles;
  report_.counts["profiles_superseded"] = sorted.superseded;
  report_.counts["profiles_deleted"] = sorted.deleted;
  deleted_ids_ = std::move(sorted.deleted_ids);
  ::malloc_trim(0);  // lines are in many pieces, which the next stages would not reuse
}

void IndexRun::name_persons() {
  Stage stage("persons", report_, listener_, sorted_bytes_, "bytes");
  BlockSource source({sorted_}, kReadBlockBytes);
  ProfileClaims claims(workers_, report_.counts["profiles"] / limit::kKnownRunsSample + 1);
  std::vector<std::uint64_t> lines;
  scan(source, workers_,
       {[&](const Block& block, std::size_t slot) { return claims.work(block, slot); },
        [&](const Block&, BlockResult& made) {
          const auto& result = static_cast<ProfileClaims::Result&>(made);
          for (const ProfileClaims::Person& person : result.persons) {
            people_.add(person.id, person.rights, person.sharing_set);
            lines.push_back(person.line);
            directory_->add_profile(people_.node_max(), person.names);
          }
          stage.is_at(source.consumed());
        }});
  const bool of_all = report_.counts["profiles"] < limit::kKnownRunsSample;
  // Whatever comes before documents does not need them: they are stemmed in all languages beside it.
  known_runs_ =
      beside([path = building_ / file::kRuns, runs = claims.take_runs(), of_all] { runs.write(path, of_all); });
  people_.profile_count = people_.node_max();
  write_held_since(options_.index, building_, people_, day_of(options_.now));
  directory_->close_profiles();
  std::vector<Claimant> contested;
  for (const IdentifierConflict& conflict : directory_->conflicts()) {
    for (const Node node : conflict.claimants) contested.push_back({{conflict.hash.high, conflict.hash.low}, node});
  }
  write_profile_lines(building_ / file::kRecordLines, lines, std::move(contested));
  bar_persons();
  report_.counts["identifier_conflicts"] = directory_->conflicts().size();
  for (std::string& warning : explain_conflicts(sorted_, directory_->conflicts(), people_)) {
    report_.warnings.push_back(std::move(warning));
  }
}

/// What is said of a person's profile elsewhere: that they must not be contacted.
void IndexRun::bar_persons() {
  std::set<Node> barred;
  for (const Bar& bar : bars_) {  // in their order: what was said of one name of a person is taken back by another
    const Node node = directory_->find_profile(bar.name);
    if (node == kNoPerson && bar.lifted) barred_names_.erase(bar.name);
    if (node == kNoPerson && !bar.lifted) barred_names_.insert(bar.name);
    if (node != kNoPerson && bar.lifted) barred.erase(node);
    if (node != kNoPerson && !bar.lifted) barred.insert(node);
  }
  for (const Node node : barred) {
    Rights rights = Rights::unpacked(people_.rights[node]);
    rights.contact_policy = ContactPolicy::kDoNotContact;
    people_.rights[node] = rights.packed();
    barred_.push_back(node);
  }
  report_.counts["do_not_contact"] = barred.size() + barred_names_.size();
}

void IndexRun::read_roster_files(RecordKind kind, TakeRoster take) {
  const auto files = input_.of(kind);
  const std::uint64_t bad_before = rejects_.count();
  BlockSource source(paths_of(files), kReadBlockBytes);
  Block block;
  while (source.next(block)) {
    for_each_line(block, [&](std::string_view line, std::uint64_t number) {
      ++report_.records_read[std::string(name_of(kind)) + "s"];
      const std::string reason = block.overlong ? reason_of_overlong() : ((*rosters_).*take)(line);
      if (!reason.empty()) {
        rejects_.add({files[block.file].name, number, reason, std::string(line)});
      }
    });
  }
  remember_inputs(source);
  count_lines(kind, bad_before);
}

void IndexRun::read_rosters() {
  rosters_ = std::make_unique<RosterStage>(*directory_, groups_);
  const std::pair<RecordKind, TakeRoster> kinds[] = {{RecordKind::kGroup, &RosterStage::take_group},
                                                     {RecordKind::kMembership, &RosterStage::take_membership},
                                                     {RecordKind::kTeam, &RosterStage::take_team}};
  Stage stage("rosters", report_, listener_, 0, "bytes");
  for (const auto& [kind, take] : kinds) read_roster_files(kind, take);
  groups_.close_known();
}

void IndexRun::read_interactions() {
  const auto files = input_.of(RecordKind::kInteraction);
  Stage stage("interactions", report_, listener_, bytes_of(files), "bytes");
  const std::uint64_t bad_before = rejects_.count();
  bound_what_waits();
  events_.emplace(scratch_, EventFold::kPartitions, workers_, budget_);
  BlockSource source(paths_of(files), kReadBlockBytes);
  const Seconds tolerated = options_.now + kSecondsPerDay;
  const InteractionStage::Shared shared{directory_.get(),
                                        &groups_,
                                        &skills_,
                                        &topics_,
                                        &*events_,
                                        tolerated,
                                        options_.as_of.value_or(options_.now) + kSecondsPerDay};
  InteractionStage interactions(shared, names_of(files), workers_);
  scan(source, workers_,
       {[&](const Block& block, std::size_t slot) { return interactions.work(block, slot); },
        [&](const Block&, BlockResult& made) {
          auto& result = static_cast<InteractionStage::Result&>(made);
          report_.records_read["interactions"] += result.lines;
          report_.counts["events_after_as_of"] += result.left_out;
          report_.counts["lines_of_erased"] += result.erased;
          take_rejects(result.rejects);
          stage.is_at(source.consumed());
        }});
  remember_inputs(source);
  count_lines(RecordKind::kInteraction, bad_before);
  events_->flush();
}

}  // namespace kennis
