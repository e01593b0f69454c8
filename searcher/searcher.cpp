/// @file
#include "searcher/searcher.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <xapian.h>

#include "journal/generation_changes.h"
#include "network/introductions.h"
#include "network/network.h"
#include "schema/columns.h"
#include "schema/generation_lease.h"
#include "schema/name_lists.h"
#include "schema/profile_records.h"
#include "schema/profile_words.h"
#include "schema/skill_knowledge.h"
#include "schema/statistics.h"
#include "searcher/did_you_mean.h"
#include "searcher/document_filter.h"
#include "searcher/highlighter.h"
#include "searcher/indexed_evidence.h"
#include "searcher/live.h"
#include "searcher/match_plan.h"
#include "searcher/open_view.h"
#include "searcher/prefix_terms.h"
#include "searcher/query_meaning.h"
#include "searcher/query_shown.h"
#include "searcher/searcher_state.h"
#include "searcher/showing.h"
#include "searcher/top_k.h"
#include "searcher/unheard_words.h"
#include "searcher/unit_match.h"
#include "searcher/view_cache.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPathsMax = 1000;

class Stopwatch {
 public:
  [[nodiscard]] std::chrono::steady_clock::time_point began() const { return began_; }
  [[nodiscard]] double ms() const {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began_).count();
  }

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

Error invalid(std::string message) { return {ErrorCode::kInvalidRequest, std::move(message), {}}; }

std::optional<Error> fault_of(const SearchRequest& request) {
  if (!(request.closeness >= 0 && request.closeness <= 1)) {
    return invalid(fmt::format("closeness is {}, it must be between 0 and 1", request.closeness));
  }
  if (request.limit > limit::kHitsMax) {
    return invalid(fmt::format("limit is {}, at most {} hits can be asked for", request.limit, limit::kHitsMax));
  }
  if (request.timeout.count() < 1 || request.timeout.count() > limit::kSearchTimeoutMsMax) {
    return invalid(fmt::format("timeout is {} ms, it must be between 1 and {}", request.timeout.count(),
                               limit::kSearchTimeoutMsMax));
  }
  if (request.snippets > kSnippetsMax) {
    return invalid(fmt::format("snippets is {}, at most {} can be asked for", request.snippets, kSnippetsMax));
  }
  if (request.facet_values > limit::kFacetValuesMax) {
    return invalid(
        fmt::format("facet_values is {}, at most {} can be asked for", request.facet_values, limit::kFacetValuesMax));
  }
  if (request.without.size() > kWithoutMax) {
    return invalid(
        fmt::format("{} persons are to be left out, at most {} can be", request.without.size(), kWithoutMax));
  }
  if (request.paths > 20) return invalid(fmt::format("paths is {}, at most 20 can be asked for", request.paths));
  return std::nullopt;
}

/// The λ of the order: fit and reach alone are its ends.
double lambda_of(const SearchRequest& request) {
  return request.order == Order::kFit ? 0 : request.order == Order::kReach ? 1 : request.closeness;
}

}  // namespace

Error unknown_person(const std::string& name) {
  return {
      ErrorCode::kUnknownPerson,
      fmt::format("nobody is known to you as \"{}\": give an id, an e-mail address, a phone number or a profile link",
                  cut_text(name, 80)),
      {}};
}

Searcher::Searcher(std::unique_ptr<State> state) : state_(std::move(state)) {}
Searcher::~Searcher() = default;

const Manifest& Searcher::manifest() const { return state_->manifest; }
const fs::path& Searcher::generation_path() const { return state_->path; }

