/// @file
/// The stages of a run, in order. Each reads files or what the stage before left, and leaves something for the next; the only state that
/// outlives a stage is in `Run`.
#include "indexer/index_run.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include <fmt/format.h>
#include <tbb/global_control.h>
#include <xapian.h>

#include "indexer/conflicts.h"
#include "indexer/directory.h"
#include "indexer/event_store.h"
#include "indexer/input_files.h"
#include "indexer/interaction_stage.h"
#include "indexer/journal_input.h"
#include "indexer/profile_sorter.h"
#include "indexer/profile_stage.h"
#include "indexer/publish.h"
#include "indexer/rejects.h"
#include "indexer/roster_stage.h"
#include "indexer/scan.h"
#include "indexer/term_statistics.h"
#include "indexer/tie_fold.h"
#include "indexer/writer_choice.h"
#include "schema/fields.h"
#include "schema/manifest.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kReadBlockBytes = 1U << 20U;
/// One run of documents is made of one block: about two thousand profiles, the size at which Xapian's writer is quickest.
constexpr std::size_t kDocumentBlockBytes = 4U << 20U;

/// Times a stage and tells the listener of it.
class Stage {
 public:
  Stage(std::string name, IndexReport& report, ProgressListener& listener, std::uint64_t total, std::string_view unit)
      : name_(std::move(name)), report_(&report), listener_(&listener) {
    listener_->stage_begins(name_, total, unit);
  }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  ~Stage() {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began_;
    report_->seconds.emplace_back(name_, took.count());
    listener_->stage_ends();
  }
  void is_at(std::uint64_t done) { listener_->stage_is_at(done); }

 private:
  std::string name_;
  IndexReport* report_;
  ProgressListener* listener_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

class Run {
 public:
  Run(const IndexOptions& options, InputFiles input, ProgressListener& listener)
      : options_(options),
        listener_(listener),
        workers_(options.workers > 0 ? options.workers : std::max(1U, std::thread::hardware_concurrency())),
        lock_(options.index),
        name_(new_generation_name(options.index, options.now)),
        building_(options.index / file::kGenerations / ("." + name_)),
        scratch_(building_ / "scratch"),
        sorted_(scratch_ / "profiles.ndjson"),
        rejects_(options.index / file::kRejects / (name_ + ".ndjson")),
        input_(std::move(input)) {}
  Run(const Run&) = delete;  // what is being built has one owner
  Run& operator=(const Run&) = delete;
  /// What was not published is removed, so that a run that failed on a full disk leaves room; after a crash the next run does it.
  ~Run() {
    std::error_code error;
    fs::remove_all(building_, error);
  }

  IndexReport run();

 private:
  void add_journal();
  void read_profiles();
  void name_persons();
  using TakeRoster = std::string (RosterStage::*)(std::string_view);
  void read_rosters();
  void read_roster_files(RecordKind kind, TakeRoster take);
  void read_interactions();
  void fold_ties();
  void write_documents();
  void write_term_statistics();
  void check();
  void publish_generation();
  [[nodiscard]] bool too_many_bad();
  void take_rejects(std::vector<Reject>& rejects);
  [[nodiscard]] std::vector<std::string> names_of(const std::vector<InputFile>& files) const;
  void remember_inputs(const BlockSource& source);

