/// @file
#include "journal/live_people.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "schema/identifier.h"

namespace kennis {

LivePeople::LivePeople(const People& files) : files_(files), now_(files.with(overlay_)) {
  overlay_.node_max = files_.node_max();
}

void LivePeople::name(std::string_view identifier, Node node) {
  overlay_.identifiers.put(hash_of_identifier(identifier), node);
}

Node LivePeople::add(ChangedPerson person) {
  const Node node = ++overlay_.node_max;
  overlay_.persons.put(node, std::make_shared<const ChangedPerson>(std::move(person)));
  return node;
}

Node LivePeople::resolve(std::string_view called) {
  if (const Node node = now_.find(called); node != kNoPerson) return node;
  const std::string normal = normalise_identifier(called);
  const Node node = add({normal, {}, kNeverSet, false});
  name(normal, node);
  return node;
}

Node LivePeople::owner_of(std::string_view id) const {
  const Node node = now_.find(id);
  // An id names its own profile: another's claim to it does not stand.
  const bool is_own = node != kNoPerson && (now_.id(node) == id || !now_.has_profile(node));
  return is_own ? node : kNoPerson;
}

LivePeople::Outcome LivePeople::put(const Profile& profile, const std::vector<std::string>& known) {
  Outcome outcome;
  ChangedPerson person{profile.id, rights_of(profile), sharing_set_of(profile), true};
  outcome.node = owner_of(profile.id);
  if (outcome.node == kNoPerson) {
    outcome.node = add(std::move(person));
  } else {
    overlay_.persons.put(outcome.node, std::make_shared<const ChangedPerson>(std::move(person)));
  }
  name(profile.id, outcome.node);
  const std::string normal = normalise_identifier(profile.id);
  const Node called = now_.find_exactly(normal);
  // Of two ids that are one but for how they are written, the other goes on having it.
  const bool is_of_other = called != kNoPerson && called != outcome.node && now_.has_profile(called) &&
                           normalise_identifier(now_.id(called)) == normal;
  if (!is_of_other) name(normal, outcome.node);
  for (const std::string& claim : claims_of(profile)) {
    if (std::binary_search(known.begin(), known.end(), claim)) continue;
    const Node stranger = take(outcome.node, claim);
    if (stranger != kNoPerson) outcome.absorbed.push_back(stranger);
  }
  give_up_claims(outcome.node, profile.id, known, claims_of(profile));
  return outcome;
}

Node LivePeople::take(Node node, std::string_view claim) {
  const Node owner = now_.find_exactly(claim);
  if (owner == node) return kNoPerson;
  // One whose profile was deleted shares with nobody, and stays who it was.
  const bool is_stranger =
      owner != kNoPerson && !now_.has_profile(owner) && now_.rights(owner).sharing != Sharing::kNobody;
  if (owner != kNoPerson && !is_stranger) return kNoPerson;
  if (is_stranger) name(now_.id(owner), node);
  name(claim, node);
  return is_stranger ? owner : kNoPerson;
}

/// From here on, what a profile no longer claims is somebody else's: of nobody, until a log or a profile says whose.
void LivePeople::give_up_claims(Node node, std::string_view id, const std::vector<std::string>& before,
                                const std::vector<std::string>& now) {
  for (const std::string& claim : before) {
    const bool is_kept =
        claim == id || claim == normalise_identifier(id) || std::binary_search(now.begin(), now.end(), claim);
    if (!is_kept) give_up(node, claim);
  }
}

void LivePeople::give_up(Node node, std::string_view identifier) {
  if (now_.find_exactly(identifier) == node) name(identifier, kNoPerson);
}

void LivePeople::release(Node node, std::string_view id, const std::vector<std::string>& claims) {
  give_up_claims(node, id, claims, {});
}

void LivePeople::forget(Node node, const std::vector<std::string>& names, std::string_view known_as) {
  for (const std::string& called : names) give_up(node, called);
  ChangedPerson person{std::string(known_as), {}, kNeverSet, false};
  if (known_as.empty()) person.rights = {Sharing::kNobody, ContactPolicy::kDoNotContact, false};
  overlay_.persons.put(node, std::make_shared<const ChangedPerson>(std::move(person)));
  if (!known_as.empty()) name(known_as, node);
}

void LivePeople::set_policy(Node node, ContactPolicy policy) {
  ChangedPerson person{std::string(now_.id(node)), now_.rights(node), now_.sharing_set(node), now_.has_profile(node)};
  person.rights.contact_policy = policy;
  overlay_.persons.put(node, std::make_shared<const ChangedPerson>(std::move(person)));
}

std::vector<Node> LivePeople::erased_by(const Tombstones& tombstones) const {
  std::vector<Node> erased;
  if (tombstones.empty()) return erased;
  for (const IdentifierEntry& entry : files_.file_identifiers()) {
    const bool is_of_files = overlay_.identifiers.find(entry.hash) == nullptr;
    if (is_of_files && tombstones.has(entry.hash)) erased.push_back(static_cast<Node>(entry.person()));
  }
  overlay_.identifiers.for_each([&](const IdentifierHash& hash, Node node) {
    if (node != kNoPerson && tombstones.has(hash)) erased.push_back(node);
  });
  std::sort(erased.begin(), erased.end());
  erased.erase(std::unique(erased.begin(), erased.end()), erased.end());
  return erased;
}

void LivePeople::erase(const std::vector<Node>& persons) {
  const auto is_gone = [&](Node node) { return std::binary_search(persons.begin(), persons.end(), node); };
  std::vector<IdentifierHash> names;
  for (const IdentifierEntry& entry : files_.file_identifiers()) {
    const bool is_of_files = overlay_.identifiers.find(entry.hash) == nullptr;
    if (is_of_files && is_gone(static_cast<Node>(entry.person()))) names.push_back(entry.hash);
  }
  overlay_.identifiers.for_each([&](const IdentifierHash& hash, Node node) {
    if (is_gone(node)) names.push_back(hash);
  });
  for (const IdentifierHash& hash : names) overlay_.identifiers.put(hash, kNoPerson);
  const ChangedPerson nobody{"", {Sharing::kNobody, ContactPolicy::kDoNotContact, false}, kNeverSet, false};
  for (const Node node : persons) overlay_.persons.put(node, std::make_shared<const ChangedPerson>(nobody));
}

Node LivePeople::remove(std::string_view id) {
  const Node known = owner_of(id);
  ChangedPerson gone{
      normalise_identifier(id), {Sharing::kNobody, ContactPolicy::kDoNotContact, false}, kNeverSet, false};
  if (known != kNoPerson) {
    overlay_.persons.put(known, std::make_shared<const ChangedPerson>(std::move(gone)));
    return known;
  }
  const Node node = add(std::move(gone));
  name(id, node);
  return node;
}

}  // namespace kennis
