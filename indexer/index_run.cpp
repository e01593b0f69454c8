/// @file
/// The stages of a run, in order. Each reads files or what the stage before left, and leaves something for the next; the only state that
/// outlives a stage is in `Run`.
#include "indexer/index_run.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <future>
#include <thread>

#include <fmt/format.h>
#include <malloc.h>
#include <tbb/global_control.h>
#include <xapian.h>

#include "indexer/conflicts.h"
#include "indexer/directory.h"
#include "indexer/event_hash_spool.h"
#include "indexer/event_store.h"
#include "indexer/held_since.h"
#include "indexer/input_files.h"
#include "indexer/interaction_stage.h"
#include "indexer/journal_input.h"
#include "indexer/profile_sorter.h"
#include "indexer/profile_stage.h"
#include "indexer/profile_words_writer.h"
#include "indexer/publish.h"
#include "indexer/publish_limits.h"
#include "indexer/rejects.h"
#include "indexer/roster_stage.h"
#include "indexer/scan.h"
#include "indexer/tie_fold.h"
#include "indexer/unchanged.h"
#include "indexer/writer_choice.h"
#include "journal/scrub.h"
#include "journal/tombstones.h"
#include "network/contexts.h"
#include "network/tie_constants.h"
#include "schema/fields.h"
#include "schema/manifest.h"
#include "schema/profile_records.h"
#include "schema/skill_knowledge.h"
#include "schema/taxonomy_reader.h"

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
  Run(const IndexOptions& options, InputFiles input, SkillKnowledge knowledge, ProgressListener& listener)
      : options_(options),
        knowledge_(std::move(knowledge)),
        listener_(listener),
        workers_(options.workers > 0 ? options.workers : std::max(1U, std::thread::hardware_concurrency())),
        lock_(options.index),
        name_(new_generation_name(options.index, options.now)),
        building_(options.index / file::kGenerations / ("." + name_)),
        scratch_(building_ / "scratch"),
        sorted_(building_ / file::kRecords),
        rejects_(options.index / file::kRejects / (name_ + ".ndjson")),
        input_(std::move(input)) {}
  Run(const Run&) = delete;  // what is being built has one owner
  Run& operator=(const Run&) = delete;
  /// What was not published is removed, so that a run that failed on a full disk leaves room; after a crash the next run does it.
  ~Run() {
    writer_choice_ = {};  // waits for a trial that still writes there
    known_runs_ = {};
    std::error_code error;
    fs::remove_all(building_, error);
  }

  IndexReport run();

 private:
  /// Begins something that goes on beside the stages; with one worker it waits until it is asked for.
  template <typename Work>
  [[nodiscard]] auto beside(Work work) const {
    return std::async(workers_ > 1 ? std::launch::async : std::launch::deferred, std::move(work));
  }
  void begin_writer_choice();
  [[nodiscard]] bool is_unchanged();
  void add_journal();
  void bar_persons();
  void read_profiles();
  void name_persons();
  using TakeRoster = std::string (RosterStage::*)(std::string_view);
  void read_rosters();
  void read_roster_files(RecordKind kind, TakeRoster take);
  void read_interactions();
  void fold_ties();
  void remember_groups(const RosterColumns& rosters);
  void write_documents();
  void merge_documents();
  void write_ties();
  void seal_built(std::size_t workers);
  void publish_generation();
  [[nodiscard]] bool is_being_written(const fs::path& path) const;
  [[nodiscard]] bool is_held_back();
  void take_rejects(std::vector<Reject>& rejects);
  [[nodiscard]] std::vector<std::string> names_of(const std::vector<InputFile>& files) const;
  void remember_inputs(const BlockSource& source);

  IndexOptions options_;
  SkillKnowledge knowledge_;
  ProgressListener& listener_;
  std::size_t workers_;
  IndexLock lock_;
  std::string name_;
  fs::path building_;
  fs::path scratch_;
  fs::path sorted_;
  RejectsFile rejects_;
  InputFiles input_;
  Tombstones tombstones_ = Tombstones::of(options_.index);
  std::set<std::string> barred_names_;
  std::vector<Node> barred_;
  IndexReport report_;
  Manifest manifest_;
  std::unique_ptr<Directory> directory_ = std::make_unique<Directory>(tombstones_);  ///< gone once ties are folded
  PeopleColumns people_;
  ContextColumns contexts_;
  GroupScopes groups_;
  SkillNames skills_;
  TopicNames topics_;
  MemoryBudget budget_;
  std::optional<PartitionedStore<EventEntry>> events_;
  std::optional<EventFold> fold_;
  std::optional<EventHashSpool> hashes_;
  std::unique_ptr<RosterStage> rosters_;
  std::vector<Endorsement> endorsements_;
  std::uint64_t sorted_bytes_ = 0;
  std::vector<std::string> deleted_ids_;
  std::future<WriterChoice> writer_choice_;
  std::future<void> known_runs_;
  std::unique_ptr<ProfileWriter> writer_;
  std::atomic<bool> database_is_written_ = false;
};

