/// @file
#include "network/invariants.h"

#include <algorithm>
#include <bit>
#include <exception>
#include <utility>

#include <fmt/format.h>

#include "network/network.h"
#include "schema/fields.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFaultsShown = 3;  ///< of a kind

/// Faults, the first few of each kind and how many more.
class Faults {
 public:
  void begin(std::string kind) {
    end();
    kind_ = std::move(kind);
  }
  void add(const std::string& where) {
    if (++count_ <= kFaultsShown) faults_.push_back(fmt::format("{}: {}", kind_, where));
  }
  [[nodiscard]] std::vector<std::string> take() {
    end();
    return std::move(faults_);
  }

 private:
  void end() {
    if (count_ > kFaultsShown) faults_.push_back(fmt::format("{}: and {} more", kind_, count_ - kFaultsShown));
    count_ = 0;
  }

  std::string kind_;
  std::size_t count_ = 0;
  std::vector<std::string> faults_;
};

void check_people(const People& people, Faults& faults) {
  faults.begin("profiles are not in the order of their ids");
  for (Node node = 2; node <= people.profile_count(); ++node) {
    if (!(people.id(node - 1) < people.id(node))) faults.add(fmt::format("node {}", node));
  }
  faults.begin("a person is not found by the id");
  for (Node node = 1; node <= people.node_max(); ++node) {
    if (people.find(people.id(node)) != node) faults.add(fmt::format("{} (node {})", people.id(node), node));
  }
}

/// One number for an arc and its counterpart, and another for every other pair (but by a chance of 2^-64).
std::uint64_t digest(Node owner, const Arc& arc) {
  const bool swapped = owner > arc.to;
  const std::uint64_t low = std::min(owner, arc.to);
  const std::uint64_t high = std::max(owner, arc.to);
  const bool owner_acted = (arc.packed & Arc::kOwnerActed) != 0;
  const std::uint32_t of_both = arc.packed & Arc::kOfBoth;
  const std::uint32_t acted = (swapped ? arc.to_acted() : owner_acted) ? 2U : 0U;
  const std::uint32_t other_acted = (swapped ? owner_acted : arc.to_acted()) ? 1U : 0U;
  std::uint64_t hash = (low << 32U | high) * 0x9E3779B97F4A7C15U;
  hash ^=
      std::rotl(hash, 29) + (std::uint64_t{arc.units()} << 3U | of_both | acted | other_acted) * 0xD6E8FEB86659FD93U;
  hash ^= hash >> 32U;
  hash *= 0xD6E8FEB86659FD93U;
  return hash ^ hash >> 29U;
}

/// Every arc of `owner` by itself; the sum of the digests tells whether all have their counterparts.
void check_arcs(const Graph& graph, Faults& faults) {
  const Node node_max = graph.node_max();
  std::vector<Node> seen(std::size_t{node_max} + 1, kNoPerson);  // by whom each node was last named
  std::uint64_t unmatched = 0;
  faults.begin("an arc is wrong");
  for (Node owner = 1; owner <= node_max; ++owner) {
    const auto arcs = graph.arcs(owner);
    if (!std::is_sorted(arcs.begin(), arcs.end(), stronger))
      faults.add(fmt::format("those of {} are in no order", owner));
    for (const Arc& arc : arcs) {
      if (arc.to == kNoPerson || arc.to > node_max || arc.to == owner) {
        faults.add(fmt::format("from {} to {}", owner, arc.to));
        continue;
      }
      if (std::exchange(seen[arc.to], owner) == owner) faults.add(fmt::format("from {} to {} twice", owner, arc.to));
      unmatched += owner < arc.to ? digest(owner, arc) : -digest(owner, arc);
    }
  }
  faults.begin("an arc lacks its counterpart");
  if (unmatched != 0) faults.add("network/graph.bin");
}

/// The ties of the graph by smaller and larger node.
class SortedTies {
 public:
  explicit SortedTies(const Graph& graph) : graph_(graph) { fill(); }
  /// Needs: not at_end().
  [[nodiscard]] PairKey current() const { return {kPublicScope, low_, others_[at_]}; }
  [[nodiscard]] bool at_end() const { return at_ == others_.size(); }
  void next() {
    ++at_;
    fill();
  }

 private:
  /// Goes on to the next node that has any.
  void fill() {
    while (at_ == others_.size() && low_ < graph_.node_max()) {
      others_.clear();
      at_ = 0;
      ++low_;
      for (const Arc& arc : graph_.arcs(low_)) {
        if (arc.to > low_) others_.push_back(arc.to);
      }
      std::sort(others_.begin(), others_.end());
    }
  }

  const Graph& graph_;
  Node low_ = kNoPerson;
  std::vector<Node> others_;
  std::size_t at_ = 0;
};

void check_order(const Graph& graph, const Ties& ties, std::size_t groups, Faults& faults) {
  faults.begin("counts are not in the order of their pairs");
  std::size_t pairs_total = 0;
  PairKey before;
  const auto check = [&](const PairKey& pair) {
    ++pairs_total;
    const bool is_pair = pair.low != kNoPerson && pair.low < pair.high && pair.high <= graph.node_max();
    const bool in_order = before < pair;
    if (!in_order || !is_pair) faults.add(fmt::format("{} and {} in scope {}", pair.low, pair.high, pair.scope));
    before = pair;
  };
  ties.for_each_public([&](Node low, Node high) { check({kPublicScope, low, high}); });
  for (std::uint32_t scope = 1; scope <= groups; ++scope) {
    for (const PairKey& pair : ties.pairs(scope)) check(pair);
  }
  if (pairs_total != ties.size()) faults.add(fmt::format("{} of {} are found", pairs_total, ties.size()));
}

/// Behind every tie of the graph stand the counts of its pair.
void check_counts(const Graph& graph, const Ties& ties, Faults& faults) {
  faults.begin("a tie has no counts");
  SortedTies wanted(graph);
  const auto miss = [&] {
    faults.add(fmt::format("{} and {}", wanted.current().low, wanted.current().high));
    wanted.next();
  };
  ties.for_each_public([&](Node low, Node high) {
    const PairKey pair{kPublicScope, low, high};
    while (!wanted.at_end() && wanted.current() < pair) miss();
    while (!wanted.at_end() && wanted.current() == pair) wanted.next();
  });
  while (!wanted.at_end()) miss();
}

}  // namespace

std::vector<std::string> faults_of_network(const fs::path& generation) {
  Faults faults;
  try {
    const Network opened(generation);  // its parts fit together
    const People people(generation / file::kPeople, generation / file::kIdentifiers);
    const Graph graph(generation / file::kGraph);
    check_people(people, faults);
    check_arcs(graph, faults);
    const Ties ties(generation / file::kTies);
    check_order(graph, ties, Rosters(generation / file::kRosters).group_count(), faults);
    check_counts(graph, ties, faults);
  } catch (const std::exception& error) {
    faults.begin("the network cannot be opened");
    faults.add(error.what());
  }
  return faults.take();
}

}  // namespace kennis
