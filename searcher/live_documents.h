/// @file
/// The profiles that changed since the generation was built: which there are, and who of them matches.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "network/reach.h"
#include "network/shared_table.h"
#include "searcher/live_document.h"
#include "searcher/match_plan.h"
#include "searcher/ranking.h"

namespace kennis {

/// Person → the document in force; null for whose profile is gone. Whoever is not in it has the one of the generation, if any.
using LiveTable = SharedTable<Node, std::shared_ptr<const LiveDocument>, SpreadNumber>;

/// Posting lists over all live documents, also those that were replaced: a snapshot's table says which are in force.
/// Threads: any number, one of them adding. Memory: 8 bytes a term and document.
class LivePostings {
 public:
  using Entry = std::pair<Node, std::shared_ptr<const LiveDocument>>;
  LivePostings() = default;
  /// With all that is in `base`, now and later. Needs: it lives longer.
  explicit LivePostings(const LivePostings* base) : base_(base) {}
  void add(Node node, const std::shared_ptr<const LiveDocument>& document);
  /// The same for many, by several threads.
  void add_all(std::vector<Entry> entries);
  struct Found {
    Entry entry;
    TermsSeen terms;  ///< of those that were asked for, by their places
  };
  /// The documents that have any of the terms; with `all`, the others too.
  /// Cost: a look at every place of the terms, and at every document.
  [[nodiscard]] std::vector<Found> with_any(const std::vector<std::string_view>& terms, bool all = false) const;
  /// Terms that begin with a text, each once, in order. Cost: a look-up, and those.
  [[nodiscard]] std::vector<std::string> terms_with(std::string_view beginning) const;

 private:
  const LivePostings* base_ = nullptr;
  mutable std::shared_mutex mutex_;
  std::vector<Entry> entries_;
  /// Of a sixteenth of all terms, by their hashes.
  struct Shard {
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> places;  ///< by hash of a term, of entries
    std::set<std::string, std::less<>> terms;                              ///< of all
    void add(std::string_view term, std::uint64_t hash, std::uint32_t place);
  };
  static constexpr unsigned kShardBits = 4;
  [[nodiscard]] static std::size_t shard_of(std::uint64_t hash) { return hash >> (64U - kShardBits); }
  std::array<Shard, 1U << kShardBits> shards_;
};

/// A snapshot of the live documents as something to match; without a table there are none.
struct LiveSegment {
  const LiveTable* table = nullptr;
  const LivePostings* postings = nullptr;
  const People* people = nullptr;  ///< of the same snapshot
};

/// Everybody of the segment who meets the plan, with fit and reach. The numbers are those of the same document in the generation.
/// Cost: a look-up a word, and a microsecond or two for each document that has one of them.
[[nodiscard]] std::vector<Candidate> match_live(const LiveSegment& segment, const MatchPlan& plan,
                                                const ReachMap& reach);

}  // namespace kennis