void write_taxonomy(const fs::path& path, const Taxonomy& taxonomy) {
  fs::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out << taxonomy_text(taxonomy);
  out.close();
  if (!out) throw std::runtime_error(path.string() + ": cannot be written");
}

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
  for (const InputFile& file : files) names.push_back(file.name);
  return names;
}

void Run::take_rejects(std::vector<Reject>& rejects) {
  for (const Reject& reject : rejects) rejects_.add(reject);
}

void Run::remember_inputs(const BlockSource& source) {
  for (const ManifestFile& file : source.read_files()) {
    const bool is_of_journal =
        file.path.starts_with(kJournalFileBeginning);  // its position is what says how far it went
    if (!is_of_journal) manifest_.inputs.push_back(file);
  }
}

IndexReport Run::run() {
  for (const std::string& name : input_.ignored) {
    report_.warnings.push_back(fmt::format("{}: ignored, its name is none of an input file", name));
  }
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, workers_);
  budget_.bytes_max = options_.memory_bytes;
  sweep_leftovers(options_.index);
  if (is_unchanged()) return report_;
  rejects_.leave_out(tombstones_);
  if (options_.building) options_.building(building_);
  fs::create_directories(scratch_);
  add_journal();
  fs::create_directories(sorted_.parent_path());
  begin_writer_choice();
  read_profiles();
  name_persons();
  read_rosters();
  read_interactions();
  report_.rejected = rejects_.by_reason();
  rejects_.finish();
  if (rejects_.count() > 0) report_.rejects = rejects_.path();
  if (too_many_bad_lines(report_.records_read, rejects_.count(), options_.bad_share_max)) {
    report_.outcome = IndexOutcome::kTooManyBadLines;
    return report_;
  }
  fold_ties();
  if (is_held_back()) return report_;
  write_documents();
  merge_documents();
  publish_generation();
  return report_;
}

/// The trial of the bulk writer takes as long as reading some megabytes of profiles, so it goes on beside that.
void Run::begin_writer_choice() {
  ProfileWriterOptions options;
  options.folder = scratch_ / "runs";
  options.database = building_ / file::kProfiles;
  options.workers = workers_;
  options.records = options_.whole_database;
  options.term_lists = options_.whole_database;
  options.positions = options_.whole_database;
  writer_choice_ = beside([options, kind = options_.writer] { return choose_writer(kind, options); });
}

bool Run::is_unchanged() {
  if (options_.mode != IndexMode::kAuto) return false;
  Stage stage("compare", report_, listener_, 0, "");
  const auto same = generation_of_same({options_, input_, tombstones_, workers_});
  if (!same) return false;
  report_.outcome = IndexOutcome::kUnchanged;
  report_.generation = same->generation;
  report_.as_of = same->as_of;
  report_.counts = same->counts;
  return true;
}

/// The manifest says up to where, and counts once it is published with the generation: an entry is in both or in neither.
void Run::add_journal() {
  if (!tombstones_.empty()) {  // what was written about them since is taken out of it
    const auto scrubbed = scrub_journal(options_.index, tombstones_, false);
    if (!scrubbed) report_.warnings.push_back(scrubbed.error().message);
  }
  JournalInput journal = spool_journal(options_.index, scratch_);
  barred_names_ = std::move(journal.barred);
  manifest_.journal_position = journal.position;
  report_.counts["journal_entries"] = journal.entries;
  input_.files.insert(input_.files.end(), journal.files.begin(), journal.files.end());
}

