/// @file
#include "journal/introduction_requests.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "journal/draft.h"
#include "journal/entry_fields.h"
#include "schema/fields.h"
#include "schema/text.h"

namespace kennis {
namespace {

constexpr std::array<std::string_view, 8> kStateNames = {"asked", "yes",       "yes_if",  "no",
                                                         "never", "withdrawn", "expired", "introduced"};

Error conflict(std::string message) { return {ErrorCode::kConflict, std::move(message), {}}; }
Error invalid(std::string message) { return {ErrorCode::kInvalidRequest, std::move(message), {}}; }

std::optional<IntroductionState> state_named(std::string_view name) {
  for (std::size_t i = 0; i < kStateNames.size(); ++i) {
    if (kStateNames[i] == name) return static_cast<IntroductionState>(i);
  }
  return std::nullopt;
}

/// Whether the journal may lead from one state to another.
bool leads_to(IntroductionState from, IntroductionState to) {
  using enum IntroductionState;
  const bool agreed = from == kYes || from == kYesIf;
  switch (to) {
    case kYes:
    case kYesIf:
      return from == kAsked;
    case kNo:
    case kNever:
    case kWithdrawn:
      return from == kAsked || agreed;
    case kIntroduced:
      return agreed;
    default:
      return false;
  }
}

bool is_answer(IntroductionState state) {
  using enum IntroductionState;
  return state == kYes || state == kYesIf || state == kNo || state == kNever;
}

/// What cannot be done any more, and why.
Error not_in_state(const IntroductionRequest& request, Seconds now, std::string_view wanted) {
  return conflict(
      fmt::format("the request {} is \"{}\": it cannot be {}", request.id, name_of(state_at(request, now)), wanted));
}

EntryDraft change_of(const IntroductionRequest& request, IntroductionState state, const std::string& by,
                     const std::string& text) {
  EntryRecord record;
  record.text("id", request.id).text("state", name_of(state));
  if (!is_blank(text)) record.text("text", text);
  return {RecordKind::kIntroduction, by, request.id, record.take()};
}

}  // namespace

std::string_view name_of(IntroductionState state) { return kStateNames[static_cast<std::size_t>(state)]; }

std::optional<IntroductionAnswer> introduction_answer_named(std::string_view name) {
  constexpr std::array<std::string_view, 4> kNames = {"yes", "yes_if", "no", "never"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<IntroductionAnswer>(i);
  }
  return std::nullopt;
}

IntroductionState state_at(const IntroductionRequest& request, Seconds now) {
  const bool is_late = request.state == IntroductionState::kAsked && now >= request.expires_at;
  return is_late ? IntroductionState::kExpired : request.state;
}

Error no_such_introducer(const std::string& name) {
  return {ErrorCode::kUnknownPerson,
          fmt::format("nobody you may ask is known to you as \"{}\": `kennis paths` has who could introduce you",
                      cut_text(name, 80)),
          {}};
}

Error unknown_introduction(const std::string& id) {
  return {ErrorCode::kUnknownId,
          fmt::format("you take part in no introduction \"{}\": `kennis intro list` has yours", cut_text(id, 80)),
          {}};
}

std::optional<Error> IntroductionRequests::take(const JournalEntry& entry) {
  const auto read = EntryFields::read(entry.draft.record);
  if (!read) return read.error();
  const EntryFields& fields = read.value();
  const auto state = state_named(fields.text("state"));
  const std::string id = fields.text("id");
  if (!state || id.empty()) return Error{ErrorCode::kInvalidRecord, "says no id and state of an introduction", {}};
  const auto known = places_.find(id);
  if (*state == IntroductionState::kAsked) {
    if (known != places_.end()) return Error{ErrorCode::kInvalidRecord, "was asked before: " + id, {}};
    IntroductionRequest request{id,
                                fields.text("asker"),
                                fields.text("introducer"),
                                fields.text("candidate"),
                                fields.text("text"),
                                "",
                                entry.at,
                                fields.whole("expires_at").value_or(entry.at)};
    places_.emplace(id, entry.position);
    asked_by_.emplace(request.asker, entry.position);
    requests_.emplace(entry.position, std::move(request));
    return std::nullopt;
  }
  if (known == places_.end()) return Error{ErrorCode::kInvalidRecord, "nobody asked for: " + id, {}};
  IntroductionRequest& request = requests_.at(known->second);
  if (!leads_to(request.state, *state)) {
    return Error{ErrorCode::kInvalidRecord,
                 fmt::format("{} does not lead to {}: {}", name_of(request.state), name_of(*state), id),
                 {}};
  }
  request.state = *state;
  request.changed_at = entry.at;
  if (is_answer(*state)) request.reply = fields.text("text");  // one that is given anew has words of its own
  return std::nullopt;
}

const IntroductionRequest* IntroductionRequests::find(const std::string& id) const {
  const auto found = places_.find(id);
  return found != places_.end() ? &requests_.at(found->second) : nullptr;
}

Result<std::vector<EntryDraft>> IntroductionRequests::ask(const IntroductionRequest& wanted, const Refusals& refusals,
                                                          const SamePerson& same) const {
  if (auto fault = fault_of_text("the message", wanted.message, limit::kMessageBytesMax)) return *fault;
  const Seconds longest = wanted.asked_at + limit::kIntroductionDaysMax * kSecondsPerDay;
  if (wanted.expires_at <= wanted.asked_at || wanted.expires_at > longest) {
    return invalid(fmt::format("a request stands for 1 to {} days", limit::kIntroductionDaysMax));
  }
  for (const auto& [refusing, askers] : refusals.all()) {
    if (!same(refusing, wanted.introducer)) continue;
    for (const std::string& asker : askers) {
      // Said since the asker's rights were looked at: in the same words as if there had never been a path.
      if (asker.empty() || same(asker, wanted.asker)) return no_such_introducer(wanted.introducer);
    }
  }
  std::size_t open = 0;
  const auto [first, last] = asked_by_.equal_range(wanted.asker);
  for (auto at = first; at != last; ++at) {
    const IntroductionRequest& earlier = requests_.at(at->second);
    const IntroductionState state = state_at(earlier, wanted.asked_at);
    if (state != IntroductionState::kAsked && state != IntroductionState::kYes && state != IntroductionState::kYesIf) {
      continue;
    }
    ++open;
    if (same(earlier.introducer, wanted.introducer) && same(earlier.candidate, wanted.candidate)) {
      return conflict(fmt::format("you have asked for this already: {} is \"{}\"", earlier.id, name_of(state)));
    }
  }
  if (open >= limit::kOpenIntroductionsMax) {
    return conflict(fmt::format("you have {} requests open, no more can be asked at once: withdraw some", open));
  }
  EntryRecord record;
  record.text("id", wanted.id).text("state", name_of(IntroductionState::kAsked));
  record.text("asker", wanted.asker).text("introducer", wanted.introducer).text("candidate", wanted.candidate);
  if (!is_blank(wanted.message)) record.text("text", wanted.message);
  record.whole("expires_at", wanted.expires_at);
  return std::vector<EntryDraft>{{RecordKind::kIntroduction, wanted.asker, wanted.id, record.take()}};
}

Result<const IntroductionRequest*> IntroductionRequests::of(const std::string& id, const std::string& by, Part part,
                                                            const SamePerson& same) const {
  const IntroductionRequest* request = find(id);
  if (request == nullptr) return unknown_introduction(id);
  const bool asks = same(request->asker, by);
  const bool introduces = same(request->introducer, by);
  if (!asks && !introduces) return unknown_introduction(id);
  if (part == Part::kAsker && !asks) return conflict(fmt::format("the request {} is not yours: its asker may", id));
  if (part == Part::kIntroducer && !introduces) {
    return conflict(fmt::format("the request {} was not asked of you: its introducer may", id));
  }
  return request;
}

Result<std::vector<EntryDraft>> IntroductionRequests::answer(const std::string& id, const std::string& by,
                                                             const IntroductionReply& reply, Seconds now,
                                                             const SamePerson& same) const {
  const auto found = of(id, by, Part::kIntroducer, same);
  if (!found) return found.error();
  const IntroductionRequest& request = *found.value();
  if (auto fault = fault_of_text("the answer's text", reply.text, limit::kMessageBytesMax)) return *fault;
  if (reply.answer == IntroductionAnswer::kYesIf && is_blank(reply.text)) {
    return invalid("yes_if needs a text: if what?");
  }
  if (reply.of_everybody && reply.answer != IntroductionAnswer::kNever) {
    return invalid("everybody is for the answer never alone");
  }
  static constexpr std::array kStates = {IntroductionState::kYes, IntroductionState::kYesIf, IntroductionState::kNo,
                                         IntroductionState::kNever};
  const IntroductionState state = kStates[static_cast<std::size_t>(reply.answer)];
  const IntroductionState before = state_at(request, now);
  const bool is_first = before == IntroductionState::kAsked;
  if (!leads_to(before, state) || (!is_first && !reply.candidate_is_gone))
    return not_in_state(request, now, "answered");
  std::vector<EntryDraft> drafts{change_of(request, state, by, reply.text)};
  if (state == IntroductionState::kNever) {
    drafts.push_back(draft_of({request.introducer, reply.of_everybody ? "" : request.asker, true}));
  }
  return drafts;
}

Result<std::vector<EntryDraft>> IntroductionRequests::withdraw(const std::string& id, const std::string& by,
                                                               Seconds now, const SamePerson& same) const {
  const auto found = of(id, by, Part::kAsker, same);
  if (!found) return found.error();
  const IntroductionRequest& request = *found.value();
  if (!leads_to(state_at(request, now), IntroductionState::kWithdrawn)) return not_in_state(request, now, "withdrawn");
  return std::vector<EntryDraft>{change_of(request, IntroductionState::kWithdrawn, by, "")};
}

Result<std::vector<EntryDraft>> IntroductionRequests::introduced(const std::string& id, const std::string& by,
                                                                 const std::optional<std::string>& contact_group,
                                                                 Seconds now, const SamePerson& same) const {
  const auto found = of(id, by, Part::kIntroducer, same);
  if (!found) return found.error();
  const IntroductionRequest& request = *found.value();
  if (!leads_to(state_at(request, now), IntroductionState::kIntroduced)) {
    return not_in_state(request, now, "introduced: say yes first");
  }
  std::vector<EntryDraft> drafts{change_of(request, IntroductionState::kIntroduced, by, "")};
  if (!contact_group) return drafts;
  EntryRecord record;
  record.text("id", "introduction-" + request.id).text("at", format_instant(now)).text("from", request.introducer);
  record.texts("to", {request.asker, request.candidate}).text("channel", name_of(Channel::kIntroduction));
  if (!contact_group->empty()) record.text("group", *contact_group);
  auto contact = DraftMaker(by, now).interaction(record.take());
  if (!contact) return contact.error();
  drafts.push_back(std::move(contact).value());
  return drafts;
}

}  // namespace kennis
