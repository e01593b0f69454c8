/// @file
/// What every question about the network starts from: one searcher's view of the open generation and what happened since.
#pragma once

#include <memory>
#include <string>

#include <xapian.h>

#include "schema/columns.h"
#include "schema/name_lists.h"
#include "schema/profile_records.h"
#include "schema/profile_words.h"
#include "schema/result.h"
#include "schema/skill_finder.h"
#include "schema/statistics.h"
#include "schema/word_runs.h"
#include "searcher/answer.h"
#include "searcher/document_filter.h"
#include "searcher/matches_among.h"
#include "searcher/name_changes.h"
#include "searcher/prefix_terms.h"
#include "searcher/showing.h"
#include "searcher/view_cache.h"

namespace kennis {

/// Lives within one request: what is referred to is the Searcher's. Threads: one.
struct OpenView {
  std::shared_ptr<const View> view;
  const ProfileRecords& records;
  const ProfileWords& words;
  const Columns& columns;
  const NameLists& names;
  const Statistics& statistics;
  const KnownRuns& known_runs;
  const SkillFinder& skills;
  const LivePostings& live_postings;  ///< the view's
  NameChangesCache& name_changes;
  Xapian::Database database;
  Provenance provenance;

  [[nodiscard]] const Viewer& viewer() const { return view->viewer; }
  [[nodiscard]] AllDocuments documents() const {
    return {database, words, view->state->masked, {&view->state->documents, &live_postings, &viewer().people()}};
  }
  /// Binds a query's conditions and words with a star to what is open. Errors: as bind_conditions.
  [[nodiscard]] std::optional<Error> bind(Query& query) const {
    if (auto error = bind_conditions(query.root, {columns, viewer(), view->reach()})) return error;
    expand_beginnings(query, database, statistics, live_postings);
    return std::nullopt;
  }
  [[nodiscard]] Showing showing() const {
    return {{database, words, records, view->state->documents, skills}, viewer()};
  }
};

/// The same words for nobody and for whoever the searcher may not see.
[[nodiscard]] Error unknown_person(const std::string& name);

}  // namespace kennis