void Run::read_profiles() {
  const auto files = input_.of(RecordKind::kProfile);
  Stage stage("profiles", report_, listener_, bytes_of(files), "bytes");
  BlockSource source(paths_of(files), kReadBlockBytes);
  ProfileReading reading(names_of(files), tombstones_, workers_);
  ProfileSorter sorter(scratch_, options_.memory_bytes, workers_);
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
  ProfileSortReport sorted = sorter.finish(sorted_);
  write_record_ends(building_, sorted.ends);
  sorted_bytes_ = sorted.bytes;
  report_.counts["profiles"] = sorted.profiles;
  report_.counts["profiles_superseded"] = sorted.superseded;
  report_.counts["profiles_deleted"] = sorted.deleted;
  deleted_ids_ = std::move(sorted.deleted_ids);
  ::malloc_trim(0);  // lines are in many pieces, which the next stages would not reuse
}

void Run::name_persons() {
  Stage stage("persons", report_, listener_, sorted_bytes_, "bytes");
  BlockSource source({sorted_}, kReadBlockBytes);
  ProfileClaims claims(workers_, report_.counts["profiles"] / limit::kKnownRunsSample + 1);
  scan(source, workers_,
       {[&](const Block& block, std::size_t slot) { return claims.work(block, slot); },
        [&](const Block&, BlockResult& made) {
          const auto& result = static_cast<ProfileClaims::Result&>(made);
          for (const ProfileClaims::Person& person : result.persons) {
            people_.add(person.id, person.rights, person.sharing_set);
            directory_->add_profile(people_.node_max(), person.names);
          }
          stage.is_at(source.consumed());
        }});
  // Whatever comes before documents does not need them: they are stemmed in all languages beside it.
  known_runs_ = beside([path = building_ / file::kRuns, runs = claims.take_runs()] { runs.write(path); });
  people_.profile_count = people_.node_max();
  write_held_since(options_.index, building_, people_, day_of(options_.now));
  directory_->close_profiles();
  bar_persons();
  report_.counts["identifier_conflicts"] = directory_->conflicts().size();
  for (std::string& warning : explain_conflicts(sorted_, directory_->conflicts(), people_)) {
    report_.warnings.push_back(std::move(warning));
  }
}

/// What is said of a person's profile elsewhere: that they must not be contacted.
void Run::bar_persons() {
  for (const std::string& name : barred_names_) {
    const Node node = directory_->find_profile(name);
    if (node == kNoPerson) continue;
    Rights rights = Rights::unpacked(people_.rights[node]);
    rights.contact_policy = ContactPolicy::kDoNotContact;
    people_.rights[node] = rights.packed();
    barred_.push_back(node);
  }
  std::sort(barred_.begin(), barred_.end());
  report_.counts["do_not_contact"] = barred_names_.size();
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
        rejects_.add({files[block.file].name, number, reason, std::string(line)});
      }
    });
  }
  remember_inputs(source);
}

void Run::read_rosters() {
  rosters_ = std::make_unique<RosterStage>(*directory_, groups_);
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
  events_->flush();
}

/// Compared with what is in force; what cannot be read there cannot be missed.
bool Run::is_held_back() {
  if (!options_.drop_share_max) return false;
  const auto in_force = read_manifest(options_.index / file::kGenerations / current_generation(options_.index));
  if (!in_force) return false;
  report_.drops = drops_between(in_force.value().counts, report_.counts, *options_.drop_share_max);
  if (report_.drops.empty()) return false;
  report_.outcome = IndexOutcome::kRecordsDropped;
  return true;
}

/// Who was in which group, as contexts that persons share.
void Run::remember_groups(const RosterColumns& rosters) {
  for (const Stay& stay : rosters.memberships) {
    const Rights rights = Rights::unpacked(people_.rights[stay.person]);
    if (stay.person == kNoPerson || rights.contact_policy == ContactPolicy::kDoNotContact) continue;
    const GroupKind kind = rosters.group_kinds[stay.place];
    const std::optional<Stay> shown = membership_in_context(stay, kind, rosters.groups_open_since[stay.place]);
    if (!shown) continue;
    contexts_.add(stay.person, context_claim_of(*shown, rosters.groups[stay.place]),
                  context_scope_of(kind, stay.place));
  }
}

