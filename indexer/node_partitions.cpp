/// @file
#include "indexer/node_partitions.h"

namespace kennis {

NodePartitions::NodePartitions(Node node_max, Node profile_count, std::size_t partitions) {
  const std::uint64_t nodes = std::uint64_t{node_max} + 1;
  const bool is_mixed = profile_count > 0 && profile_count < node_max;
  const std::uint64_t width = is_mixed ? std::uint64_t{profile_count} + 1 : nodes;
  const std::size_t half = is_mixed ? partitions / 2 : partitions;
  first_ = {0, width, 0, half};
  second_ = {width, nodes - width, half, partitions - half};
}

}  // namespace kennis
