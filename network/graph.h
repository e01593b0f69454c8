/// @file
/// The graph of ties on disk: every person's ties by falling strength, mapped. Read through a `Viewer` only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "network/node.h"
#include "network/shared_table.h"
#include "network/tie_model.h"
#include "schema/mapped_file.h"

namespace kennis {

/// One tie as seen from one of its two persons: 8 bytes.
struct Arc {
  Node to = kNoPerson;
  std::uint32_t packed = 0;  ///< strength · 8 + flags, so that arcs are ordered by `packed` too

  static constexpr std::uint32_t kToActed = 1;     ///< `to` has acted towards the owner at least once
  static constexpr std::uint32_t kOwnerActed = 2;  ///< the owner has acted towards `to` at least once

  static constexpr std::uint32_t kOfBoth = 4;  ///< they did something together
  static constexpr std::uint32_t kFlagBits = 3;

  [[nodiscard]] constexpr Strength units() const { return packed >> kFlagBits; }
  [[nodiscard]] constexpr double strength() const { return value_of(units()); }
  [[nodiscard]] constexpr bool to_acted() const { return (packed & kToActed) != 0; }
  /// True if the owner took part, not only received: what makes a step to `to` count in full. And the same of `to`.
  [[nodiscard]] constexpr bool owner_took_part() const { return (packed & (kOwnerActed | kOfBoth)) != 0; }
  [[nodiscard]] constexpr bool to_took_part() const { return (packed & (kToActed | kOfBoth)) != 0; }

  [[nodiscard]] static constexpr Arc make(Node to, Strength strength, std::uint32_t flags) {
    return {to, strength << kFlagBits | flags};
  }
};

/// Falling strength, then rising node: the order of everyone's arcs.
[[nodiscard]] constexpr bool stronger(const Arc& a, const Arc& b) {
  const Strength sa = a.units();
  const Strength sb = b.units();
  return sa != sb ? sa > sb : a.to < b.to;
}

/// The share of its strength that a step counts for, taken by the owner of the arc; and by the other.
[[nodiscard]] inline double share_of_step(const TieModel& model, const Arc& arc) {
  return arc.owner_took_part() ? 1 : model.unmoved;
}
[[nodiscard]] inline double share_of_step_back(const TieModel& model, const Arc& arc) {
  return arc.to_took_part() ? 1 : model.unmoved;
}

/// A tie between two persons, as the fold of a log gives it. Needs: low < high.
struct PairStrength {
  Node low = kNoPerson;
  Node high = kNoPerson;
  Strength strength = 0;
  bool low_acted = false;
  bool high_acted = false;
  bool of_both = false;  ///< they did something together

  [[nodiscard]] constexpr Arc arc_of_low() const { return Arc::make(high, strength, flags(low_acted, high_acted)); }
  [[nodiscard]] constexpr Arc arc_of_high() const { return Arc::make(low, strength, flags(high_acted, low_acted)); }

 private:
  [[nodiscard]] constexpr std::uint32_t flags(bool owner_acted, bool to_acted) const {
    return (owner_acted ? Arc::kOwnerActed : 0U) | (to_acted ? Arc::kToActed : 0U) | (of_both ? Arc::kOfBoth : 0U);
  }
};

/// The tie of `low` and `high` as `counts`, forward from low, make it.
[[nodiscard]] PairStrength pair_strength(const TieModel& model, Node low, Node high,
                                         std::span<const ChannelCounts> counts, Seconds as_of);

/// Somebody's ties by falling strength, with κ over them.
struct TieList {
  std::vector<Arc> arcs;
  double attention = 1;
};

/// The lists that are no longer those of the file, whole.
struct GraphOverlay {
  SharedTable<Node, std::shared_ptr<const TieList>, SpreadNumber> lists;

  [[nodiscard]] GraphOverlay snapshot() { return {lists.snapshot()}; }
};

/// Copies share the file. Threads: any number may read. Memory: 8 bytes a directed tie and 16 a person, mapped.
class Graph {
 public:
  Graph() = default;
  explicit Graph(const std::filesystem::path& path);

  /// Ties of `node`, strongest first; none for a node that is not in the graph.
  [[nodiscard]] std::span<const Arc> arcs(Node node) const {
    if (const TieList* list = changed(node)) return list->arcs;
    if (node + std::size_t{1} >= offsets_.size()) return {};
    return arcs_.subspan(offsets_[node], offsets_[node + 1] - offsets_[node]);
  }
  /// κ of `node` over its public ties.
  [[nodiscard]] double attention(Node node) const {
    if (const TieList* list = changed(node)) return list->attention;
    return node < attention_.size() ? attention_[node] : 1.0;
  }
  [[nodiscard]] std::size_t tie_count() const { return arcs_.size() / 2; }
  /// As of when its strengths are reckoned.
  [[nodiscard]] Seconds as_of() const { return as_of_; }
  /// The last node it was written for.
  [[nodiscard]] Node node_max() const {
    return offsets_.size() < 2 ? kNoPerson : static_cast<Node>(offsets_.size() - 2);
  }

  /// The same graph with what happened since, which must outlive it.
  [[nodiscard]] Graph with(const GraphOverlay& overlay) const {
    Graph graph = *this;
    graph.overlay_ = &overlay;
    return graph;
  }

 private:
  [[nodiscard]] const TieList* changed(Node node) const {
    if (overlay_ == nullptr) return nullptr;
    const auto* found = overlay_->lists.find(node);
    return found != nullptr ? found->get() : nullptr;
  }

  std::shared_ptr<const ArrayFile> file_;
  std::span<const std::uint64_t> offsets_;
  std::span<const Arc> arcs_;
  std::span<const double> attention_;
  Seconds as_of_ = 0;
  const GraphOverlay* overlay_ = nullptr;
};

}  // namespace kennis