void Run::fold_ties() {
  Stage stage("ties", report_, listener_, 0, "pairs");
  directory_->finish(people_, deleted_ids_, barred_names_);
  groups_.finish();
  write_people(building_ / file::kPeople, people_);
  write_identifiers(building_ / file::kIdentifiers, directory_->entries());
  RosterColumns rosters = rosters_->columns();
  report_.counts["groups"] = rosters.groups.size();
  report_.counts["memberships"] = rosters.memberships.size();
  report_.counts["teams"] = rosters.roster.size();
  remember_groups(rosters);
  write_rosters(building_ / file::kRosters, std::move(rosters));
  write_tie_model(building_ / file::kConstants, options_.model);
  write_taxonomy(building_ / file::kTaxonomy, knowledge_.taxonomy());
  hashes_.emplace(scratch_ / "event-hashes.run");
  const FoldOptions options{workers_,
                            scratch_,
                            &budget_,
                            people_.node_max(),
                            options_.now,
                            &topics_,
                            [&](std::uint32_t scope) { return groups_.final_scope(scope); },
                            options_.model,
                            &*hashes_};
  fold_.emplace(*events_, options, [&](Node node) { return directory_->final_node(node); });
  const EventFold& fold = *fold_;
  report_.as_of =
      options_.as_of.value_or(fold.report().latest == FoldReport::kNoEvent ? options_.now : fold.report().latest);
  endorsements_ = fold.endorsements();
  write_skill_statements(endorsements_, skills_, building_ / file::kStatements);
  events_.reset();
  hashes_->finish(building_ / file::kEvents);
  hashes_.reset();
  const FoldReport& folded = fold.report();
  report_.counts["persons"] = people_.node_max();
  report_.counts["events"] = folded.events;
  report_.counts["events_duplicate"] = folded.duplicates;
  report_.counts["events_deleted"] = folded.deleted;
  report_.counts["events_ahead"] = folded.ahead;
  report_.counts["self_contacts"] = folded.self_contacts;
  directory_.reset();
  rosters_.reset();
  ::malloc_trim(0);  // what persons and events took, and is in small pieces: documents must not come on top of it
}

void Run::write_documents() {
  auto [writer, warning] = writer_choice_.get();
  if (!warning.empty()) report_.warnings.push_back(warning);
  writer_ = std::move(writer);
  Stage stage("documents", report_, listener_, sorted_bytes_, "bytes");
  BlockSource source({sorted_}, kDocumentBlockBytes);
  known_runs_.get();
  const KnownRuns known(building_ / file::kRuns);
  ProfileWordsWriter words(building_);
  ColumnsWriter columns;
  ProfileDocuments documents(
      *writer_,
      {&endorsements_, &skills_, {&known, day_of(report_.as_of), &knowledge_.finder()}, &barred_, report_.as_of},
      workers_);
  scan(source, workers_,
       {[&](const Block& block, std::size_t slot) { return documents.work(block, slot); },
        [&](const Block&, BlockResult& made) {
          const auto& result = static_cast<ProfileDocuments::Result&>(made);
          words.add(result.words);
          columns.add(result.columns);
          stage.is_at(source.consumed());
        }});
  words.finish();
  contexts_.append(documents.take_contexts());
  std::move(contexts_).write(building_ / file::kContexts, people_.node_max());
  columns.finish(building_);
}

void Run::merge_documents() {
  Stage stage("merge", report_, listener_, 100, "percent");
  // Most of the merge is one table, of which one worker has the most to do: ties are written and what was built is sealed beside it.
  database_is_written_ = true;
  std::future<void> sealing = beside([&] {
    write_ties();
    seal_built(1);
  });
  std::vector<TermEntry> terms = writer_->finish(
      [&](std::uint64_t done, std::uint64_t total) { stage.is_at(total == 0 ? 100 : done * 100 / total); });
  sealing.get();
  const Xapian::Database database((building_ / file::kProfiles).string());
  const auto persons = database.get_termfreq(std::string(prefix::kSearchable));
  report_.counts["terms"] = terms.size();
  report_.counts["searchable"] = persons;
  write_statistics(building_ / file::kTerms, std::move(terms), persons);
  database_is_written_ = false;
  fs::remove_all(scratch_);
}

void Run::write_ties() {
  fold_->write(report_.as_of, building_ / file::kGraph, building_ / file::kTies);
  report_.counts["ties"] = fold_->report().ties;
  fold_.reset();
}

bool Run::is_being_written(const fs::path& path) const {
  return path == scratch_ || (database_is_written_ && path == building_ / file::kProfiles);
}

