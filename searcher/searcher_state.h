/// @file
/// What a Searcher holds of the generation that it opened. Only the files of the Searcher itself include this.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <xapian.h>

#include "network/network.h"
#include "schema/columns.h"
#include "schema/generation_lease.h"
#include "schema/name_lists.h"
#include "schema/profile_records.h"
#include "schema/profile_words.h"
#include "schema/skill_knowledge.h"
#include "schema/statistics.h"
#include "searcher/highlighter.h"
#include "searcher/indexed_evidence.h"
#include "searcher/live.h"
#include "searcher/match_plan.h"
#include "searcher/name_changes.h"
#include "searcher/open_view.h"
#include "searcher/searcher.h"
#include "searcher/showing.h"
#include "searcher/top_k.h"
#include "searcher/view_cache.h"

namespace kennis {

/// What the hits of a page are filled in with.
struct PageTools {
  const MatchPlan& plan;
  Showing& showing;
  const LiveTable& live;
  const Xapian::Database& database;
  PageEvidence& evidence;
  Stemmer& stemmer;
  Highlighter& highlighter;
};

struct Searcher::State {
  State(GenerationLease its_lease, std::filesystem::path path_of_generation, Manifest its_manifest,
        const SearcherOptions& options)
      : lease(std::move(its_lease)),
        path(std::move(path_of_generation)),
        manifest(std::move(its_manifest)),
        network(path),
        records(path),
        words(path),
        columns(path),
        names(path),
        statistics(path / file::kTerms),
        known_runs(path / file::kRuns),
        knowledge(read_skill_knowledge(path / file::kTaxonomy)),
        events(path / file::kEvents),
        statements(path / file::kStatements),
        live({&network, &statements, &records, &known_runs, &knowledge.finder(), &events, &columns, manifest.tombstones,
              path.parent_path().parent_path(), manifest.journal_position,
              manifest.whole ? path / file::kChanges : std::filesystem::path(),
              manifest.whole ? std::make_shared<const MadeDocuments>(path / file::kMadeDocuments) : nullptr,
              options.journal_position, options.warn}),
        views(live, options.cache_bytes_max) {
    const Xapian::Database database(database_path());
    const std::size_t profiles = network.people().profile_count();
    if (database.get_doccount() != profiles || records.count() != profiles || words.count() != profiles ||
        columns.count() != profiles) {
      throw std::runtime_error(path.string() + ": its parts are of different generations");
    }
  }

  [[nodiscard]] std::string database_path() const { return (path / file::kProfiles).string(); }

  [[nodiscard]] std::shared_ptr<const View> view_of(const std::string& name, std::optional<Days> rights_date) {
    const auto state = live.now();
    const Node node = state->network.people().find(name);
    if (node == kNoPerson) return nullptr;
    return views.view(state, node, rights_date.value_or(day_of(now())));
  }

  [[nodiscard]] Provenance provenance(const View& view) const {
    return {manifest.generation, network.as_of(), view.state->position, view.viewer.today()};
  }

  [[nodiscard]] OpenView open(std::shared_ptr<const View> view, Xapian::Database database) const;
  void fill_hit(Hit& hit, const RankedCandidate& ranked, const SearchRequest& request, const PageTools& page) const;

  GenerationLease lease;  // requests open files by their paths
  std::filesystem::path path;
  Manifest manifest;
  Network network;
  ProfileRecords records;
  ProfileWords words;
  Columns columns;
  NameLists names;
  Statistics statistics;
  KnownRuns known_runs;
  SkillKnowledge knowledge;
  EventHashes events;
  Statements statements;
  mutable Live live;
  mutable ViewCache views;
  static constexpr std::size_t kPostingBytesMax = std::size_t{128}
                                                  << 20U;  ///< of terms that are asked for again and again
  mutable PostingCache postings{kPostingBytesMax};
  mutable NameChangesCache changed_names{columns, names};
};

}  // namespace kennis
