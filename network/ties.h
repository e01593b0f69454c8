/// @file
/// What lies behind each tie: counts and last contacts by channel, found by the pair of persons. Read through a `Viewer` only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "network/graph.h"
#include "network/node.h"
#include "network/shared_table.h"
#include "network/tie_codec.h"
#include "schema/mapped_file.h"

namespace kennis {

/// A pair of persons in a scope: 0 for what everybody may know of, otherwise the group (its index + 1) in which it happened.
struct PairKey {
  std::uint32_t scope = 0;
  Node low = kNoPerson;
  Node high = kNoPerson;
  friend auto operator<=>(const PairKey&, const PairKey&) = default;
};

inline constexpr std::uint32_t kPublicScope = 0;

struct SpreadPair {
  [[nodiscard]] std::uint64_t operator()(const PairKey& key) const {
    return SpreadNumber{}(SpreadNumber{}(std::uint64_t{key.low} << 32U | key.high) ^ key.scope);
  }
};

/// Pairs whose counts are no longer those of the file, whole.
struct TiesOverlay {
  SharedTable<PairKey, std::shared_ptr<const std::vector<ChannelCounts>>, SpreadPair> counts;
  SharedTable<std::uint32_t, std::shared_ptr<const std::vector<PairKey>>, SpreadNumber>
      pairs;  ///< private ones, by scope
  SharedTable<PairKey, std::shared_ptr<const std::vector<TopicCount>>, SpreadPair> topics;
  SharedTable<std::uint32_t, std::shared_ptr<const std::string>, SpreadNumber> topic_names;  ///< of topics new since

  [[nodiscard]] TiesOverlay snapshot() {
    return {counts.snapshot(), pairs.snapshot(), topics.snapshot(), topic_names.snapshot()};
  }
};

/// Copies share the file. Threads: any number may read. Cost: a pair is a binary search and at most 16 pairs passed over. Memory: the file, mapped.
/// Errors: what does not fit together throws std::runtime_error when it is opened or asked for.
///
/// Layout of the file: `begins` has for each smaller node where the bytes of its public pairs begin in `public`, and one number more. They say how
/// many pairs it has; then, for the first of every further 16, its larger node and how far behind the first entry its own begins, u32 each; then
/// an entry a pair: how much larger its node is than the one before, or for the first than the smaller node, and counts and topics.
/// `public_count` says how many pairs these are. Private ones are few: `keys`, sorted, with `offsets` into the counts and topics of `private`.
/// `topic_offsets` and `topic_names` are the names of topics by number.
class Ties {
 public:
  Ties() = default;
  explicit Ties(const std::filesystem::path& path);

  /// The counts of a pair, forward from `key.low`; empty if they have no tie in that scope.
  [[nodiscard]] std::vector<ChannelCounts> counts(const PairKey& key) const;
  /// What a pair's contacts in that scope were about, the commonest first.
  [[nodiscard]] std::vector<TopicCount> topics(const PairKey& key) const;
  /// The number of a topic of the file, and how many it has. Cost: a binary search.
  [[nodiscard]] std::optional<std::uint32_t> number_of_topic(std::string_view name) const;
  [[nodiscard]] std::size_t topic_count() const { return topic_offsets_.empty() ? 0 : topic_offsets_.size() - 1; }
  /// Throws std::runtime_error for a number that no topic has.
  [[nodiscard]] std::string_view topic_name(std::uint32_t topic) const;
  /// Calls `use(low, high)` for every public pair of the file, in its order. Throws std::runtime_error if one could not be found where it is.
  /// Cost: passes over the whole file.
  void for_each_public(const std::function<void(Node low, Node high)>& use) const;
  /// Calls `use(high, counts)`, forward from low, for every public pair of the file that has this smaller node, in its order. Errors: as for_each_public.
  void for_each_public_of(Node low,
                          const std::function<void(Node high, const std::vector<ChannelCounts>& counts)>& use) const;
  /// The pairs of a private scope in the file, by low and high.
  [[nodiscard]] std::span<const PairKey> pairs(std::uint32_t scope) const;
  /// Those of a private scope that something happened between since; some are in the file too.
  [[nodiscard]] std::span<const PairKey> pairs_since(std::uint32_t scope) const;
  /// The pairs of the file that everybody but its members knows nothing of, by scope.
  [[nodiscard]] std::span<const PairKey> private_pairs() const { return keys_; }
  [[nodiscard]] Seconds origin() const { return origin_; }
  [[nodiscard]] std::size_t size() const { return public_count_ + keys_.size(); }

  /// The same ties with what happened since, which must outlive it.
  [[nodiscard]] Ties with(const TiesOverlay& overlay) const {
    Ties ties = *this;
    ties.overlay_ = &overlay;
    return ties;
  }

 private:
  /// What stands in the file from a pair's counts on; empty if it has none.
  [[nodiscard]] std::string_view bytes_of(const PairKey& key) const;
  [[nodiscard]] std::string_view private_bytes_of(const PairKey& key) const;
  /// All that stands in the file of the public pairs of a smaller node.
  [[nodiscard]] std::string_view bytes_of_node(Node low) const;

  std::shared_ptr<const ArrayFile> file_;
  std::span<const std::uint64_t> begins_;
  std::string_view public_;
  std::uint64_t public_count_ = 0;
  std::span<const PairKey> keys_;
  std::span<const std::uint64_t> offsets_;
  std::string_view private_;
  std::span<const std::uint64_t> topic_offsets_;
  std::string_view topic_names_;
  Seconds origin_ = 0;
  const TiesOverlay* overlay_ = nullptr;
};

}  // namespace kennis