/// Checksums of the files that have none yet, and the files themselves brought to disk, so that publishing has little to wait for.
void Run::seal_built(std::size_t workers) {
  std::vector<ManifestFile> files;
  for (auto entry = fs::recursive_directory_iterator(building_); entry != fs::end(entry); ++entry) {
    if (is_being_written(entry->path())) entry.disable_recursion_pending();
    if (!entry->is_regular_file()) continue;
    ManifestFile file{fs::relative(entry->path(), building_).generic_string(), entry->file_size(), {}};
    const bool is_sealed = std::any_of(manifest_.files.begin(), manifest_.files.end(),
                                       [&](const ManifestFile& sealed) { return sealed.path == file.path; });
    if (!is_sealed) files.push_back(std::move(file));
  }
  for_each_parallel(files.size(), workers, [&](std::size_t i, std::size_t) {
    files[i].xxh3 = checksum_of_file(building_ / files[i].path);
    sync_to_disk(building_ / files[i].path);
  });
  manifest_.files.insert(manifest_.files.end(), files.begin(), files.end());
}

void Run::publish_generation() {
  Stage stage("publish", report_, listener_, 0, "");
  seal_built(workers_);
  manifest_.format_version = kFormatVersion;
  manifest_.generation = name_;
  manifest_.created = options_.now;
  manifest_.as_of = report_.as_of;
  manifest_.xapian_version = Xapian::version_string();
  manifest_.tombstones = tombstones_.mark();
  manifest_.options = text_of_options(options_);
  const auto in_future = report_.rejected.find("future");
  report_.counts["lines_in_future"] = in_future != report_.rejected.end() ? in_future->second : 0;
  manifest_.counts = report_.counts;
  for (const ManifestFile& file : manifest_.files) {
    report_.bytes[file.path.substr(0, file.path.find('/'))] += file.bytes;
    report_.bytes["index"] += file.bytes;
  }
  std::sort(manifest_.files.begin(), manifest_.files.end(),
            [](const ManifestFile& a, const ManifestFile& b) { return a.path < b.path; });
  for (const InputFile& file : input_.files) report_.bytes["input"] += file.bytes;
  write_manifest(building_, manifest_);
  publish(options_.index, building_, manifest_, options_.keep);
  report_.generation = name_;
  report_.published = true;
  report_.outcome = IndexOutcome::kPublished;
}

}  // namespace

std::string_view name_of(IndexOutcome outcome) {
  switch (outcome) {
    case IndexOutcome::kPublished:
      return "published";
    case IndexOutcome::kTooManyBadLines:
      return "too_many_bad_lines";
    case IndexOutcome::kRecordsDropped:
      return "records_dropped";
    case IndexOutcome::kUnchanged:
      return "unchanged";
    case IndexOutcome::kFailed:
      break;
  }
  return "failed";
}

Result<IndexReport> run_index(const IndexOptions& options, ProgressListener& listener) {
  const auto refused = [](std::string why) { return Error{ErrorCode::kInvalidRequest, std::move(why), {}}; };
  std::vector<fs::path> folders = {options.input};
  folders.insert(folders.end(), options.more_inputs.begin(), options.more_inputs.end());
  for (auto folder = folders.begin(); folder != folders.end(); ++folder) {
    std::error_code error;
    if (!fs::is_directory(*folder, error)) return refused(fmt::format("{}: is no folder", folder->string()));
    const bool is_twice =
        std::any_of(folders.begin(), folder, [&](const fs::path& other) { return fs::equivalent(*folder, other); });
    if (is_twice) return refused(fmt::format("{}: is given twice", folder->string()));
  }
  InputFiles input = find_input_files(folders);
  if (input.files.empty()) {
    return refused(
        fmt::format("{}: holds no input: profiles*.ndjson, interactions*.ndjson, groups*.ndjson, memberships*.ndjson "
                    "or teams*.ndjson, also with .gz or .zst",
                    options.input.string()));
  }
  auto knowledge = options.taxonomy.empty() ? skill_knowledge_of("built-in", built_in_taxonomy())
                                            : skill_knowledge_of("taxonomy", options.taxonomy);
  if (!knowledge) return knowledge.error();
  return Run(options, std::move(input), std::move(knowledge).value(), listener).run();
}

}  // namespace kennis