void Searcher::State::fill_hit(Hit& hit, const RankedCandidate& ranked, const SearchRequest& request,
                               const PageTools& page) const {
  const Candidate& candidate = ranked.candidate;
  const Profile& profile = page.showing.profile(candidate.node);
  hit.id = profile.id;
  hit.name = profile.name;
  hit.headline = profile.headline;
  hit.ask_first = profile.contact_policy == ContactPolicy::kAskFirst;
  hit.fit = candidate.fit;
  hit.reach = candidate.reach;
  hit.score = score_of(candidate.fit, candidate.reach, request.closeness);
  hit.fit_rank = ranked.fit_rank;
  hit.fit_rank_exact = ranked.fit_rank_exact;
  const bool is_live = page.live.find(candidate.node) != nullptr;
  const std::unique_ptr<Evidence> document =
      is_live ? page.showing.evidence(candidate.node)
              : std::make_unique<IndexedEvidence>(page.database, words, candidate.node, &page.evidence);
  hit.snippets = page.highlighter.snippets(profile, *document, request.snippets);
  for (const Unit& unit : page.plan.units) {
    (match_unit(unit, *document).matched ? hit.matched : hit.missing).push_back(unit.text);
  }
  if (!request.explain) return;
  hit.explanation.emplace();
  hit.explanation->asked = page.showing.asked(page.plan, *document, true, page.stemmer);
  hit.explanation->fit_part = (1 - request.closeness) * hit.fit;
  hit.explanation->reach_part = request.closeness * hit.reach;
}

void Searcher::expect_searchers_of(const Searcher& before) const {
  const Days today = day_of(now());
  const auto state = state_->live.now();
  const auto state_before = before.state_->live.now();
  const People& people_before = state_before->network.people();
  for (const Node searcher : before.state_->views.recent_searchers(today)) {
    const Node node = state->network.people().find(people_before.id(searcher));
    if (node != kNoPerson) (void)state_->views.view(state, node, today);
  }
  (void)state_->changed_names.of(*state);
}

OpenView Searcher::State::open(std::shared_ptr<const View> view, Xapian::Database database) const {
  const Provenance its_provenance = provenance(*view);
  const LivePostings& live_postings = *view->state->postings;
  return OpenView{std::move(view),
                  records,
                  words,
                  columns,
                  names,
                  statistics,
                  known_runs,
                  knowledge.finder(),
                  live_postings,
                  changed_names,
                  std::move(database),
                  its_provenance};
}

Result<OpenView> Searcher::open_view(const std::string& as, std::optional<Days> rights_date) const {
  auto view = state_->view_of(as, rights_date);
  if (!view) return unknown_person(as);
  return state_->open(std::move(view), Xapian::Database(state_->database_path()));
}

Result<OpenView> Searcher::open_view_to_match(const std::string& as, std::optional<Days> rights_date) const {
  const auto view = state_->view_of(as, rights_date);
  if (!view) return unknown_person(as);
  return state_->open(state_->views.with_documents(view, std::nullopt), Xapian::Database(state_->database_path()));
}

void Searcher::for_each_profile(const std::function<void(const HeldProfile&)>& use) const {
  const auto state = state_->live.now();
  const People& people = state->network.people();
  const ArrayFile since_file(state_->path / file::kHeldSince);
  const auto since = since_file.section<Days>("since");
  const Days today = day_of(now());
  std::map<std::string, Days> since_changes;  // of those whom the files do not have
  if (state_->manifest.whole) {
    for (HeldPerson& person : read_generation_changes(state_->path / file::kChanges).new_persons) {
      since_changes.emplace(std::move(person.id), person.since);
    }
  }
  for (Node node = 1; node <= people.node_max(); ++node) {
    if (!people.has_profile(node)) continue;
    const auto* live = state->documents.find(node);
    if (live != nullptr && !*live) continue;
    HeldProfile held;
    held.id = people.id(node);
    held.record = live != nullptr ? (*live)->record() : std::string(state_->records.of(node));
    held.since = node <= since.size() ? since[node - 1] : today;
    if (const auto known = since_changes.find(held.id); known != since_changes.end()) held.since = known->second;
    use(held);
  }
}

std::uint64_t Searcher::follow_journal() const { return state_->live.now()->position; }

bool Searcher::knows(const std::string& as) const { return state_->live.now()->network.people().find(as) != kNoPerson; }

