/// @file
/// The stages of a run, in order. Each reads files or what the stage before left, and leaves something for the next; the only state that
/// outlives a stage is in `IndexRun`.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "indexer/directory.h"
#include "indexer/event_hash_spool.h"
#include "indexer/event_store.h"
#include "indexer/index_run.h"
#include "indexer/input_files.h"
#include "indexer/interaction_stage.h"
#include "indexer/journal_input.h"
#include "indexer/profile_writer.h"
#include "indexer/progress.h"
#include "indexer/publish.h"
#include "indexer/rejects.h"
#include "indexer/roster_stage.h"
#include "indexer/tie_fold.h"
#include "indexer/topic_names.h"
#include "indexer/writer_choice.h"
#include "journal/tombstones.h"
#include "network/contexts.h"
#include "network/people.h"
#include "network/rosters.h"
#include "schema/fields.h"
#include "schema/manifest.h"
#include "schema/skill_knowledge.h"

namespace kennis {

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

/// One run: made, run once, thrown away. Threads: one caller; stages use workers of their own.
class IndexRun {
 public:
  IndexRun(const IndexOptions& options, InputFiles input, SkillKnowledge knowledge, ProgressListener& listener)
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
  IndexRun(const IndexRun&) = delete;  // what is being built has one owner
  IndexRun& operator=(const IndexRun&) = delete;
  /// What was not published is removed, so that a run that failed on a full disk leaves room; after a crash the next run does it.
  ~IndexRun() {
    writer_choice_ = {};  // waits for a trial that still writes there
    known_runs_ = {};
    columns_ = {};
    std::error_code error;
    std::filesystem::remove_all(building_, error);
  }

  IndexReport run();

 private:
  /// Begins something that goes on beside the stages; with one worker it waits until it is asked for.
  template <typename Work>
  [[nodiscard]] auto beside(Work work) const {
    return std::async(workers_ > 1 ? std::launch::async : std::launch::deferred, std::move(work));
  }
  void bound_what_waits();
  void begin_writer_choice();
  [[nodiscard]] bool is_unchanged();
  /// True if there is nothing left to do.
  [[nodiscard]] bool is_built_upon_generation();
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
  void seal_built(std::size_t workers);
  void publish_generation();
  [[nodiscard]] bool is_being_written(const std::filesystem::path& path) const;
  [[nodiscard]] bool is_held_back();
  void take_rejects(std::vector<Reject>& rejects);
  /// Once all lines of a kind were read: how many, and how many of them were bad.
  void count_lines(RecordKind kind, std::uint64_t bad_before);
  [[nodiscard]] std::vector<std::string> names_of(const std::vector<InputFile>& files) const;
  void remember_inputs(const BlockSource& source);

  friend class IncrementalBuild;  // the other way to fill what is published

  IndexOptions options_;
  SkillKnowledge knowledge_;
  ProgressListener& listener_;
  std::size_t workers_;
  IndexLock lock_;
  std::string name_;
  std::filesystem::path building_;
  std::filesystem::path scratch_;
  std::filesystem::path sorted_;
  RejectsFile rejects_;
  InputFiles input_;
  Tombstones tombstones_ = Tombstones::of(options_.index);
  std::vector<Bar> bars_;
  std::set<std::string> barred_names_;  ///< of whom there is no profile
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
  std::optional<EventHashSpool> hashes_;
  std::unique_ptr<RosterStage> rosters_;
  std::vector<Endorsement> endorsements_;
  std::uint64_t sorted_bytes_ = 0;
  std::vector<std::string> deleted_ids_;
  std::future<WriterChoice> writer_choice_;
  std::future<void> known_runs_;
  std::future<void> columns_;
  std::unique_ptr<ProfileWriter> writer_;
  std::atomic<bool> database_is_written_ = false;
};

}  // namespace kennis
