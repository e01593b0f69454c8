/// @file
#include "indexer/incremental/naming.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "schema/fields.h"
#include "schema/identifier.h"
#include "schema/padded.h"
#include "schema/profile_lines.h"

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

void Naming::foresee(const Renaming& renaming) {
  const std::vector<Name> before = renaming.before != nullptr ? names_of(*renaming.before) : std::vector<Name>();
  const std::vector<Name> after = renaming.after != nullptr ? names_of(*renaming.after) : std::vector<Name>();
  for (const Name& name : before) {
    if (!has(after, name.hash)) givers_[name.hash].insert(base_.document_of(renaming.id));
  }
  for (const Name& name : after) {
    if (!has(before, name.hash)) takers_[name.hash].insert(renaming.id);
  }
}

WholeBuildReason Naming::give_up(const std::vector<Name>& names, const std::vector<Name>& kept, const std::string& id) {
  const Node node = base_.document_of(id);
  for (const Name& name : names) {
    if (has(kept, name.hash)) continue;
    const IdentifierEntry* entry = entry_of(name.hash);
    const bool is_own = entry != nullptr && entry->person() == node;
    if (base_.lines.is_contested({name.hash.high, name.hash.low})) {
      if (is_own) return fmt::format("{}: gives up {}, which another profile claims too", id, name.text);
      const bool is_of_other = entry != nullptr && entry->person() <= base_.people.profile_count();  // as its id
      if (!is_of_other) contested_before_[name.hash] = name.text;
      continue;
    }
    if (!is_own) return fmt::format("{}: gives up {}, which was never its own", id, name.text);
    outcome_.renamed.try_emplace(name.hash, kNoPerson);
    if (is_taken(name) && entry->is_in_logs()) outcome_.told_anew.insert(node);
  }
  return std::nullopt;
}

bool Naming::is_id_of(const IdentifierEntry& entry, const Name& name) const {
  return normalise_identifier(base_.people.id(static_cast<Node>(entry.person()))) == name.text;
}

/// Those by which logs know the person, each once.
std::vector<Naming::Name> Naming::known_of(const std::vector<Name>& names, Node node) const {
  std::vector<Name> known;
  for (const Name& name : names) {
    const bool is_there =
        std::any_of(known.begin(), known.end(), [&](const Name& other) { return other.text == name.text; });
    const IdentifierEntry* entry = entry_of(name.hash);
    const bool is_known = entry != nullptr && entry->is_in_logs() && entry->person() == node;
    if (!is_there && is_known) known.push_back(name);
  }
  return known;
}

/// Whether an event may be of two of these.
bool Naming::may_meet(const std::set<Node>& persons) {
  std::set<Node> met = persons;  // nobody may be met by two, nor one of them by another
  for (const Node person : persons) {
    for (const Arc& arc : graph_.arcs(person)) {
      if (!met.insert(arc.to).second) return true;
    }
  }
  if (has_private_ties_.empty()) {
    has_private_ties_.resize(base_.people.node_max() + std::size_t{1});
    for (const PairKey& key : ties_.private_pairs()) has_private_ties_[key.low] = has_private_ties_[key.high] = true;
  }
  return std::count_if(persons.begin(), persons.end(), [&](Node person) { return has_private_ties_[person]; }) > 1;
}

/// Who must not be contacted was said of a name, and is who had it then.
bool Naming::is_barred(const std::vector<Name>& names) const {
  return std::any_of(names.begin(), names.end(), [&](const Name& name) { return barred_.contains(name.text); });
}

