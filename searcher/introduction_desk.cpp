/// @file
#include "searcher/introduction_desk.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "journal/draft.h"
#include "network/introductions.h"
#include "network/shared_context.h"

namespace kennis {
namespace {

using Part = ShownIntroduction::Part;

/// True if two persons share a context that is small enough for either to introduce the other.
bool meet_in_context(const Viewer& viewer, Node a, Node b) {
  const auto shared = shared_contexts(viewer, a, b);
  return std::any_of(shared.begin(), shared.end(),
                     [&](const SharedContext& one) { return introduces(viewer, one.context); });
}

/// True if the viewer has a path to the candidate that begins with the introducer, or the introducer is a colleague who shares, as referrers are.
bool may_ask(const Viewer& viewer, Node introducer, Node candidate) {
  if (introducer == kNoPerson || introducer == candidate || introducer == viewer.searcher()) return false;
  const bool is_colleague = viewer.is_member(introducer) || viewer.is_alumnus(introducer);
  if (is_colleague && viewer.may_carry(introducer)) {
    const auto arcs = viewer.arcs(introducer);
    const bool knows = std::any_of(arcs.begin(), arcs.end(), [&](const Arc& arc) { return arc.to == candidate; });
    if (knows || meet_in_context(viewer, introducer, candidate)) return true;
  }
  const Introductions found = IntroductionFinder(viewer).find(candidate, std::numeric_limits<std::size_t>::max());
  return std::any_of(found.paths.begin(), found.paths.end(),
                     [&](const Path& path) { return path.persons.size() > 2 && path.persons[1] == introducer; });
}

/// Where the viewer has to do with somebody, by contacts or contexts: scopes, as Viewer::scopes_of_tie has them.
std::set<std::uint32_t> scopes_with(const Viewer& viewer, Node other) {
  const std::vector<std::uint32_t> ties = viewer.scopes_of_tie(viewer.searcher(), other);
  std::set<std::uint32_t> scopes(ties.begin(), ties.end());
  for (const SharedContext& shared : shared_contexts(viewer, viewer.searcher(), other)) {
    if (introduces(viewer, shared.context)) scopes.insert(viewer.context_scope(shared.context));
  }
  return scopes;
}

/// The group inside which an introduction that the viewer made stays. Empty: none, since everybody may know that the viewer has to do with both. Nothing
/// where there is no group that is still private in which both may be known: then nobody must see them as contacts of the viewer's.
std::optional<std::string> group_of_contact(const Viewer& viewer, Node asker, Node candidate) {
  const auto asking = scopes_with(viewer, asker);
  const auto wanted = scopes_with(viewer, candidate);
  const auto may_be_known = [&](std::uint32_t scope) {
    const auto fits = [&](const std::set<std::uint32_t>& scopes) {
      return scopes.contains(kPublicScope) || scopes.contains(scope);
    };
    return fits(asking) && fits(wanted);
  };
  if (may_be_known(kPublicScope)) return "";
  const auto groups = viewer.group_ids();
  for (const std::uint32_t scope : viewer.private_scopes()) {
    if (scope > groups.size() || viewer.is_open(scope - 1)) continue;
    if (may_be_known(scope)) return std::string(groups[scope - 1]);
  }
  return std::nullopt;
}

/// The reader's part in a request; none if the reader is to know nothing of it.
std::optional<Part> part_in(const IntroductionRequest& request, const std::string& reader, const SamePerson& same) {
  if (same(request.asker, reader)) return Part::kAsker;
  if (same(request.introducer, reader)) return Part::kIntroducer;
  const bool met = request.state == IntroductionState::kIntroduced && same(request.candidate, reader);
  return met ? std::optional(Part::kCandidate) : std::nullopt;
}

/// Shows requests to one reader.
class Shower {
 public:
  Shower(const OpenView& open, Seconds now) : viewer_(open.viewer()), showing_(open.showing()), now_(now) {}

