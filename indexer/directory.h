/// @file
/// The directory of a run: which node every identifier names, and who is met that has no profile.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "journal/tombstones.h"
#include "network/people.h"

namespace kennis {

/// Hash → node, open addressing. Threads: read by any number once filled.
class IdentifierTable {
 public:
  void reserve(std::size_t count);
  void put(const IdentifierHash& hash, Node node);
  [[nodiscard]] Node find(const IdentifierHash& hash) const;
  /// The same for a log, which is remembered. Threads: any number at once, and no other call meanwhile.
  [[nodiscard]] Node find_for_log(const IdentifierHash& hash, std::uint64_t mark = IdentifierEntry::kInLogs);
  /// Calls `use(entry)` for all, in no order.
  template <typename Use>
  void for_each(const Use& use) const {
    for (const IdentifierEntry& slot : slots_) {
      if (slot.node != kNoPerson) use(slot);
    }
  }
  /// Fetches from memory what `find` looks at first.
  void look_ahead(const IdentifierHash& hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[hash.low & mask_]);
  }

 private:
  std::vector<IdentifierEntry> slots_;
  std::size_t mask_ = 0;
};

/// An identifier that two profiles claim, or one profile claims and another has as its id.
struct IdentifierConflict {
  IdentifierHash hash;
  std::string identifier;  ///< filled in by whoever reads the profiles again
  Node first = kNoPerson;
  Node second = kNoPerson;
  bool is_id = false;  ///< it is the id of `first`, and goes on naming it
  std::set<Node> claimants;
};

/// A name that a profile has: its id, or what it claims.
struct ProfileName {
  IdentifierHash hash;
  bool is_id = false;
};

/// All of them, of an id and of claims in normal form.
[[nodiscard]] std::vector<ProfileName> names_of_profile(std::string_view id, const std::vector<std::string>& claims);

/// Persons met only in logs and rosters get provisional nodes with kProvisional set while files are read; `finish` numbers them in the order
/// of their ids, so that nothing depends on who was met first.
///
/// Threads: `resolve` by any number at once, between `close_profiles` and `finish`.
/// Memory:  about 36 bytes an identifier of a profile, 100 a person without one.
class Directory {
 public:
  static constexpr Node kProvisional = 0x80000000U;
  /// With both bits: somebody who was erased. Numbered, so that recipients can be counted, and never a final node.
  static constexpr Node kErased = 0xC0000000U;
  [[nodiscard]] static constexpr bool is_erased(Node node) { return node >= kErased; }

  Directory() = default;
  /// Whoever these are of is nobody. Needs: they live longer.
  explicit Directory(const Tombstones& tombstones) : tombstones_(&tombstones) {}

  /// A profile's names. Nodes are added in order from 1.
  void add_profile(Node node, const std::vector<ProfileName>& names);
  /// Settles who is named by what: an id names its profile; an identifier that two claim names neither.
  void close_profiles();
  [[nodiscard]] std::vector<IdentifierConflict>& conflicts() { return conflicts_; }

  /// The node that a log's name stands for: a profile's, or a provisional one; one of kErased for the erased.
  [[nodiscard]] Node resolve(std::string_view name) { return resolve(name, hash_of_identifier(name)); }
  /// The same of a name in a roster, which is remembered. Threads: one, and no other call meanwhile.
  [[nodiscard]] Node resolve_in_roster(std::string_view name);
  /// The same of a name that was looked ahead for: so that memory is not waited for, which is most of the time it takes.
  [[nodiscard]] Node resolve(std::string_view name, const IdentifierHash& hash);
  [[nodiscard]] IdentifierHash look_ahead(std::string_view name) const {
    const IdentifierHash hash = hash_of_identifier(name);
    table_.look_ahead(hash);
    return hash;
  }

  /// Numbers the persons without a profile behind `profile_count` and adds them to the columns. They share with `contacts`; one of
  /// `deleted_ids`, whose profile is deleted, with nobody, and is not shown: a deletion takes back, it gives nothing.
  /// One of `barred`, names in normal form, must not be contacted.
  void finish(PeopleColumns& columns, const std::vector<std::string>& deleted_ids = {},
              const std::set<std::string>& barred = {});
  /// The profile that a name stands for; kNoPerson if none. Needs: close_profiles() was called.
  [[nodiscard]] Node find_profile(std::string_view name) const;
  /// The final node of what resolve gave. Needs: finish() was called.
  [[nodiscard]] Node final_node(Node node) const {
    return (node & kProvisional) == 0 ? node : final_nodes_[node & ~kProvisional];
  }
  /// Every identifier with its final node, for the generation. Needs: finish() was called.
  [[nodiscard]] std::vector<IdentifierEntry> entries() const;

 private:
  struct Claim {
    IdentifierHash hash;
    Node node;
    bool is_id;
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::string, Node> known;
  };
  [[nodiscard]] Node resolve_marked(std::string_view name, const IdentifierHash& hash, std::uint64_t mark);
  [[nodiscard]] Node stranger(std::string&& id);

  const Tombstones* tombstones_ = nullptr;
  std::vector<Claim> claims_;  ///< until they are settled
  IdentifierTable table_;
  std::vector<IdentifierConflict> conflicts_;
  std::array<Shard, 64> shards_;
  std::mutex strangers_mutex_;
  Node stranger_count_ = 0;
  Node erased_count_ = 0;
  std::set<Node> in_rosters_;  ///< provisional nodes
  std::vector<Node> final_nodes_;
  std::vector<IdentifierEntry> stranger_entries_;
};

}  // namespace kennis