/// A name that a profile has not had. `persons`: gets whom logs know by it, and nobody else has.
WholeBuildReason Naming::take(const Name& name, const Profile& after, bool is_new, std::set<Node>& persons) {
  const IdentifierEntry* entry = entry_of(name.hash);
  const Node now = is_new ? kNoPerson : base_.document_of(after.id);
  if (!is_new || entry != nullptr) outcome_.renamed[name.hash] = now;
  const std::set<std::string>& takers = takers_.at(name.hash);
  const bool is_contested = base_.lines.is_contested({name.hash.high, name.hash.low});
  if (is_contested || takers.size() > 1) {
    if (entry != nullptr || name.is_id || givers_.contains(name.hash))
      return fmt::format("{}: claims {}, as others do", after.id, name.text);
    contested_[name.hash] = name.text;
    return std::nullopt;
  }
  if (entry == nullptr) return std::nullopt;
  const auto owner = static_cast<Node>(entry->person());
  if (owner > base_.people.profile_count()) {
    if (base_.people.rights(owner).sharing == Sharing::kNobody) {
      return fmt::format("{}: {} was that of a deleted profile", after.id, name.text);
    }
    persons.insert(owner);
    return std::nullopt;
  }
  if (const auto giver = givers_.find(name.hash); giver != givers_.end() && giver->second.contains(owner)) {
    if (entry->is_in_logs() && now != kNoPerson) outcome_.told_anew.insert(now);
    return std::nullopt;
  }
  if (name.is_id && is_id_of(*entry, name)) {
    return fmt::format("{} and {} have one id but for how it is written", after.id, base_.people.id(owner));
  }
  if (!name.is_id && is_id_of(*entry, name)) {  // which goes on naming its own
    outcome_.renamed.erase(name.hash);
    return std::nullopt;
  }
  if (entry->is_in_logs()) outcome_.told_anew.insert(owner);
  if (!name.is_id) {
    contested_[name.hash] = name.text;
    outcome_.renamed[name.hash] = kNoPerson;
  }
  return std::nullopt;
}

WholeBuildReason Naming::put(const Renaming& renaming, std::string& left_as) {
  const Profile& after = *renaming.after;
  const bool is_new = renaming.before == nullptr;
  const std::vector<Name> names = names_of(after);
  const std::vector<Name> old_names = is_new ? std::vector<Name>() : names_of(*renaming.before);
  if (auto reason = give_up(old_names, names, after.id)) return reason;
  const bool has_same_names =
      std::all_of(names.begin(), names.end(), [&](const Name& name) { return has(old_names, name.hash); }) &&
      names.size() == old_names.size();
  if (!is_new && !has_same_names && (is_barred(names) || is_barred(old_names))) {
    return after.id + ": has other names, and must not be contacted";
  }
  for (const Name& name : old_names) {
    const bool goes = !has(names, name.hash) && is_taken(name);
    if (goes) outcome_.given_up.push_back({ChangeKind::kGivenUp, after.id + "\n" + name.text});
  }
  const Node node = is_new ? kNoPerson : base_.document_of(after.id);
  const std::vector<Name> known = known_of(old_names, node);
  const bool is_left =
      std::any_of(known.begin(), known.end(), [&](const Name& name) { return !has(names, name.hash); });
  if (is_left && known.size() == 1 && !is_taken(known.front())) {
    left_as = known.front().text;
    moved_.insert(after.id);
  } else if (is_left) {
    outcome_.told_anew.insert(node);
  }
  std::set<Node>& persons = joined_[after.id];
  if (!known.empty() && left_as.empty()) persons.insert(node);
  for (const Name& name : names) {
    if (has(old_names, name.hash)) continue;
    if (auto reason = take(name, after, is_new, persons)) return reason;
  }
  return std::nullopt;
}

WholeBuildReason Naming::hide(const std::string& id) const {
  for (const std::string& text : {id, normalise_identifier(id)}) {
    const IdentifierHash hash = hash_of_identifier(text);
    if (takers_.contains(hash) || givers_.contains(hash)) return id + ": is deleted, and goes from one to another";
    if (contested_before_.contains(hash)) return id + ": is deleted, and others claim it";
  }
  return std::nullopt;
}

WholeBuildReason Naming::remove(const Renaming& renaming) {
  const std::vector<Name> names = names_of(*renaming.before);
  if (is_barred(names)) return renaming.id + ": is deleted, and must not be contacted";
  std::vector<Name> kept;
  std::copy_if(names.begin(), names.end(), std::back_inserter(kept), [](const Name& name) { return name.is_id; });
  if (auto reason = give_up(names, kept, renaming.id)) return reason;
  for (const Name& name : kept) {
    const bool is_contested = base_.lines.is_contested({name.hash.high, name.hash.low});
    if (is_taken(name) || is_contested)
      return fmt::format("{}: is deleted, and another claims {}", renaming.id, name.text);
  }
  const Node node = base_.document_of(renaming.id);
  const std::vector<Name> known = known_of(names, node);
  if (std::any_of(known.begin(), known.end(), [](const Name& name) { return !name.is_id; })) {
    outcome_.told_anew.insert(node);
  }
  return std::nullopt;
}