Result<SearchAnswer> Searcher::search(const SearchRequest& request) const {
  const Stopwatch stopwatch;
  if (auto fault = fault_of(request)) return *fault;
  thread_local Stemmer stemmer;
  auto query = parse_query(request.query, stemmer);
  if (!query) return query.error();
  const auto view = state_->view_of(request.as, request.rights_date);
  if (!view) return unknown_person(request.as);
  auto seen = view;  // with more and more documents for members
  const auto see = [&](const std::optional<TermHashes>& terms) { seen = state_->views.with_documents(seen, terms); };
  if (has_beginnings(query.value().root)) see(std::nullopt);
  SearchAnswer answer;
  answer.query = request.query;
  answer.parsed = query.value().parsed;
  answer.words = query_in_words(query.value().root);
  answer.tree = tree_of(query.value().root);
  answer.closeness = request.closeness;
  answer.order = request.order;
  answer.provenance = state_->provenance(*view);
  const Xapian::Database database(state_->database_path());
  const FilterContext context{state_->columns, view->viewer, view->reach()};
  if (auto error = bind_conditions(query.value().root, context)) return *error;
  expand_beginnings(query.value(), database, state_->statistics, *seen->state->postings);
  find_meaning(query.value(), state_->knowledge.finder(), state_->statistics, stemmer);
  answer.notes = query.value().notes;
  const auto open_with = [&](const std::optional<TermHashes>& terms) {
    see(terms);
    return state_->open(seen, database);
  };
  answer.did_you_mean = propose_spellings(open_with, query.value().root, request.query, stemmer);
  ask_for_parts_of_unheard(query.value().root, state_->statistics);
  const auto plan = plan_match(std::move(query).value(), state_->statistics, state_->known_runs);
  for (const Unit& unit : plan->units) answer.leaves.push_back({unit.text, unit.importance, unit.persons});
  see(term_hashes(*plan));
  const LiveState& live_state = *seen->state;

  std::optional<PageEnd> after;
  const std::string searcher_id(view->viewer.people().id(view->viewer.searcher()));
  if (!request.cursor.empty()) {
    const auto end = read_cursor(request.cursor, answer.provenance.generation, searcher_id, request);
    if (!end) return end.error();
    after = end.value();
    answer.seen = after->seen;
  }
  const bool by_help = request.order == Order::kHelp;
  const ReachMap help = by_help ? help_map(view->reach()) : ReachMap();
  const ReachMap& nearness = by_help ? help : view->reach();
  std::vector<Candidate> live =
      match_live({&live_state.documents, live_state.postings.get(), &view->viewer.people()}, *plan, nearness);
  const auto refinement = Refinement::make(request.filters, request.facets, context);
  if (!refinement) return refinement.error();
  std::vector<Node> left_out;
  for (const std::string& name : request.without) {
    left_out.push_back(view->viewer.people().find(name));
    if (!view->viewer.may_see(left_out.back())) return unknown_person(name);
  }
  std::sort(left_out.begin(), left_out.end());
  std::vector<Node> masked;
  std::set_union(live_state.masked.begin(), live_state.masked.end(), left_out.begin(), left_out.end(),
                 std::back_inserter(masked));
  std::erase_if(live, [&](const Candidate& candidate) {
    return std::binary_search(left_out.begin(), left_out.end(), candidate.node) ||
           !refinement.value()->take(candidate.node, (*live_state.documents.find(candidate.node))->values());
  });
  const auto values_of = [&](Node node) -> const OwnValues& { return (*live_state.documents.find(node))->values(); };
  const OrderKeys keys(request.order, state_->columns);
  if (is_by_column(request.order)) keys.place(live, values_of);
  const auto found = find_top_k(
      database, state_->words, *plan, nearness,
      {lambda_of(request), request.limit, request.exact, limit::kHitsMax, stopwatch.began() + request.timeout, masked,
       refinement.value()->empty() ? nullptr : refinement.value().get(), is_by_column(request.order) ? &keys : nullptr,
       after, live, &state_->postings});
  if (!found) return found.error();
  const TopK& top = found.value();
  answer.total = top.total;
  answer.total_exact = top.total_exact;
  answer.facets = refinement.value()->facets(request.facet_values);
  Showing showing({database, state_->words, state_->records, live_state.documents, state_->knowledge.finder()},
                  view->viewer);
  Highlighter highlighter(*plan, stemmer, state_->knowledge.finder());
  std::optional<IntroductionFinder> finder;
  if (!top.hits.empty() && (request.paths > 0 || request.explain)) finder.emplace(view->viewer);
  std::vector<Node> shown;
  for (const RankedCandidate& ranked : top.hits) shown.push_back(ranked.candidate.node);
  std::sort(shown.begin(), shown.end());
  PageEvidence evidence(database, std::move(shown));
  for (RankedCandidate ranked : top.hits) {
    Hit& hit = answer.hits.emplace_back();
    const Node node = ranked.candidate.node;
    const ReachMap::Entry entry = view->reach().of(node);
    if (by_help) hit.help = std::exchange(ranked.candidate.reach, entry.closeness);
    state_->fill_hit(hit, ranked, request,
                     {*plan, showing, live_state.documents, database, evidence, stemmer, highlighter});
    hit.self = node == view->viewer.searcher();
    hit.degree = entry.degree;
    if (!finder) continue;
    const Introductions paths = finder->find(node, request.paths);
    double remainder = 0;
    hit.introductions = showing.introductions(paths, hit.reach, remainder);
    if (hit.explanation) {
      hit.explanation->reach_remainder = remainder;
      hit.explanation->paths_total = paths.counted_total;
    }
  }
  const std::uint64_t shown_so_far = answer.seen + top.hits.size();
  if (!top.hits.empty() && top.hits.size() == request.limit && !(top.total_exact && shown_so_far >= top.total)) {
    const Candidate& last = top.hits.back().candidate;
    answer.next_cursor =
        write_cursor({shown_so_far, last.score, last.place()}, answer.provenance.generation, searcher_id, request);
  }
  answer.took_ms = stopwatch.ms();
  return answer;
}