  IndexOptions options_;
  ProgressListener& listener_;
  std::size_t workers_;
  IndexLock lock_;
  std::string name_;
  fs::path building_;
  fs::path scratch_;
  fs::path sorted_;
  RejectsFile rejects_;
  InputFiles input_;
  IndexReport report_;
  Manifest manifest_;
  Directory directory_;
  PeopleColumns people_;
  GroupScopes groups_;
  SkillNames skills_;
  MemoryBudget budget_;
  std::optional<PartitionedStore<EventEntry>> events_;
  std::unique_ptr<RosterStage> rosters_;
  std::vector<Endorsement> endorsements_;
  std::uint64_t sorted_bytes_ = 0;
  std::vector<std::string> deleted_ids_;
};

std::vector<fs::path> paths_of(const std::vector<InputFile>& files) {
  std::vector<fs::path> paths;
  for (const InputFile& file : files) paths.push_back(file.path);
  return paths;
}

std::uint64_t bytes_of(const std::vector<InputFile>& files) {
  std::uint64_t bytes = 0;
  for (const InputFile& file : files) bytes += file.bytes;
  return bytes;
}

std::vector<std::string> Run::names_of(const std::vector<InputFile>& files) const {
  std::vector<std::string> names;
  for (const InputFile& file : files) names.push_back(file.path.filename().string());
  return names;
}

void Run::take_rejects(std::vector<Reject>& rejects) {
  for (const Reject& reject : rejects) rejects_.add(reject);
}

void Run::remember_inputs(const BlockSource& source) {
  manifest_.inputs.insert(manifest_.inputs.end(), source.read_files().begin(), source.read_files().end());
}

IndexReport Run::run() {
  for (const std::string& name : input_.ignored) {
    report_.warnings.push_back(fmt::format("{}: ignored, its name is none of an input file", name));
  }
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, workers_);
  budget_.bytes_max = options_.memory_bytes;
  sweep_leftovers(options_.index);
  if (options_.building) options_.building(building_);
  fs::create_directories(scratch_);
  add_journal();
  read_profiles();
  name_persons();
  read_rosters();
  read_interactions();
  report_.rejected = rejects_.by_reason();
  rejects_.finish();
  if (rejects_.count() > 0) report_.rejects = rejects_.path();
  if (too_many_bad()) return report_;
  fold_ties();
  write_documents();
  write_term_statistics();
  fs::remove_all(scratch_);
  check();
  publish_generation();
  return report_;
}

/// The manifest says up to where, and counts once it is published with the generation: an entry is in both or in neither.
void Run::add_journal() {
  JournalInput journal = spool_journal(options_.index, scratch_);
  manifest_.journal_position = journal.position;
  report_.counts["journal_entries"] = journal.entries;
  input_.files.insert(input_.files.end(), journal.files.begin(), journal.files.end());
}

void Run::read_profiles() {
  const auto files = input_.of(RecordKind::kProfile);
  Stage stage("profiles", report_, listener_, bytes_of(files), "bytes");
  BlockSource source(paths_of(files), kReadBlockBytes);
  ProfileReading reading(names_of(files), workers_);
  ProfileSorter sorter(scratch_, options_.memory_bytes);
  scan(source, workers_,
       {[&](const Block& block, std::size_t slot) { return reading.work(block, slot); },
        [&](const Block& block, BlockResult& made) {
          auto& result = static_cast<ProfileReading::Result&>(made);
          report_.records_read["profiles"] += result.line_count;
          take_rejects(result.rejects);
          sorter.add(std::move(result.lines), block.memory, block.bytes.size());
          stage.is_at(source.consumed());
        }});
  remember_inputs(source);
  ProfileSortReport sorted = sorter.finish(sorted_);
  sorted_bytes_ = sorted.bytes;
  report_.counts["profiles"] = sorted.profiles;
  report_.counts["profiles_superseded"] = sorted.superseded;
  report_.counts["profiles_deleted"] = sorted.deleted;
  deleted_ids_ = std::move(sorted.deleted_ids);
}

void Run::name_persons() {
  Stage stage("persons", report_, listener_, sorted_bytes_, "bytes");
  BlockSource source({sorted_}, kReadBlockBytes);
  ProfileClaims claims(workers_);
  scan(source, workers_,
       {[&](const Block& block, std::size_t slot) { return claims.work(block, slot); },
        [&](const Block&, BlockResult& made) {
          for (const ProfileClaims::Person& person : static_cast<ProfileClaims::Result&>(made).persons) {
            people_.add(person.id, person.rights, person.sharing_set);
            directory_.add_profile(people_.node_max(), person.id, person.claims);
          }
          stage.is_at(source.consumed());
        }});
  people_.profile_count = people_.node_max();
  directory_.close_profiles();
  report_.counts["identifier_conflicts"] = directory_.conflicts().size();
  for (std::string& warning : explain_conflicts(sorted_, directory_.conflicts(), people_)) {
    report_.warnings.push_back(std::move(warning));
  }
}

