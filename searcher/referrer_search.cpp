/// @file
#include "searcher/referrer_search.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "network/referrers.h"
#include "searcher/matches_among.h"
#include "searcher/open_view.h"
#include "searcher/query_meaning.h"
#include "searcher/shared_time.h"
#include "searcher/unheard_words.h"

namespace kennis {
namespace {

std::optional<Error> fault_of(const ReferrersRequest& request) {
  const auto invalid = [](std::string message) { return Error{ErrorCode::kInvalidRequest, std::move(message), {}}; };
  if (request.limit > limit::kHitsMax) {
    return invalid(fmt::format("limit is {}, at most {} referrers can be asked for", request.limit, limit::kHitsMax));
  }
  if (request.candidates > kReferralsShownMax) {
    return invalid(
        fmt::format("candidates is {}, at most {} can be asked for", request.candidates, kReferralsShownMax));
  }
  return std::nullopt;
}

/// What is shown of the referrers of one request.
class ReferrerShowing {
 public:
  ReferrerShowing(const OpenView& open, const MatchPlan& plan, const std::vector<FittingPerson>& matches,
                  Stemmer& stemmer)
      : open_(open), plan_(plan), matches_(matches), stemmer_(stemmer), showing_(open.showing()) {}

  ShownReferrer referrer(const Referrer& found) {
    const Viewer& viewer = open_.viewer();
    ShownReferrer shown;
    shown.person = showing_.person(found.node);
    shown.relation = viewer.is_member(found.node)    ? Relation::kMember
                     : viewer.is_alumnus(found.node) ? Relation::kAlumnus
                                                     : Relation::kContact;
    shown.ask = found.ask;
    shown.attention = found.attention;
    shown.expected = found.expected;
    shown.candidates_total = found.candidates_total;
    if (found.strength > 0) shown.tie = showing_.tie(viewer.searcher(), found.node, found.strength);
    Profile own;
    if (viewer.people().has_profile(found.node)) own = showing_.profile(found.node);
    for (const ReferredCandidate& candidate : found.best) {
      shown.candidates.push_back(referral(found, own, candidate));
    }
    return shown;
  }

 private:
  ShownReferral referral(const Referrer& referrer, const Profile& own, const ReferredCandidate& candidate) {
    const Profile& profile = showing_.profile(candidate.node);
    ShownReferral shown;
    shown.person = {profile.id, profile.name};
    shown.headline = profile.headline;
    shown.fit = fit_of(candidate.node);
    shown.known = candidate.known;
    shown.share = candidate.share;
    shown.chance = candidate.chance;
    shown.worth = candidate.worth;
    shown.shared_time = longest_shared_time(own, profile, day_of(open_.provenance.as_of));
    shown.tie = showing_.tie(referrer.node, candidate.node, candidate.strength);
    for (const SharedContext& shared : shared_contexts(open_.viewer(), referrer.node, candidate.node)) {
      const bool counts = referrer.over_contexts && introduces(open_.viewer(), shared.context) &&
                          referrer.ask * referrer.attention * shared.strength >= kChanceMin;
      if (counts) shown.tie.contexts.push_back(showing_.context(shared));
    }
    for (const AskedPart& part : showing_.asked(plan_, *showing_.evidence(candidate.node), false, stemmer_)) {
      (part.matched.empty() ? shown.missing : shown.matched).push_back(part.text);
    }
    return shown;
  }

  [[nodiscard]] double fit_of(Node node) const {
    if (plan_.units.empty()) return 1;
    const auto found = std::lower_bound(matches_.begin(), matches_.end(), node,
                                        [](const FittingPerson& match, Node wanted) { return match.node < wanted; });
    return std::min(1.0, found->fit);
  }

  const OpenView& open_;
  const MatchPlan& plan_;
  const std::vector<FittingPerson>& matches_;
  Stemmer& stemmer_;
  Showing showing_;
};

}  // namespace

Result<ReferrersAnswer> find_referrers(const Searcher& searcher, const ReferrersRequest& request) {
  const auto began = std::chrono::steady_clock::now();
  if (auto fault = fault_of(request)) return *fault;
  thread_local Stemmer stemmer;
  auto query = parse_query(request.query, stemmer);
  if (!query) return query.error();
  const auto open = searcher.open_view_to_match(request.as, request.rights_date);
  if (!open) return open.error();
  const Viewer& viewer = open.value().viewer();
  ReferrersAnswer answer;
  answer.query = request.query;
  answer.parsed = query.value().parsed;
  answer.provenance = open.value().provenance;
  if (auto error = open.value().bind(query.value())) return *error;
  find_meaning(query.value(), open.value().skills, open.value().statistics, stemmer);
  ask_for_parts_of_unheard(query.value().root, open.value().statistics);
  const auto plan = plan_match(std::move(query).value(), open.value().statistics, open.value().known_runs);

  const ReferrerFinder finder(viewer);
  const std::vector<FittingPerson> matches = find_matches_among(open.value().documents(), *plan, finder.candidates());
  std::vector<double> merits(std::size_t{viewer.people().node_max()} + 1, 0);
  for (const FittingPerson& match : matches) merits[match.node] = plan->units.empty() ? 1 : std::min(1.0, match.fit);
  ReferrerShowing showing(open.value(), *plan, matches, stemmer);
  for (const Referrer& found : finder.rank(std::move(merits), request.limit, request.candidates)) {
    answer.referrers.push_back(showing.referrer(found));
  }
  answer.took_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
  return answer;
}

}  // namespace kennis