Result<IntroductionsAnswer> Searcher::introductions(const std::string& as, const std::string& to, std::size_t limit,
                                                    std::optional<Days> rights_date) const {
  const Stopwatch stopwatch;
  if (limit > kPathsMax)
    return invalid(fmt::format("limit is {}, at most {} paths can be asked for", limit, kPathsMax));
  const auto view = state_->view_of(as, rights_date);
  if (!view) return unknown_person(as);
  const Node candidate = view->viewer.people().find(to);
  if (!view->viewer.may_see(candidate)) return unknown_person(to);
  const Xapian::Database database(state_->database_path());
  Showing showing({database, state_->words, state_->records, view->state->documents, state_->knowledge.finder()},
                  view->viewer);
  IntroductionsAnswer answer;
  answer.candidate = showing.person(candidate);
  answer.self = candidate == view->viewer.searcher();
  const ReachMap::Entry entry = view->reach().of(candidate);
  answer.reach = entry.closeness;
  answer.degree = entry.degree;
  const Introductions found = IntroductionFinder(view->viewer).find(candidate, limit);
  answer.introductions = showing.introductions(found, answer.reach, answer.reach_remainder);
  answer.paths_total = found.counted_total;
  answer.provenance = state_->provenance(*view);
  answer.took_ms = stopwatch.ms();
  return answer;
}

Result<PersonAnswer> Searcher::person(const std::string& as, const std::string& id,
                                      std::optional<Days> rights_date) const {
  const auto view = state_->view_of(as, rights_date);
  if (!view) return unknown_person(as);
  const Node node = view->viewer.people().find(id);
  if (!view->viewer.may_see(node)) return unknown_person(id);
  const Xapian::Database database(state_->database_path());
  Showing showing({database, state_->words, state_->records, view->state->documents, state_->knowledge.finder()},
                  view->viewer);
  PersonAnswer answer;
  answer.person = showing.person(node);
  if (view->viewer.people().has_profile(node)) answer.profile = showing.raw_record(node);
  const ReachMap::Entry entry = view->reach().of(node);
  answer.reach = entry.closeness;
  answer.degree = entry.degree;
  answer.self = node == view->viewer.searcher();
  answer.provenance = state_->provenance(*view);
  return answer;
}

}  // namespace kennis
