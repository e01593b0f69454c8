/// @file
#include "searcher/network_reports.h"

#include <algorithm>

#include <fmt/format.h>

#include "network/coverage.h"
#include "network/dormant_ties.h"
#include "network/id_order.h"
#include "schema/identifier.h"
#include "searcher/open_view.h"

namespace kennis {
namespace {

Error invalid(std::string message) { return {ErrorCode::kInvalidRequest, std::move(message), {}}; }

/// The team of a departure: the one that is named, or the one that both are in.
Result<std::uint32_t> team_of_both(const Viewer& viewer, Node person, const DepartureRequest& request) {
  std::vector<std::uint32_t> shared;
  for (const std::uint32_t team : viewer.teams()) {
    const auto members = viewer.members_on(team, viewer.today());
    const bool is_meant = request.team.empty() || viewer.team_id(team) == request.team;
    if (is_meant && std::binary_search(members.begin(), members.end(), person)) shared.push_back(team);
  }
  if (shared.size() == 1) return shared[0];
  if (shared.empty()) {
    return invalid(fmt::format("{} is in no {}team of yours today", viewer.people().id(person),
                               request.team.empty() ? "" : "such "));
  }
  return invalid("you are in several teams together: say which one with team");
}

std::string headline_of(Showing& showing, const Viewer& viewer, Node node) {
  return viewer.people().has_profile(node) ? showing.profile(node).headline : std::string();
}

/// What the searcher reaches less well once a colleague has left.
void add_lost_reach(const OpenView& open, Node person, std::size_t limit, DepartureAnswer& answer) {
  const Viewer& viewer = open.viewer();
  const ReachMap after = ReachComputer().compute(viewer.after_departure_of(person));
  struct Loss {
    Node node;
    double before;
    double after;
  };
  std::vector<Loss> losses;
  const ReachMap& before = open.view->reach();
  for (std::size_t i = 0; i < before.nodes.size(); ++i) {
    const Node node = before.nodes[i];
    const double left = after.of(node).closeness;
    const bool is_told = viewer.people().has_profile(node) && viewer.may_see(node) && left < before.closeness[i];
    if (!is_told) continue;
    ++(left == 0 ? answer.unreached : answer.weakened);
    losses.push_back({node, before.closeness[i], left});
  }
  const std::size_t kept = std::min(limit, losses.size());
  std::partial_sort(losses.begin(), losses.begin() + static_cast<std::ptrdiff_t>(kept), losses.end(),
                    [&](const Loss& a, const Loss& b) {
                      const double lost_a = a.before - a.after;
                      const double lost_b = b.before - b.after;
                      return lost_a != lost_b ? lost_a > lost_b : is_told_before(viewer.people(), a.node, b.node);
                    });
  Showing showing = open.showing();
  for (std::size_t i = 0; i < kept; ++i) {
    const Loss& loss = losses[i];
    answer.lost.push_back(
        {showing.person(loss.node), headline_of(showing, viewer, loss.node), loss.before, loss.after});
  }
}

/// A person known from a log alone bears the address, number or link as id: it is how to get in touch.
void add_identifier(Contact& contact) {
  const std::string& id = contact.person.id;
  const std::string text(without_scheme(id));
  if (id == normalise_email(id)) contact.emails = {text};
  if (id == normalise_phone(id)) contact.phones = {text};
  if (id == normalise_link(id)) contact.links = {text};
}

Contact contact_of(Showing& showing, const Viewer& viewer, const Arc& arc) {
  Contact contact;
  contact.person = showing.person(arc.to);
  contact.tie = showing.tie(viewer.searcher(), arc.to, arc.strength());
  if (!viewer.people().has_profile(arc.to)) {
    add_identifier(contact);
    return contact;
  }
  const Profile& profile = showing.profile(arc.to);
  contact.headline = profile.headline;
  contact.emails = profile.emails;
  contact.phones = profile.phones;
  contact.links = profile.links;
  const auto present = std::find_if(profile.positions.begin(), profile.positions.end(),
                                    [](const Position& position) { return !position.to; });
  if (present != profile.positions.end()) {
    contact.organisation = present->organisation;
    contact.title = present->title;
  }
  return contact;
}

}  // namespace

Result<DormantAnswer> find_dormant(const Searcher& searcher, const std::string& as, std::size_t limit,
                                   std::optional<Days> rights_date) {
  if (limit > limit::kHitsMax) {
    return invalid(fmt::format("limit is {}, at most {} ties can be asked for", limit, limit::kHitsMax));
  }
  const auto open = searcher.open_view(as, rights_date);
  if (!open) return open.error();
  const Viewer& viewer = open.value().viewer();
  DormantAnswer answer;
  answer.provenance = open.value().provenance;
  std::vector<DormantTie> ties = find_dormant_ties(viewer);
  answer.total = ties.size();
  if (ties.size() > limit) ties.resize(limit);
  Showing showing = open.value().showing();
  for (const DormantTie& tie : ties) {
    answer.ties.push_back({showing.person(tie.person), headline_of(showing, viewer, tie.person), tie.strength,
                           tie.awake, showing.tie(viewer.searcher(), tie.person, tie.strength)});
  }
  return answer;
}

Result<DepartureAnswer> preview_departure(const Searcher& searcher, const DepartureRequest& request) {
  if (request.limit > limit::kHitsMax) {
    return invalid(fmt::format("limit is {}, at most {} persons can be named", request.limit, limit::kHitsMax));
  }
  const auto open = searcher.open_view(request.as, request.rights_date);
  if (!open) return open.error();
  const Viewer& viewer = open.value().viewer();
  const Node person = viewer.people().find(request.person);
  if (!viewer.may_see(person)) return unknown_person(request.person);
  const auto team = team_of_both(viewer, person, request);
  if (!team) return team.error();
  DepartureAnswer answer;
  Showing showing = open.value().showing();
  answer.team = viewer.team_id(team.value());
  answer.person = showing.person(person);
  answer.provenance = open.value().provenance;
  if (const Days since = viewer.member_since(team.value(), person); since != kFromEver) answer.since = since;
  answer.self = person == viewer.searcher();
  answer.goes_on = viewer.people().rights(person).sharing == Sharing::kEveryone;
  if (answer.self || answer.goes_on || !viewer.may_carry(person)) return answer;
  for (const Arc& arc : viewer.arcs(person)) {
    if (arc.strength() < kTieMin) break;
    if (arc.to != viewer.searcher() && viewer.may_see(arc.to)) ++answer.ties_total;
  }
  const std::vector<Node> members = viewer.members_on(team.value(), viewer.today());
  answer.only_known = count_only_known(viewer, members)[person];
  add_lost_reach(open.value(), person, request.limit, answer);
  return answer;
}

Result<ContactsAnswer> find_contacts(const Searcher& searcher, const std::string& as) {
  const auto open = searcher.open_view(as, std::nullopt);
  if (!open) return open.error();
  const Viewer& viewer = open.value().viewer();
  Showing showing = open.value().showing();
  ContactsAnswer answer;
  answer.person = showing.person(viewer.searcher());
  answer.provenance = open.value().provenance;
  for (const Arc& arc : viewer.arcs(viewer.searcher())) {
    if (viewer.may_see(arc.to)) answer.contacts.push_back(contact_of(showing, viewer, arc));
  }
  return answer;
}

}  // namespace kennis
