/// @file
/// A table whose copies share what they have in common: what changed since a generation, as snapshots that cost little.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace kennis {

/// Key → value. A copy is a snapshot: what is put into the original afterwards is not in it.
///
/// Threads: a snapshot is read by any number; the original is changed by one, and snapshots are taken by the same one.
/// Cost:    `find` two look-ups and a binary search in a handful; a snapshot kFan pointers; `put` two short arrays, once a snapshot and leaf.
/// Needs:   `Hash` spreads keys over 64 bits.
template <typename Key, typename Value, typename Hash>
class SharedTable {
 public:
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }

  /// The value of a key, until the next put; null if there is none.
  [[nodiscard]] const Value* find(const Key& key) const {
    if (size_ == 0) return nullptr;
    const std::uint64_t hash = Hash{}(key);
    const auto& branch = branches_[branch_of(hash)];
    if (!branch) return nullptr;
    const auto& leaf = branch->leaves[leaf_of(hash)];
    if (!leaf) return nullptr;
    const auto at = place(leaf->entries, key);
    return at != leaf->entries.end() && at->first == key ? &at->second : nullptr;
  }

  /// Calls `use(key, value)` for each, in no order.
  template <typename Use>
  void for_each(const Use& use) const {
    for (const auto& branch : branches_) {
      if (!branch) continue;
      for (const auto& leaf : branch->leaves) {
        if (!leaf) continue;
        for (const auto& [key, value] : leaf->entries) use(key, value);
      }
    }
  }

  void put(const Key& key, Value value) {
    const std::uint64_t hash = Hash{}(key);
    Leaf& leaf = own(own(branches_[branch_of(hash)]).leaves[leaf_of(hash)]);
    const auto at = place(leaf.entries, key);
    if (at != leaf.entries.end() && at->first == key) {
      leaf.entries[static_cast<std::size_t>(at - leaf.entries.begin())].second = std::move(value);
      return;
    }
    leaf.entries.insert(at, {key, std::move(value)});
    ++size_;
  }

  /// A copy that stays as it is.
  [[nodiscard]] SharedTable snapshot() {
    ++stamp_;  // from here on, nothing that the copy has is changed in place
    return *this;
  }

 private:
  static constexpr std::size_t kFan = 64;
  using Entries = std::vector<std::pair<Key, Value>>;
  struct Leaf {
    std::uint64_t stamp = 0;
    Entries entries;  ///< by rising key
  };
  struct Branch {
    std::uint64_t stamp = 0;
    std::array<std::shared_ptr<Leaf>, kFan> leaves;
  };

  [[nodiscard]] static std::size_t branch_of(std::uint64_t hash) { return hash >> 58U; }
  [[nodiscard]] static std::size_t leaf_of(std::uint64_t hash) { return hash >> 52U & (kFan - 1); }
  [[nodiscard]] static auto place(const Entries& entries, const Key& key) {
    return std::lower_bound(entries.begin(), entries.end(), key,
                            [](const auto& entry, const Key& wanted) { return entry.first < wanted; });
  }
  /// The part itself if no snapshot has it, else a copy in its place.
  template <typename Part>
  Part& own(std::shared_ptr<Part>& part) {
    if (!part || part->stamp != stamp_) {
      part = part ? std::make_shared<Part>(*part) : std::make_shared<Part>();
      part->stamp = stamp_;
    }
    return *part;
  }

  std::array<std::shared_ptr<Branch>, kFan> branches_;
  std::size_t size_ = 0;
  std::uint64_t stamp_ = 1;
};

/// Spreads a number over 64 bits (Fibonacci hashing).
struct SpreadNumber {
  [[nodiscard]] std::uint64_t operator()(std::uint64_t number) const { return number * 0x9E3779B97F4A7C15U; }
};

}  // namespace kennis
