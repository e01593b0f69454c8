/// @file
/// The stages that make what is published: ties, documents, and their database.
#include <algorithm>
#include <fstream>
#include <stdexcept>

#include <malloc.h>
#include <xapian.h>

#include "indexer/endorser_strengths.h"
#include "indexer/profile_stage.h"
#include "indexer/profile_words_writer.h"
#include "indexer/run_stages.h"
#include "indexer/scan.h"
#include "network/tie_constants.h"
#include "schema/taxonomy_reader.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

/// One run of documents is made of one block: about two thousand profiles, the size at which Xapian's writer is quickest.
constexpr std::size_t kDocumentBlockBytes = 4U << 20U;

void write_taxonomy(const fs::path& path, const Taxonomy& taxonomy) {
  fs::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out << taxonomy_text(taxonomy);
  out.close();
  if (!out) throw std::runtime_error(path.string() + ": cannot be written");
}

}  // namespace

/// The trial of the bulk writer takes as long as reading some megabytes of profiles, so it goes on beside that.
void IndexRun::begin_writer_choice() {
  ProfileWriterOptions options;
  options.folder = scratch_ / "runs";
  options.database = building_ / file::kProfiles;
  options.workers = workers_;
  options.records = options_.whole_database;
  options.term_lists = options_.whole_database;
  options.positions = options_.whole_database;
  writer_choice_ = beside([options, kind = options_.writer] { return choose_writer(kind, options); });
}

/// Who was in which group, as contexts that persons share.
void IndexRun::remember_groups(const RosterColumns& rosters) {
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

void IndexRun::fold_ties() {
  Stage stage("ties", report_, listener_, 0, "pairs");
  directory_->finish(people_, deleted_ids_, barred_names_);
  groups_.finish();
  write_people(building_ / file::kPeople, people_);
  write_identifiers(building_ / file::kIdentifiers, directory_->entries());
  RosterColumns rosters = rosters_->take_columns();
  rosters_.reset();
  report_.counts["groups"] = rosters.groups.size();
  report_.counts["memberships"] = rosters.memberships.size();
  report_.counts["teams"] = rosters.roster.size();
  remember_groups(rosters);
  write_rosters(building_ / file::kRosters, std::move(rosters));
  write_tie_model(building_ / file::kConstants, options_.model);
  write_taxonomy(building_ / file::kTaxonomy, knowledge_.taxonomy());
  bound_what_waits();
  hashes_.emplace(scratch_ / "event-hashes.run");
  const FoldOptions options{workers_,
                            scratch_,
                            &budget_,
                            people_.node_max(),
                            options_.now,
                            &topics_,
                            [&](std::uint32_t scope) { return groups_.final_scope(scope); },
                            options_.model,
                            &*hashes_,
                            static_cast<std::uint32_t>(groups_.ids().size()),
                            people_.profile_count};
  EventFold fold(*events_, options, [&](Node node) { return directory_->final_node(node); });
  events_.reset();
  const bool is_told_by_event = options_.as_of || fold.report().latest != FoldReport::kNoEvent;
  if (!is_told_by_event) report_.counts["as_of_the_clock"] = 1;
  report_.as_of =
      options_.as_of.value_or(fold.report().latest == FoldReport::kNoEvent ? options_.now : fold.report().latest);
  endorsements_ = fold.endorsements();
  std::vector<Endorsement> said_in_groups = fold.said_in_groups();
  find_strengths(sorted_, skills_, workers_, {endorsements_, said_in_groups});
  write_skill_statements(endorsements_, said_in_groups, skills_, building_ / file::kStatements);
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
  fold.write(report_.as_of, building_ / file::kGraph, building_ / file::kTies);
  report_.counts["ties"] = fold.report().ties;
  ::malloc_trim(0);  // what persons and events took, and is in small pieces: documents must not come on top of it
}

void IndexRun::write_documents() {
  auto [writer, warning] = writer_choice_.get();
  if (!warning.empty()) report_.warnings.push_back(warning);
  writer_ = std::move(writer);
  Stage stage("documents", report_, listener_, sorted_bytes_, "bytes");
  BlockSource source({sorted_}, kDocumentBlockBytes);
  known_runs_.get();
  const KnownRuns known(building_ / file::kRuns);
  ProfileWordsWriter words(building_);
  auto columns = std::make_shared<ColumnsWriter>(people_.profile_count);
  ProfileDocuments documents(
      *writer_, {&endorsements_, &skills_, {&known, evidence_day(report_.as_of), &knowledge_.finder()}, &barred_},
      workers_);
  scan(source, workers_,
       {[&](const Block& block, std::size_t slot) { return documents.work(block, slot); },
        [&](const Block&, BlockResult& made) {
          const auto& result = static_cast<ProfileDocuments::Result&>(made);
          words.add(result.words);
          columns->add(result.columns);
          stage.is_at(source.consumed());
        }});
  words.finish();
  contexts_.append(documents.take_contexts());
  columns_ = beside([this, columns] {
    columns->finish(building_);
    std::move(contexts_).write(building_ / file::kContexts, people_.node_max());
  });
}

void IndexRun::merge_documents() {
  Stage stage("merge", report_, listener_, 100, "percent");
  // Most of the merge is one table, of which one worker has the most to do: what was built is sealed beside it.
  database_is_written_ = true;
  std::future<void> sealing = beside([&] {
    columns_.get();
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

}  // namespace kennis
