/// @file
#include "indexer/incremental/naming.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "schema/fields.h"
#include "schema/identifier.h"

namespace kennis {
namespace {

template <typename Names, typename Hash>
bool has(const Names& names, const Hash& hash) {
  return std::any_of(names.begin(), names.end(), [&](const auto& name) { return name.hash == hash; });
}

}  // namespace

Naming::Naming(const BaseGeneration& base, const std::set<std::string>& barred)
    : base_(base), barred_(barred), graph_(base.folder / file::kGraph), ties_(base.folder / file::kTies) {}

std::vector<Naming::Name> Naming::names_of(const Profile& profile) {
  const std::string normal = normalise_identifier(profile.id);
  std::vector<Name> names = {{hash_of_identifier(profile.id), normal, true}};
  if (normal != profile.id) names.push_back({hash_of_identifier(normal), normal, true});
  for (const std::string& claim : claims_of(profile)) {
    const IdentifierHash hash = hash_of_identifier(claim);
    if (!has(names, hash)) names.push_back({hash, claim, false});
  }
  return names;
}

const IdentifierEntry* Naming::entry_of(const IdentifierHash& hash) const {
  const auto entries = base_.people.file_identifiers();
  const auto found =
      std::lower_bound(entries.begin(), entries.end(), hash,
                       [](const IdentifierEntry& entry, const IdentifierHash& wanted) { return entry.hash < wanted; });
  return found != entries.end() && found->hash == hash ? &*found : nullptr;
}

bool Naming::is_in_logs(const Name& name) const {
  const IdentifierEntry* entry = entry_of(name.hash);
  return entry != nullptr && entry->is_in_logs();
}

/// A name that two claimed is the other's as soon as one of them gives it up.
WholeBuildReason Naming::give_up(const std::vector<Name>& names, const std::vector<Name>& kept, const std::string& id) {
  const Node node = base_.document_of(id);
  for (const Name& name : names) {
    if (has(kept, name.hash)) continue;
    given_up_.insert(name.hash);
    renamed_.insert(name.hash);
    const IdentifierEntry* entry = entry_of(name.hash);
    if (entry == nullptr || entry->person() != node || base_.lines.is_contested({name.hash.high, name.hash.low})) {
      return fmt::format("{}: gives up {}, which another profile claims too", id, name.text);
    }
  }
  return std::nullopt;
}

bool Naming::is_id_of(const IdentifierEntry& entry, const Name& name) const {
  return normalise_identifier(base_.people.id(static_cast<Node>(entry.person()))) == name.text;
}

std::set<std::string> Naming::names_in_logs(const std::vector<Name>& names) const {
  std::set<std::string> known;
  for (const Name& name : names) {
    if (is_in_logs(name)) known.insert(name.text);
  }
  return known;
}

/// Whether what logs know of these persons can be added up.
WholeBuildReason Naming::join(const std::vector<Node>& persons, const std::string& id) const {
  if (persons.size() < 2) return std::nullopt;
  const std::string reason = id + ": is more than one person whom logs know";
  const auto has_place = [&](Node node) {
    return !base_.rosters.teams_of(node).empty() || !base_.rosters.groups_of(node).empty();
  };
  const auto has_private_ties = [&](Node node) {
    const auto pairs = ties_.private_pairs();
    return std::any_of(pairs.begin(), pairs.end(),
                       [&](const PairKey& key) { return key.low == node || key.high == node; });
  };
  std::set<Node> met(persons.begin(), persons.end());  // nobody may be met by two, nor one of them by another
  std::size_t with_more = 0;
  for (const Node person : persons) {
    for (const Arc& arc : graph_.arcs(person)) {
      if (!met.insert(arc.to).second) return reason;
    }
    if (has_place(person) || has_private_ties(person)) ++with_more;
  }
  return with_more > 1 ? WholeBuildReason(reason) : std::nullopt;
}

/// Who must not be contacted was said of a name, and is who had it then.
bool Naming::is_barred(const std::vector<Name>& names) const {
  return std::any_of(names.begin(), names.end(), [&](const Name& name) { return barred_.contains(name.text); });
}

WholeBuildReason Naming::put(const Profile* before, const Profile& after, std::string& left_as) {
  const std::vector<Name> names = names_of(after);
  const std::vector<Name> old_names = before != nullptr ? names_of(*before) : std::vector<Name>();
  if (auto reason = give_up(old_names, names, after.id)) return reason;
  const bool has_same_names =
      std::all_of(names.begin(), names.end(), [&](const Name& name) { return has(old_names, name.hash); }) &&
      names.size() == old_names.size();
  if (before != nullptr && !has_same_names && (is_barred(names) || is_barred(old_names))) {
    return after.id + ": has other names, and must not be contacted";
  }
  const std::set<std::string> known_before = names_in_logs(old_names);
  const bool is_left = std::any_of(old_names.begin(), old_names.end(),
                                   [&](const Name& name) { return !has(names, name.hash) && is_in_logs(name); });
  if (is_left && known_before.size() > 1) {
    return fmt::format("{}: gives up one of the names by which logs know the person", after.id);
  }
  if (is_left) left_as = *known_before.begin();
  std::vector<Node> persons;
  if (!known_before.empty() && !is_left) persons.push_back(base_.document_of(after.id));
  for (const Name& name : names) {
    if (has(old_names, name.hash)) continue;
    const IdentifierEntry* entry = entry_of(name.hash);
    if (before != nullptr || entry != nullptr) renamed_.insert(name.hash);
    if (base_.lines.is_contested({name.hash.high, name.hash.low})) {
      if (entry != nullptr || name.is_id)
        return fmt::format("{}: claims {}, as others do whom logs know", after.id, name.text);
      contested_[name.hash] = name.text;
      continue;
    }
    const auto [taken, is_new] = taken_.try_emplace(name.hash, after.id);
    if (taken->second != after.id) {
      if (entry != nullptr || name.is_id)
        return fmt::format("{} and {} both claim {}", taken->second, after.id, name.text);
      contested_[name.hash] = name.text;
    }
    if (entry == nullptr) continue;
    const auto owner = static_cast<Node>(entry->person());
    if (owner <= base_.people.profile_count()) {
      if (!name.is_id && is_id_of(*entry, name)) continue;  // which goes on naming its own
      if (entry->is_in_logs()) {
        return fmt::format("{}: claims {}, by which logs know {}", after.id, name.text, base_.people.id(owner));
      }
      if (!name.is_id) contested_[name.hash] = name.text;
      continue;
    }
    if (base_.people.rights(owner).sharing == Sharing::kNobody) {
      return fmt::format("{}: {} was that of a deleted profile", after.id, name.text);
    }
    if (std::find(persons.begin(), persons.end(), owner) == persons.end()) persons.push_back(owner);
  }
  return join(persons, after.id);
}

WholeBuildReason Naming::contested(std::vector<std::string>& identifiers) const {
  for (const auto& [hash, id] : taken_) {
    if (given_up_.contains(hash)) return id + ": takes up a name that another profile gives up";
  }
  for (const auto& [hash, text] : contested_) identifiers.push_back(text);
  return std::nullopt;
}

WholeBuildReason Naming::remove(const Profile& before) {
  const std::vector<Name> names = names_of(before);
  if (is_barred(names)) return before.id + ": is deleted, and must not be contacted";
  if (auto reason = give_up(names, {}, before.id)) return reason;
  for (const Name& name : names) {
    if (!name.is_id && is_in_logs(name)) return fmt::format("{}: is deleted, and logs know {}", before.id, name.text);
  }
  return std::nullopt;
}

WholeBuildReason Naming::forget(const Profile& before, std::string& known_as) {
  const std::vector<Name> names = names_of(before);
  if (is_barred(names)) return before.id + ": is gone, and must not be contacted";
  if (auto reason = give_up(names, {}, before.id)) return reason;
  const std::set<std::string> known = names_in_logs(names);
  if (known.size() > 1) return fmt::format("{}: is gone, and logs know the person by more than one name", before.id);
  known_as = known.empty() ? "" : *known.begin();
  return std::nullopt;
}

}  // namespace kennis
