/// @file
/// What lies behind each tie: counts and last contacts by channel, found by the pair of persons. Read through a `Viewer` only.
#pragma once

#include <cstdint>
#include <filesystem>
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

/// Collects the counts of pairs and writes them. Needs: keys added in rising order.
class TiesWriter {
 public:
  explicit TiesWriter(Seconds origin) : origin_(origin) {}
  void add(const PairKey& key, const std::vector<ChannelCounts>& counts, const std::vector<TopicCount>& topics = {});
  /// Makes room for what these collected, so that appending them never holds anything twice.
  void reserve(std::span<const TiesWriter> parts);
  /// Appends what another writer collected, whose keys are all larger.
  void append(const TiesWriter& later);
  /// `topic_names` by number. Errors: as ArrayFileWriter.
  void write(const std::filesystem::path& path, const std::vector<std::string>& topic_names = {}) const;
  [[nodiscard]] std::size_t size() const { return keys_.size(); }

 private:
  Seconds origin_;
  std::vector<PairKey> keys_;
  std::vector<std::uint64_t> offsets_;
  std::string bytes_;
};

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

/// Copies share the file. Threads: any number may read. Cost: a binary search a pair. Memory: 20 bytes and the encoded counts a tie, mapped.
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
  /// The pairs of a scope in the file, by low and high.
  [[nodiscard]] std::span<const PairKey> pairs(std::uint32_t scope) const;
  /// Those of a private scope that something happened between since; some are in the file too.
  [[nodiscard]] std::span<const PairKey> pairs_since(std::uint32_t scope) const;
  /// The pairs of the file that everybody but its members knows nothing of, by scope.
  [[nodiscard]] std::span<const PairKey> private_pairs() const;
  [[nodiscard]] Seconds origin() const { return origin_; }
  [[nodiscard]] std::size_t size() const { return keys_.size(); }

  /// The same ties with what happened since, which must outlive it.
  [[nodiscard]] Ties with(const TiesOverlay& overlay) const {
    Ties ties = *this;
    ties.overlay_ = &overlay;
    return ties;
  }

 private:
  /// What stands in the file from a pair's counts on; empty if it has none.
  [[nodiscard]] std::string_view bytes_of(const PairKey& key) const;

  std::shared_ptr<const ArrayFile> file_;
  std::span<const PairKey> keys_;
  std::span<const std::uint64_t> offsets_;
  std::string_view bytes_;
  std::span<const std::uint64_t> topic_offsets_;
  std::string_view topic_names_;
  Seconds origin_ = 0;
  const TiesOverlay* overlay_ = nullptr;
};

}  // namespace kennis
