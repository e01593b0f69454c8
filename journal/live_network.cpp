/// @file
#include "journal/live_network.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "journal/refusals.h"
#include "journal/without_erased.h"
#include "schema/event_hash.h"
#include "schema/fields.h"
#include "schema/identifier.h"
#include "schema/own_words.h"
#include "schema/padded.h"
#include "schema/said_skills.h"
#include "schema/text.h"

namespace kennis {
namespace {

void settle(std::vector<Node>& nodes) {
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
}

}  // namespace

LiveNetwork::LiveNetwork(ReplayBase base)
    : base_(std::move(base)),
      people_(base_.network->people_),
      ties_(base_.network->tie_model(), base_.network->ties_, base_.network->graph_),
      rosters_(base_.network->rosters_),
      statements_(*base_.statements, evidence_day(base_.network->as_of()),
                  [this](Node endorser, const std::string& skill, std::optional<std::uint32_t> known) {
                    return strength_of(endorser, skill, known);
                  }),
      contexts_(base_.network->contexts_) {}

std::optional<Error> LiveNetwork::take(const JournalEntry& entry) {
  const Padded padded(entry.draft.record);
  const std::string_view line = padded.line();
  switch (entry.draft.kind) {
    case RecordKind::kProfile:
      return take_profile(line);
    case RecordKind::kInteraction:
      return take_interaction(line);
    case RecordKind::kDoNotContact:
      return take_bar(line, false);
    case RecordKind::kGroup:
    case RecordKind::kMembership:
    case RecordKind::kTeam:
      return take_place(entry.draft.kind, line);
    case RecordKind::kRefusal:
      return take_refusal(entry);
    default:
      return std::nullopt;
  }
}

std::optional<Error> LiveNetwork::remember(const JournalEntry& entry) {
  return take_bar(Padded(entry.draft.record).line(), true);
}

std::optional<Error> LiveNetwork::take_bar(std::string_view line, bool is_known) {
  const auto read = reader_.do_not_contact(line);
  if (!read) return read.error();
  const ContactBar& bar = read.value();
  if (is_erased(bar.person)) return std::nullopt;
  const Node node = people_.resolve(bar.person);
  if (bar.lifted) {
    barred_.erase(node);
  } else {
    barred_.insert(node);
  }
  // Of whom the generation knows, it has this already.
  if (is_known && node <= base_.network->people().node_max()) return std::nullopt;
  ContactPolicy policy = bar.lifted ? ContactPolicy::kOpen : ContactPolicy::kDoNotContact;
  if (const std::string before = record(node); bar.lifted && !before.empty()) {
    const auto own = reader_.profile(Padded(before).line());
    if (own) policy = own.value().contact_policy;
  }
  const bool is_gone = !people_.now().has_profile(node) && people_.now().rights(node).sharing == Sharing::kNobody;
  people_.set_policy(node, is_gone ? ContactPolicy::kDoNotContact : policy);
  refresh_contexts(node);
  changes_.ties.push_back(node);
  changes_.documents.push_back(node);
  return std::nullopt;
}

std::vector<std::string> LiveNetwork::erase(const Tombstones& all, const Tombstones& later) {
  tombstones_ = all;
  const std::vector<Node> persons = people_.erased_by(later);
  if (persons.empty()) return {};
  for (const Node other : statements_.erase(persons, base_.network->people().node_max())) {
    changes_.documents.push_back(other);
  }
  for (const Node person : persons) {
    ties_.erase(person);
    rosters_.erase(person);
    contexts_.put_profile(person, {});
    contexts_.put_groups(person, {});
    barred_.erase(person);
    profiles_[person] = {"", std::numeric_limits<Seconds>::max()};
    changes_.ties.push_back(person);
    changes_.documents.push_back(person);
  }
  people_.erase(persons);
  changes_.rosters = true;
  return ties_.forget_erased();
}

std::optional<Error> LiveNetwork::take_refusal(const JournalEntry& entry) {
  const auto refusal = read_refusal(entry.draft.record);
  if (!refusal) return refusal.error();
  const bool of_everybody = refusal.value().asker.empty();
  const Node refusing = people_.now().find(refusal.value().refusing);
  const Node asker = of_everybody ? kNoPerson : people_.now().find(refusal.value().asker);
  // Whom nobody knows any more has no ties that could carry anybody, and asks nobody.
  if (refusing == kNoPerson || (asker == kNoPerson && !of_everybody)) return std::nullopt;
  refusals_.put(refusing, asker, refusal.value().refused);
  changes_.ties.push_back(refusing);
  return std::nullopt;
}

std::optional<Error> LiveNetwork::take_profile(std::string_view line, bool is_decided) {
  auto read = reader_.profile(line);
  if (!read) return read.error();
  put_profile(std::move(read).value(), line, is_decided);
  return std::nullopt;
}

void LiveNetwork::put_profile(Profile profile, std::string_view line, bool is_decided, const ReadChange* ahead) {
  if (!is_decided && kennis::is_erased(profile, tombstones_)) return;
  const Node known = people_.owner_of(profile.id);
  std::vector<std::string> claims;
  const std::string before = known == kNoPerson ? "" : record(known);
  if (ahead != nullptr && (ahead->known != known || profiles_.contains(known))) ahead = nullptr;
  if (ahead != nullptr) {
    claims = ahead->claims;
  } else if (!before.empty()) {
    const auto old = reader_.profile(Padded(before).line());
    if (old && !is_decided && old.value().updated_at > profile.updated_at) return;
    if (old) claims = claims_of(old.value());
  }
  if (const auto live = profiles_.find(known);
      live != profiles_.end() && !is_decided && live->second.updated_at > profile.updated_at) {
    return;
  }
  if (known != kNoPerson && barred_.contains(known)) profile.contact_policy = ContactPolicy::kDoNotContact;
  Node node = kNoPerson;
  if (profile.deleted) {
    node = people_.remove(profile.id);
  } else {
    const LivePeople::Outcome outcome = people_.put(profile, claims);
    node = outcome.node;
    for (const Node gone : outcome.absorbed) absorb(gone, node);
    if (barred_.contains(node)) {  // as one whom the profile turned out to be
      profile.contact_policy = ContactPolicy::kDoNotContact;
      people_.set_policy(node, profile.contact_policy);
    }
  }
  profiles_[node] = {profile.deleted ? "" : std::string(line), profile.updated_at};
  refresh_endorsed(node, before, node == known ? ahead : nullptr);
  contexts_.put_profile(node, context_claims_of(profile));
  refresh_groups(node);
  changes_.ties.push_back(node);
  changes_.documents.push_back(node);
}

/// Where somebody was, after the policy changed and not the record.
void LiveNetwork::refresh_contexts(Node person) {
  std::vector<ContextClaim> claims;
  const bool is_hidden = people_.now().rights(person).contact_policy == ContactPolicy::kDoNotContact;
  if (const std::string line = is_hidden ? "" : record(person); !line.empty()) {
    const auto profile = reader_.profile(Padded(line).line());
    if (profile) claims = context_claims_of(profile.value());
  }
  contexts_.put_profile(person, claims);
  refresh_groups(person);
}

/// Whoever is not to be contacted is in no context.
void LiveNetwork::refresh_groups(Node person) {
  const bool is_hidden = people_.now().rights(person).contact_policy == ContactPolicy::kDoNotContact;
  contexts_.put_groups(person, is_hidden ? std::vector<ScopedClaim>() : rosters_.contexts_of(person));
}

void LiveNetwork::absorb(Node gone, Node into) {
  ties_.absorb(gone, into);
  rosters_.absorb(gone, into);
  if (barred_.erase(gone) > 0) barred_.insert(into);
  for (const Node other : statements_.concerned_with(gone)) changes_.documents.push_back(other);
  statements_.absorb(gone, into);
  refresh_groups(gone);
  refusals_.absorb(gone, into);
  changes_.rosters = true;
}

std::optional<Error> LiveNetwork::take_interaction(std::string_view line) {
  const auto read = reader_.interaction(line, interaction_);
  if (!read) return read.error();
  put_interaction(interaction_);
  return std::nullopt;
}

void LiveNetwork::put_interaction(Interaction& interaction) {
  if (interaction.id.empty()) interaction.id = content_id(interaction);
  // What the generation has of an event it keeps until the next one.
  if (base_.has_event && base_.has_event(interaction)) return;
  std::optional<LiveEvent> event;
  if (!interaction.deleted) {
    event = event_of(interaction);
    if (!event) return;  // of the erased: as if it were not there
  }
  for (const Node node : statements_.remove(interaction.id)) changes_.documents.push_back(node);
  if (event) {
    take_event(interaction, std::move(*event));
  } else {
    ties_.remove(interaction.id);
  }
}

/// Nothing if there is nobody left whom it is of.
std::optional<LiveEvent> LiveNetwork::event_of(const Interaction& interaction) {
  if (is_erased(interaction.from)) return std::nullopt;
  LiveEvent event;
  event.id = interaction.id;
  event.at = interaction.at;
  event.channel = interaction.channel;
  std::set<std::string> unseen;
  for (const std::string& to : interaction.to) {
    if (is_erased(to)) {
      unseen.insert(normalise_identifier(to));
    } else {
      event.to.push_back(people_.resolve(to));
    }
  }
  if (event.to.empty() && !unseen.empty() && !is_talk(interaction)) return std::nullopt;
  event.unseen = static_cast<std::uint32_t>(unseen.size());
  event.from = people_.resolve(interaction.from);
  settle(event.to);
  event.scope = rosters_.scope_of(interaction.group, interaction.at);
  return event;
}

void LiveNetwork::take_event(const Interaction& interaction, LiveEvent event) {
  const bool is_said = is_endorsement(interaction);
  for (const std::string& topic : interaction.topics) {
    if (is_said || event.topics.size() == limit::kTopicsOfEventMax) break;
    if (!topic.empty()) event.topics.emplace_back(cut_text(topic, limit::kTopicBytesMax));
  }
  take_statements(interaction, event);
  ties_.put(std::move(event));
}

void LiveNetwork::take_statements(const Interaction& interaction, const LiveEvent& event) {
  const auto put = [&](std::string_view skill, Node to) {
    statements_.put({event.id, fold_case(skill), to, event.from, day_of(interaction.at), event.scope});
    if (event.scope != kPublicScope) return;
    changes_.documents.push_back(to);
    if (to != event.from) changes_.documents.push_back(event.from);
  };
  if (is_endorsement(interaction)) {
    for (const Node to : event.to) {
      if (to != event.from) put(interaction.skill, to);
    }
  }
  if (is_talk(interaction)) {
    for_each_talked(interaction, [&](std::string_view skill) { put(skill, event.from); });
  }
}

/// Of whoever the generation knows, as long as their profile is what it was.
std::uint32_t LiveNetwork::strength_of(Node endorser, const std::string& skill,
                                       std::optional<std::uint32_t> known) const {
  if (known && !profiles_.contains(endorser)) return *known;
  return strength_in(record(endorser), skill);
}

std::uint32_t LiveNetwork::strength_in(const std::string& line, const std::string& skill) const {
  const auto words = words_of(line);
  return words ? words->strength_in(skill) : 0;
}

/// Nothing of no record.
std::optional<OwnWords> LiveNetwork::words_of(const std::string& line) const {
  if (line.empty()) return std::nullopt;
  thread_local RecordReader reader;  // several may ask at once
  const auto profile = reader.profile(Padded(line).line());
  return profile ? std::optional<OwnWords>(profile.value()) : std::nullopt;
}

/// What somebody says of others counts by their own profile.
void LiveNetwork::refresh_endorsed(Node endorser, const std::string& before, const ReadChange* ahead) {
  const auto endorsed = statements_.endorsed_by(endorser);
  if (endorsed.empty()) return;
  const bool is_read = ahead != nullptr && ahead->words_before;
  const auto words_before = is_read ? ahead->words_before : words_of(before);
  const auto words_after = is_read ? ahead->words_after : words_of(record(endorser));
  const auto strength = [](const std::optional<OwnWords>& words, const std::string& skill) {
    return words ? words->strength_in(skill) : 0;
  };
  for (const auto& [to, skill] : endorsed) {
    if (strength(words_before, skill) != strength(words_after, skill)) changes_.documents.push_back(to);
  }
}

std::optional<Error> LiveNetwork::take_place(RecordKind kind, std::string_view line) {
  if (kind == RecordKind::kGroup) {
    const auto group = reader_.group(line);
    if (!group) return group.error();
    const bool is_shut = rosters_.put(group.value());
    if (is_shut) {
      contexts_.shut(context_claim_of({}, group.value().id).key, rosters_.private_scope_of(group.value().id));
    }
  } else if (kind == RecordKind::kMembership) {
    const auto membership = reader_.membership(line);
    if (!membership) return membership.error();
    if (is_erased(membership.value().person)) return std::nullopt;
    const Node person = people_.resolve(membership.value().person);
    rosters_.put(membership.value(), person);
    refresh_groups(person);
  } else {
    const auto member = reader_.team_member(line);
    if (!member) return member.error();
    if (is_erased(member.value().person)) return std::nullopt;
    rosters_.put(member.value(), people_.resolve(member.value().person));
  }
  changes_.rosters = true;
  return std::nullopt;
}

Network LiveNetwork::network() {
  auto overlay = std::make_shared<const NetworkOverlay>(
      NetworkOverlay{people_.overlay().snapshot(), ties_.graph().snapshot(), ties_.ties().snapshot(),
                     rosters_.overlay().snapshot(), refusals_.overlay().snapshot(), contexts_.overlay().snapshot()});
  return base_.network->with(std::move(overlay));
}

LiveNetwork::Changes LiveNetwork::take_changes() {
  for (const Node node : ties_.take_touched()) changes_.ties.push_back(node);
  if (const auto touched = contexts_.take_touched()) {
    changes_.ties.insert(changes_.ties.end(), touched->begin(), touched->end());
  } else {
    changes_.rosters = true;  // which concerns everybody
  }
  settle(changes_.ties);
  settle(changes_.documents);
  return std::exchange(changes_, {});
}

std::string LiveNetwork::record(Node node) const {
  if (const auto live = profiles_.find(node); live != profiles_.end()) return live->second.record;
  return base_.network->people().has_profile(node) ? base_.record(node) : "";
}

}  // namespace kennis
