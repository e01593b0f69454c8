/// @file
/// Persons in partitions by their nodes, in order, so that each partition can be worked on alone and what it gives be written one after another.
#pragma once

#include <cstddef>
#include <cstdint>

#include "network/node.h"

namespace kennis {

/// Persons with a profile have one half of the partitions and those without the other, each in ranges of equal width: candidates are many, and
/// staff that is met in mail alone is few but has most of the events. Where all have one, or none has, they have all partitions.
/// Threads: any number may read.
class NodePartitions {
 public:
  /// Nodes 0 … node_max, of which those up to `profile_count` have a profile. Needs: an even number of partitions, at least two.
  NodePartitions(Node node_max, Node profile_count, std::size_t partitions);

  /// Needs: node ≤ node_max. Cost: a division.
  [[nodiscard]] std::size_t of(Node node) const { return node < second_.first ? first_.of(node) : second_.of(node); }
  /// The first node of a partition, behind the last one node_max + 1: partition p holds first_node(p) … first_node(p + 1) - 1, which may be nobody.
  [[nodiscard]] std::uint64_t first_node(std::size_t partition) const {
    return partition < second_.partition ? first_.first_node(partition) : second_.first_node(partition);
  }

 private:
  /// Some nodes in a row, in some partitions in a row.
  struct Range {
    std::uint64_t first = 0;
    std::uint64_t width = 0;
    std::size_t partition = 0;
    std::size_t partitions = 0;

    [[nodiscard]] std::size_t of(Node node) const {
      return partition + static_cast<std::size_t>((node - first) * partitions / width);
    }
    [[nodiscard]] std::uint64_t first_node(std::size_t wanted) const {
      return partitions == 0 ? first : first + ((wanted - partition) * width + partitions - 1) / partitions;
    }
  };
  Range first_;
  Range second_;  ///< of nobody, behind all, where the first has all
};

}  // namespace kennis
