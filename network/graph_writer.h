/// @file
/// Writes the file of the graph: lists of consecutive persons, which may be made side by side, one after another.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "network/graph.h"
#include "network/node.h"
#include "network/tie_model.h"
#include "schema/mapped_file.h"

namespace kennis {

/// A tie with the person in whose list it belongs: 12 bytes.
struct OwnedArc {
  Node owner = kNoPerson;
  Arc arc;
};

/// The two arcs of a pair: that of `low` and that of `high`.
[[nodiscard]] inline OwnedArc arc_of_low(const PairStrength& pair) { return {pair.low, pair.arc_of_low()}; }
[[nodiscard]] inline OwnedArc arc_of_high(const PairStrength& pair) { return {pair.high, pair.arc_of_high()}; }

/// The lists of consecutive persons.
struct TieLists {
  std::vector<std::uint64_t> ends;  ///< where the list of each person ends among `arcs`
  std::vector<Arc> arcs;            ///< of each by falling strength
  std::vector<double> attention;    ///< κ over them
};

/// The lists of persons begin … end - 1; `model` says how attention falls. Needs: every arc is of one of them; their order does not matter.
/// Cost: O(n log of the longest list). Memory: what it gives, 8 bytes a tie and 16 a person.
[[nodiscard]] TieLists lists_of(Node begin, std::size_t end, std::span<const OwnedArc> arcs, const TieModel& model);

/// Memory: 16 bytes a person. Errors: as ArrayFileStream.
class GraphWriter {
 public:
  /// Of persons 1…node_max, whose strengths are as of `as_of`; index 0 belongs to nobody.
  GraphWriter(const std::filesystem::path& path, Node node_max, Seconds as_of = 0);
  /// Needs: lists of the persons that follow those before, from 0 on.
  void append(const TieLists& lists);
  /// Needs: the lists of all were appended.
  void finish();

 private:
  ArrayFileStream stream_;
  Seconds as_of_;
  std::vector<std::uint64_t> offsets_ = {0};
  std::vector<double> attention_;
};

/// The graph of these pairs, made at once. The order of the pairs does not matter.
/// Memory: 20 bytes a directed tie and 32 a person beside the pairs.
void write_graph(const std::filesystem::path& path, const std::vector<PairStrength>& pairs, Node node_max,
                 const TieModel& model = default_tie_model(), Seconds as_of = 0);

}  // namespace kennis