/// The name that whoever has no profile any more stays known by: one that rosters have, so that places stay; or else the id.
const Naming::Name* Naming::to_keep(const std::vector<Name>& known) const {
  const Name* best = nullptr;
  const auto rank = [&](const Name& name) { return std::pair(entry_of(name.hash)->is_in_rosters(), name.is_id); };
  for (const Name& name : known) {
    if (!is_taken(name) && (best == nullptr || rank(name) > rank(*best))) best = &name;
  }
  return best;
}

WholeBuildReason Naming::forget(const Renaming& renaming, std::string& known_as) {
  const std::vector<Name> names = names_of(*renaming.before);
  if (is_barred(names)) return renaming.id + ": is gone, and must not be contacted";
  if (auto reason = give_up(names, {}, renaming.id)) return reason;
  const Node node = base_.document_of(renaming.id);
  const std::vector<Name> known = known_of(names, node);
  if (const Name* name = to_keep(known)) known_as = name->text;
  for (const Name& name : names) {
    if (name.text == known_as) outcome_.renamed.erase(name.hash);
  }
  if (known.size() > 1 || (known.size() == 1 && known_as.empty())) {
    outcome_.told_anew.insert(node);
  }
  return std::nullopt;
}

/// A name that several claimed, after some of them have given it up.
WholeBuildReason Naming::leave_over(const IdentifierHash& hash, const std::string& text) {
  std::vector<Node> left;
  for (const Claimant& claimant : base_.lines.claimants_of({hash.high, hash.low})) {
    const auto node = static_cast<Node>(claimant.document);
    if (!givers_.at(hash).contains(node)) left.push_back(node);
  }
  if (left.size() != 1) return std::nullopt;  // it names nobody of them, as before
  const Node node = left.front();
  const std::string id(base_.people.id(node));
  const auto read = RecordReader().profile(Padded(base_.records.of(node)).line());
  if (!read) throw std::runtime_error("a profile cannot be read again: " + read.error().message);
  const std::vector<Name> names = names_of(read.value());
  if (moved_.contains(id)) return fmt::format("{}: is somebody new, and alone claims {} now", id, text);
  if (is_barred(names)) return fmt::format("{}: alone claims {} now, and must not be contacted", id, text);
  outcome_.left_over.push_back({ChangeKind::kLeftOver, id + "\n" + text});
  outcome_.renamed[hash] = node;
  const IdentifierEntry* entry = entry_of(hash);
  if (entry == nullptr) return std::nullopt;
  const auto stranger = static_cast<Node>(entry->person());
  if (base_.people.rights(stranger).sharing == Sharing::kNobody) {
    return fmt::format("{}: {} was that of a deleted profile", id, text);
  }
  std::set<Node>& persons = joined_[id];
  persons.insert(stranger);
  if (!known_of(names, node).empty()) persons.insert(node);
  return std::nullopt;
}

WholeBuildReason Naming::finish(Outcome& outcome) {
  for (const auto& [hash, text] : contested_before_) {
    if (auto reason = leave_over(hash, text)) return reason;
  }
  for (const auto& [hash, text] : contested_) outcome_.contested.push_back(text);
  std::erase_if(joined_, [](const auto& one) { return one.second.size() < 2; });
  for (const auto& [id, persons] : joined_) {
    if (may_meet(persons)) outcome_.told_anew.insert(persons.begin(), persons.end());
  }
  for (std::size_t told = 0; told != outcome_.told_anew.size();) {  // whoever is one with one of them is told anew too
    told = outcome_.told_anew.size();
    for (const auto& [id, persons] : joined_) {
      const bool any =
          std::any_of(persons.begin(), persons.end(), [&](Node person) { return outcome_.told_anew.contains(person); });
      if (any) outcome_.told_anew.insert(persons.begin(), persons.end());
    }
  }
  for (const auto& [hash, now] : outcome_.renamed) {
    const IdentifierEntry* entry = entry_of(hash);
    outcome_.any_in_rosters = outcome_.any_in_rosters || (entry != nullptr && entry->is_in_rosters());
  }
  outcome = std::move(outcome_);
  return std::nullopt;
}

}  // namespace kennis