void Run::read_roster_files(RecordKind kind, TakeRoster take) {
  const auto files = input_.of(kind);
  BlockSource source(paths_of(files), kReadBlockBytes);
  Block block;
  while (source.next(block)) {
    for_each_line(block, [&](std::string_view line, std::uint64_t number) {
      ++report_.records_read[std::string(name_of(kind)) + "s"];
      const std::string reason = block.overlong ? fmt::format("the line has more than {} bytes", limit::kLineBytesMax)
                                                : ((*rosters_).*take)(line);
      if (!reason.empty()) {
        rejects_.add({files[block.file].path.filename().string(), number, reason, std::string(line)});
      }
    });
  }
  remember_inputs(source);
}

void Run::read_rosters() {
  rosters_ = std::make_unique<RosterStage>(directory_, groups_);
  const std::pair<RecordKind, TakeRoster> kinds[] = {{RecordKind::kGroup, &RosterStage::take_group},
                                                     {RecordKind::kMembership, &RosterStage::take_membership},
                                                     {RecordKind::kTeam, &RosterStage::take_team}};
  Stage stage("rosters", report_, listener_, 0, "bytes");
  for (const auto& [kind, take] : kinds) read_roster_files(kind, take);
  groups_.close_known();
}

void Run::read_interactions() {
  const auto files = input_.of(RecordKind::kInteraction);
  Stage stage("interactions", report_, listener_, bytes_of(files), "bytes");
  events_.emplace(scratch_, EventFold::kPartitions, workers_, budget_);
  BlockSource source(paths_of(files), kReadBlockBytes);
  const Seconds tolerated = options_.now + kSecondsPerDay;
  const InteractionStage::Shared shared{&directory_, &groups_,  &skills_,
                                        &*events_,   tolerated, options_.as_of.value_or(options_.now) + kSecondsPerDay};
  InteractionStage interactions(shared, names_of(files), workers_);
  scan(source, workers_,
       {[&](const Block& block, std::size_t slot) { return interactions.work(block, slot); },
        [&](const Block&, BlockResult& made) {
          auto& result = static_cast<InteractionStage::Result&>(made);
          report_.records_read["interactions"] += result.lines;
          report_.counts["events_after_as_of"] += result.left_out;
          take_rejects(result.rejects);
          stage.is_at(source.consumed());
        }});
  remember_inputs(source);
  events_->flush();
}

bool Run::too_many_bad() {
  std::uint64_t lines = 0;
  for (const auto& [kind, count] : report_.records_read) lines += count;
  if (rejects_.count() == 0) return false;
  if (!options_.bad_share_max && lines < kBadShareLines) return false;
  const double share = static_cast<double>(rejects_.count()) / static_cast<double>(lines);
  return share > options_.bad_share_max.value_or(kBadShareMax);
}

void Run::fold_ties() {
  Stage stage("ties", report_, listener_, 0, "pairs");
  directory_.finish(people_, deleted_ids_);
  groups_.finish();
  write_people(building_ / file::kPeople, people_);
  write_identifiers(building_ / file::kIdentifiers, directory_.entries());
  write_rosters(building_ / file::kRosters, rosters_->columns());
  const FoldOptions options{workers_,     scratch_,
                            &budget_,     people_.node_max(),
                            options_.now, [&](std::uint32_t scope) { return groups_.final_scope(scope); }};
  EventFold fold(*events_, options, [&](Node node) { return directory_.final_node(node); });
  report_.as_of =
      options_.as_of.value_or(fold.report().latest == FoldReport::kNoEvent ? options_.now : fold.report().latest);
  endorsements_ = fold.endorsements();
  write_skill_statements(endorsements_, skills_, building_ / file::kStatements);
  fold.write(report_.as_of, building_ / file::kGraph, building_ / file::kTies);
  events_.reset();
  const FoldReport& folded = fold.report();
  report_.counts["persons"] = people_.node_max();
  report_.counts["events"] = folded.events;
  report_.counts["events_duplicate"] = folded.duplicates;
  report_.counts["events_deleted"] = folded.deleted;
  report_.counts["self_contacts"] = folded.self_contacts;
  report_.counts["ties"] = folded.ties;
}

