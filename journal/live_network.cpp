/// @file
#include "journal/live_network.h"

#include <algorithm>
#include <utility>

#include "journal/refusals.h"
#include "schema/identifier.h"
#include "schema/text.h"

namespace kennis {
namespace {

/// A line with the room behind it that its reader needs.
std::string padded(std::string_view line) {
  std::string text(line);
  text.append(simdjson::SIMDJSON_PADDING, '\0');
  return text;
}

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
      statements_(*base_.statements) {}

std::optional<Error> LiveNetwork::take(const JournalEntry& entry) {
  const std::string text = padded(entry.draft.record);
  const std::string_view line = std::string_view(text).substr(0, entry.draft.record.size());
  switch (entry.draft.kind) {
    case RecordKind::kProfile:
      return take_profile(line);
    case RecordKind::kInteraction:
      return take_interaction(line);
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

std::optional<Error> LiveNetwork::take_profile(std::string_view line) {
  const auto read = reader_.profile(line);
  if (!read) return read.error();
  const Profile& profile = read.value();
  const Node known = people_.owner_of(profile.id);
  std::vector<std::string> claims;
  if (const std::string before = known == kNoPerson ? "" : record(known); !before.empty()) {
    const std::string text = padded(before);
    const auto old = reader_.profile(std::string_view(text).substr(0, before.size()));
    if (old && old.value().updated_at > profile.updated_at) return std::nullopt;
    if (old) claims = claims_of(old.value());
  }
  if (const auto live = profiles_.find(known);
      live != profiles_.end() && live->second.updated_at > profile.updated_at) {
    return std::nullopt;
  }
  Node node = kNoPerson;
  if (profile.deleted) {
    node = people_.remove(profile.id);
  } else {
    const LivePeople::Outcome outcome = people_.put(profile, claims);
    node = outcome.node;
    for (const Node gone : outcome.absorbed) absorb(gone, node);
  }
  profiles_[node] = {profile.deleted ? "" : std::string(line), profile.updated_at};
  changes_.ties.push_back(node);
  changes_.documents.push_back(node);
  return std::nullopt;
}

void LiveNetwork::absorb(Node gone, Node into) {
  ties_.absorb(gone, into);
  rosters_.absorb(gone, into);
  statements_.absorb(gone, into);
  refusals_.absorb(gone, into);
  changes_.rosters = true;
}

std::optional<Error> LiveNetwork::take_interaction(std::string_view line) {
  const auto read = reader_.interaction(line, interaction_);
  if (!read) return read.error();
  for (const Node node : statements_.remove(interaction_.id)) changes_.documents.push_back(node);
  if (interaction_.deleted) {
    ties_.remove(interaction_.id);
  } else {
    take_event(interaction_);
  }
  return std::nullopt;
}

void LiveNetwork::take_event(const Interaction& interaction) {
  LiveEvent event{
      interaction.id, interaction.at, interaction.channel, kPublicScope, people_.resolve(interaction.from), {}};
  for (const std::string& to : interaction.to) event.to.push_back(people_.resolve(to));
  settle(event.to);
  event.scope = rosters_.scope_of(interaction.group, interaction.at);
  const bool is_statement =
      !interaction.skill.empty() && event.scope == kPublicScope &&
      (interaction.channel == Channel::kEndorsement || interaction.channel == Channel::kRecommendation);
  if (is_statement) {
    for (const Node to : event.to) {
      if (to == event.from) continue;
      statements_.put(event.id, to, fold_case(interaction.skill), event.from);
      changes_.documents.push_back(to);
    }
  }
  ties_.put(std::move(event));
}

std::optional<Error> LiveNetwork::take_place(RecordKind kind, std::string_view line) {
  if (kind == RecordKind::kGroup) {
    const auto group = reader_.group(line);
    if (!group) return group.error();
    rosters_.put(group.value());
  } else if (kind == RecordKind::kMembership) {
    const auto membership = reader_.membership(line);
    if (!membership) return membership.error();
    rosters_.put(membership.value(), people_.resolve(membership.value().person));
  } else {
    const auto member = reader_.team_member(line);
    if (!member) return member.error();
    rosters_.put(member.value(), people_.resolve(member.value().person));
  }
  changes_.rosters = true;
  return std::nullopt;
}

Network LiveNetwork::network() {
  auto overlay = std::make_shared<const NetworkOverlay>(
      NetworkOverlay{people_.overlay().snapshot(), ties_.graph().snapshot(), ties_.ties().snapshot(),
                     rosters_.overlay().snapshot(), refusals_.overlay().snapshot()});
  return base_.network->with(std::move(overlay));
}

LiveNetwork::Changes LiveNetwork::take_changes() {
  for (const Node node : ties_.take_touched()) changes_.ties.push_back(node);
  settle(changes_.ties);
  settle(changes_.documents);
  return std::exchange(changes_, {});
}

std::string LiveNetwork::record(Node node) const {
  if (const auto live = profiles_.find(node); live != profiles_.end()) return live->second.record;
  return base_.network->people().has_profile(node) ? base_.record(node) : "";
}

std::vector<SkillStatement> LiveNetwork::statements(Node node) const { return statements_.of(node); }

}  // namespace kennis
