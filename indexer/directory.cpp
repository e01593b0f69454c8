/// @file
#include "indexer/directory.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <stdexcept>
#include <tuple>
#include <unordered_set>

#include <tbb/parallel_sort.h>

#include "schema/identifier.h"

namespace kennis {

void IdentifierTable::reserve(std::size_t count) {
  slots_.assign(std::bit_ceil(std::max<std::size_t>(16, count + count / 2)), {});
  mask_ = slots_.size() - 1;
}

void IdentifierTable::put(const IdentifierHash& hash, Node node) {
  std::size_t at = hash.low & mask_;
  while (slots_[at].node != kNoPerson && slots_[at].hash != hash) at = (at + 1) & mask_;
  slots_[at] = {hash, node};
}

Node IdentifierTable::find_for_log(const IdentifierHash& hash, std::uint64_t mark) {
  if (slots_.empty()) return kNoPerson;
  for (std::size_t at = hash.low & mask_;; at = (at + 1) & mask_) {
    const std::atomic_ref<std::uint64_t> slot(slots_[at].node);
    const std::uint64_t node = slot.load(std::memory_order_relaxed);
    if (node == kNoPerson) return kNoPerson;
    if (slots_[at].hash != hash) continue;
    if ((node & mark) != mark) slot.fetch_or(mark, std::memory_order_relaxed);
    return static_cast<Node>(node);
  }
}

Node IdentifierTable::find(const IdentifierHash& hash) const {
  if (slots_.empty()) return kNoPerson;
  for (std::size_t at = hash.low & mask_; slots_[at].node != kNoPerson; at = (at + 1) & mask_) {
    if (slots_[at].hash == hash) return static_cast<Node>(slots_[at].node);
  }
  return kNoPerson;
}

std::vector<ProfileName> names_of_profile(std::string_view id, const std::vector<std::string>& claims) {
  std::vector<ProfileName> names{{hash_of_identifier(id), true}};
  const std::string normal = normalise_identifier(id);
  if (normal != id) names.push_back({hash_of_identifier(normal), true});  // in every spelling
  for (const std::string& claim : claims) names.push_back({hash_of_identifier(claim), false});
  return names;
}

void Directory::add_profile(Node node, const std::vector<ProfileName>& names) {
  for (const ProfileName& name : names) claims_.push_back({name.hash, node, name.is_id});
}

void Directory::close_profiles() {
  tbb::parallel_sort(claims_.begin(), claims_.end(), [](const Claim& a, const Claim& b) {
    return std::tie(a.hash, b.is_id, a.node) < std::tie(b.hash, a.is_id, b.node);  // ids before claims
  });
  std::size_t settled = 0;
  for (std::size_t begin = 0; begin < claims_.size();) {
    std::size_t end = begin + 1;
    Node other = kNoPerson;
    while (end < claims_.size() && claims_[end].hash == claims_[begin].hash) {
      if (claims_[end].node != claims_[begin].node && other == kNoPerson) other = claims_[end].node;
      ++end;
    }
    if (other != kNoPerson) {
      IdentifierConflict conflict{claims_[begin].hash, {}, claims_[begin].node, other, claims_[begin].is_id, {}};
      for (std::size_t i = begin; i < end; ++i) conflict.claimants.insert(claims_[i].node);
      conflicts_.push_back(std::move(conflict));
    }
    if (other == kNoPerson || claims_[begin].is_id) claims_[settled++] = claims_[begin];
    begin = end;
  }
  claims_.resize(settled);
  table_.reserve(claims_.size());
  for (const Claim& claim : claims_) table_.put(claim.hash, claim.node);
  claims_ = {};
}

Node Directory::resolve(std::string_view name, const IdentifierHash& hash) {
  return resolve_marked(name, hash, IdentifierEntry::kInLogs);
}

Node Directory::resolve_in_roster(std::string_view name) {
  const Node node =
      resolve_marked(name, hash_of_identifier(name), IdentifierEntry::kInLogs | IdentifierEntry::kInRosters);
  if ((node & kProvisional) != 0) in_rosters_.insert(node);
  return node;
}

Node Directory::resolve_marked(std::string_view name, const IdentifierHash& hash, std::uint64_t mark) {
  const Node exact = table_.find_for_log(hash, mark);
  if (exact != kNoPerson) return exact;
  std::string normal = normalise_identifier(name);
  if (normal != name) {
    const Node node = table_.find_for_log(hash_of_identifier(normal), mark);
    if (node != kNoPerson) return node;
  }
  return stranger(std::move(normal));
}

Node Directory::stranger(std::string&& id) {
  Shard& shard = shards_[std::hash<std::string>{}(id) % shards_.size()];
  const std::lock_guard lock(shard.mutex);
  const auto [entry, is_new] = shard.known.try_emplace(std::move(id), kNoPerson);
  if (is_new) {
    const bool was_erased = tombstones_ != nullptr && tombstones_->has(entry->first);
    const std::lock_guard count_lock(strangers_mutex_);
    if (stranger_count_ == kErased - kProvisional) throw std::runtime_error("more than 2^30 persons without a profile");
    entry->second = was_erased ? kErased | erased_count_++ : kProvisional | stranger_count_++;
  }
  return entry->second;
}

Node Directory::find_profile(std::string_view name) const {
  const Node exact = table_.find(hash_of_identifier(name));
  return exact != kNoPerson ? exact : table_.find(hash_of_identifier(normalise_identifier(name)));
}

void Directory::finish(PeopleColumns& columns, const std::vector<std::string>& deleted_ids,
                       const std::set<std::string>& barred) {
  std::unordered_set<std::string> deleted;
  for (const std::string& id : deleted_ids) deleted.insert(normalise_identifier(id));
  std::vector<std::pair<std::string_view, Node>> strangers;
  for (const Shard& shard : shards_) {
    for (const auto& [id, node] : shard.known) {
      if (!is_erased(node)) strangers.emplace_back(id, node & ~kProvisional);
    }
  }
  std::sort(strangers.begin(), strangers.end());
  final_nodes_.resize(strangers.size());
  for (const auto& [id, provisional] : strangers) {
    const bool is_deleted = deleted.contains(std::string(id));
    Rights rights = is_deleted ? Rights{Sharing::kNobody, ContactPolicy::kDoNotContact, false} : Rights{};
    if (barred.contains(std::string(id))) rights.contact_policy = ContactPolicy::kDoNotContact;
    columns.add(id, rights, kNeverSet);
    final_nodes_[provisional] = columns.node_max();
    const std::uint64_t in_rosters = in_rosters_.contains(provisional | kProvisional) ? IdentifierEntry::kInRosters : 0;
    stranger_entries_.push_back({hash_of_identifier(id), columns.node_max() | IdentifierEntry::kInLogs | in_rosters});
  }
}

std::vector<IdentifierEntry> Directory::entries() const {
  std::vector<IdentifierEntry> entries = stranger_entries_;
  std::size_t count = entries.size();
  table_.for_each([&](const IdentifierEntry&) { ++count; });
  entries.reserve(count);
  table_.for_each([&](const IdentifierEntry& entry) { entries.push_back(entry); });
  return entries;
}

}  // namespace kennis