  ShownIntroduction show(const IntroductionRequest& request, Part part) {
    ShownIntroduction shown;
    shown.id = request.id;
    shown.part = part;
    shown.state = state_at(request, now_);
    shown.asker = party(request.asker);
    shown.introducer = party(request.introducer);
    const Node candidate = viewer_.people().find(request.candidate);
    if (viewer_.may_see(candidate)) {
      shown.candidate = showing_.person(candidate);
      shown.ask_first = viewer_.people().rights(candidate).contact_policy == ContactPolicy::kAskFirst;
    }
    if (part != Part::kCandidate) {
      shown.message = request.message;
      shown.reply = request.reply;
    }
    shown.asked_at = request.asked_at;
    shown.expires_at = request.expires_at;
    shown.changed_at = request.changed_at;
    if (shown.state == IntroductionState::kExpired) shown.changed_at = request.expires_at;
    return shown;
  }

  /// Who takes part is known to the others, whatever their policy; who is gone is not shown.
  ShownPerson party(const std::string& id) {
    const Node node = viewer_.people().find(id);
    return node != kNoPerson ? showing_.person(node) : ShownPerson{};
  }

 private:
  const Viewer& viewer_;
  Showing showing_;
  Seconds now_;
};

Result<ShownIntroduction> show_in(const Desk& desk, const OpenView& open, const std::string& id) {
  std::optional<IntroductionRequest> request;
  desk.books.read([&](const Books& books) {
    if (const IntroductionRequest* found = books.introductions.find(id)) request = *found;
  });
  if (!request) return unknown_introduction(id);
  const auto part = part_in(*request, own_id(open.viewer()), same_person(open.viewer()));
  if (!part) return unknown_introduction(id);
  return Shower(open, desk.clock()).show(*request, *part);
}

using Rule = std::function<Result<std::vector<EntryDraft>>(const IntroductionRequests& requests, const std::string& by,
                                                           const SamePerson& same)>;

/// Changes one request by a rule, and shows it.
Result<ShownIntroduction> change(const Desk& desk, const OpenView& open, const std::string& id, const Rule& rule) {
  const auto appended = append(desk, [&](const Books& books) {
    return rule(books.introductions, own_id(open.viewer()), same_person(open.viewer()));
  });
  if (!appended) return appended.error();
  return show_in(desk, open, id);
}

/// Who wants no contact any more is introduced to nobody; as long as the introduction is not made, it can be refused.
std::optional<Error> fault_of_candidate(const ShownIntroduction& shown) {
  using enum IntroductionState;
  if (shown.part != Part::kIntroducer || !shown.candidate.id.empty()) return std::nullopt;
  const bool is_open = shown.state == kAsked || shown.state == kYes || shown.state == kYesIf;
  const std::string_view advice = is_open ? ": say no" : "";
  return Error{ErrorCode::kConflict, fmt::format("the person can be introduced to nobody any more{}", advice), {}};
}

}  // namespace

Result<ShownIntroduction> ask_introduction(const Desk& desk, const AskIntroduction& asked) {
  const auto open = desk.searcher.open_view(asked.as, std::nullopt);
  if (!open) return open.error();
  const Viewer& viewer = open.value().viewer();
  const Node candidate = viewer.people().find(asked.candidate);
  if (!viewer.may_see(candidate)) return unknown_person(asked.candidate);
  if (candidate == viewer.searcher()) {
    return Error{ErrorCode::kInvalidRequest, "nobody needs to be introduced to themselves", {}};
  }
  const Node introducer = viewer.people().find(asked.introducer);
  if (!may_ask(viewer, introducer, candidate)) return no_such_introducer(asked.introducer);
  const Seconds at = desk.clock();
  const IntroductionRequest wanted{random_id(),
                                   own_id(viewer),
                                   std::string(viewer.people().id(introducer)),
                                   std::string(viewer.people().id(candidate)),
                                   asked.message,
                                   "",
                                   at,
                                   at + Seconds{asked.days} * kSecondsPerDay};
  const auto appended = append(
      desk, [&](const Books& books) { return books.introductions.ask(wanted, books.refusals, same_person(viewer)); });
  if (!appended) return appended.error();
  return show_in(desk, open.value(), wanted.id);
}

Result<ShownIntroduction> answer_introduction(const Desk& desk, const std::string& as, const std::string& id,
                                              const IntroductionReply& reply) {
  const auto open = desk.searcher.open_view(as, std::nullopt);
  if (!open) return open.error();
  const auto shown = show_in(desk, open.value(), id);
  if (!shown) return shown.error();
  const auto fault = fault_of_candidate(shown.value());
  const bool agrees = reply.answer == IntroductionAnswer::kYes || reply.answer == IntroductionAnswer::kYesIf;
  if (fault && agrees) return *fault;
  IntroductionReply said = reply;
  said.candidate_is_gone = fault.has_value();
  return change(desk, open.value(), id, [&](const auto& requests, const auto& by, const auto& same) {
    return requests.answer(id, by, said, desk.clock(), same);
  });
}

Result<ShownIntroduction> withdraw_introduction(const Desk& desk, const std::string& as, const std::string& id) {
  const auto open = desk.searcher.open_view(as, std::nullopt);
  if (!open) return open.error();
  return change(desk, open.value(), id, [&](const auto& requests, const auto& by, const auto& same) {
    return requests.withdraw(id, by, desk.clock(), same);
  });
}

Result<ShownIntroduction> made_introduction(const Desk& desk, const std::string& as, const std::string& id,
                                            bool as_contact) {
  const auto open = desk.searcher.open_view(as, std::nullopt);
  if (!open) return open.error();
  const auto shown = show_in(desk, open.value(), id);
  if (!shown) return shown.error();
  if (auto fault = fault_of_candidate(shown.value())) return *fault;
  const Viewer& viewer = open.value().viewer();
  std::optional<std::string> group;
  if (as_contact) {
    group = group_of_contact(viewer, viewer.people().find(shown.value().asker.id),
                             viewer.people().find(shown.value().candidate.id));
  }
  return change(desk, open.value(), id, [&](const auto& requests, const auto& by, const auto& same) {
    return requests.introduced(id, by, group, desk.clock(), same);
  });
}

Result<IntroductionList> list_introductions(const Desk& desk, const std::string& as) {
  const auto open = desk.searcher.open_view(as, std::nullopt);
  if (!open) return open.error();
  const std::string reader = own_id(open.value().viewer());
  const SamePerson same = same_person(open.value().viewer());
  IntroductionList list;
  list.provenance = open.value().provenance;
  std::vector<std::pair<IntroductionRequest, Part>> found;
  desk.books.read([&](const Books& books) {
    const auto& all = books.introductions.all();
    for (auto at = all.rbegin(); at != all.rend(); ++at) {
      const auto part = part_in(at->second, reader, same);
      if (part) found.emplace_back(at->second, *part);
    }
  });
  Shower shower(open.value(), desk.clock());
  for (const auto& [request, part] : found) list.introductions.push_back(shower.show(request, part));
  return list;
}

Result<ShownIntroduction> show_introduction(const Desk& desk, const std::string& as, const std::string& id) {
  const auto open = desk.searcher.open_view(as, std::nullopt);
  if (!open) return open.error();
  return show_in(desk, open.value(), id);
}

Result<RefusalList> list_refusals(const Desk& desk, const std::string& as) {
  const auto open = desk.searcher.open_view(as, std::nullopt);
  if (!open) return open.error();
  const std::string own = own_id(open.value().viewer());
  const SamePerson same = same_person(open.value().viewer());
  RefusalList list;
  list.provenance = open.value().provenance;
  Shower shower(open.value(), desk.clock());
  desk.books.read([&](const Books& books) {
    for (const auto& [refusing, askers] : books.refusals.all()) {
      if (!same(refusing, own)) continue;
      for (const std::string& asker : askers) {
        if (asker.empty()) list.everybody = true;
        if (!asker.empty()) list.askers.push_back(shower.party(asker));
      }
    }
  });
  std::erase_if(list.askers, [](const ShownPerson& asker) { return asker.id.empty(); });
  return list;
}

Result<RefusalList> set_refusal(const Desk& desk, const std::string& as, const std::string& asker, bool refused) {
  {
    const auto open = desk.searcher.open_view(as, std::nullopt);
    if (!open) return open.error();
    const Viewer& viewer = open.value().viewer();
    const Node node = asker.empty() ? kNoPerson : viewer.people().find(asker);
    if (!asker.empty() && (!viewer.may_see(node) || node == viewer.searcher())) return unknown_person(asker);
    const Refusal refusal{own_id(viewer), asker.empty() ? "" : std::string(viewer.people().id(node)), refused};
    const auto appended = append(desk, [&](const Books&) { return std::vector<EntryDraft>{draft_of(refusal)}; });
    if (!appended) return appended.error();
  }
  return list_refusals(desk, as);
}

}  // namespace kennis