void Run::write_documents() {
  const auto [writer, warning] =
      choose_writer(options_.writer, {scratch_ / "runs", building_ / file::kProfiles, workers_});
  if (!warning.empty()) report_.warnings.push_back(warning);
  {
    Stage stage("documents", report_, listener_, sorted_bytes_, "bytes");
    BlockSource source({sorted_}, kDocumentBlockBytes);
    ProfileDocuments documents(*writer, endorsements_, skills_, workers_);
    scan(source, workers_,
         {[&](const Block& block, std::size_t slot) { return documents.work(block, slot); },
          [&](const Block&, BlockResult&) { stage.is_at(source.consumed()); }});
  }
  Stage stage("merge", report_, listener_, 100, "percent");
  writer->finish([&](std::uint64_t done, std::uint64_t total) { stage.is_at(total == 0 ? 100 : done * 100 / total); });
}

void Run::write_term_statistics() {
  Stage stage("statistics", report_, listener_, 0, "terms");
  const Xapian::Database database((building_ / file::kProfiles).string());
  const auto persons = database.get_termfreq(std::string(prefix::kSearchable));
  std::vector<TermEntry> entries = collect_statistics(building_ / file::kProfiles, workers_);
  report_.counts["terms"] = entries.size();
  report_.counts["searchable"] = persons;
  write_statistics(building_ / file::kTerms, std::move(entries), persons);
}

void Run::check() {
  Stage stage("check", report_, listener_, 0, "");
  const std::size_t errors = Xapian::Database::check((building_ / file::kProfiles).string(), 0, nullptr);
  if (errors > 0)
    throw std::runtime_error(fmt::format("Xapian finds {} errors in what was built; nothing is published", errors));
}

void Run::publish_generation() {
  Stage stage("publish", report_, listener_, 0, "");
  manifest_.format_version = kFormatVersion;
  manifest_.generation = name_;
  manifest_.created = options_.now;
  manifest_.as_of = report_.as_of;
  manifest_.xapian_version = Xapian::version_string();
  manifest_.counts = report_.counts;
  for (const auto& entry : fs::recursive_directory_iterator(building_)) {
    if (!entry.is_regular_file()) continue;
    const std::string path = fs::relative(entry.path(), building_).generic_string();
    manifest_.files.push_back({path, entry.file_size(), checksum_of_file(entry.path())});
    const std::string part = path.substr(0, path.find('/'));
    report_.bytes[part] += entry.file_size();
    report_.bytes["index"] += entry.file_size();
  }
  std::sort(manifest_.files.begin(), manifest_.files.end(),
            [](const ManifestFile& a, const ManifestFile& b) { return a.path < b.path; });
  for (const InputFile& file : input_.files) report_.bytes["input"] += file.bytes;
  write_manifest(building_, manifest_);
  publish(options_.index, building_, manifest_, options_.keep);
  report_.generation = name_;
  report_.published = true;
}

}  // namespace

Result<IndexReport> run_index(const IndexOptions& options, ProgressListener& listener) {
  std::error_code error;
  if (!fs::is_directory(options.input, error)) {
    return Error{ErrorCode::kInvalidRequest, fmt::format("{}: is no folder", options.input.string()), {}};
  }
  InputFiles input = find_input_files(options.input);
  if (input.files.empty()) {
    return Error{ErrorCode::kInvalidRequest,
                 fmt::format("{}: holds no input: profiles*.ndjson, interactions*.ndjson, groups*.ndjson, "
                             "memberships*.ndjson or teams*.ndjson, also with .gz or .zst",
                             options.input.string()),
                 {}};
  }
  return Run(options, std::move(input), listener).run();
}

}  // namespace kennis
