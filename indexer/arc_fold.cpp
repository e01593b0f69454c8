/// @file
#include "indexer/arc_fold.h"

#include <memory>
#include <vector>

#include "indexer/scan.h"
#include "indexer/tie_fold.h"

namespace kennis {

void write_graph_of(const ArcsOfAll& all, std::size_t workers, const std::filesystem::path& graph) {
  struct Made : BlockResult {
    TieLists lists;
  };
  GraphWriter writer(graph, all.node_max, all.as_of);
  for_each_in_order(
      all.arcs.partition_count(), workers,
      [&](std::size_t partition, std::size_t) -> std::unique_ptr<BlockResult> {
        auto made = std::make_unique<Made>();
        made->lists = lists_of(static_cast<Node>(all.nodes.first_node(partition)), all.nodes.first_node(partition + 1),
                               all.arcs.load(partition), all.model);
        return made;
      },
      [&](BlockResult& made) { writer.append(static_cast<const Made&>(made).lists); });
  writer.finish();
}

void refresh_graph(const Ties& ties, const GraphRefresh& options, const std::filesystem::path& graph) {
  MemoryBudget budget{options.memory_bytes};
  const NodePartitions nodes(options.node_max, options.profile_count, EventFold::kPartitions);
  PartitionedStore<OwnedArc> arcs(options.folder, EventFold::kPartitions, options.workers, budget);
  for_each_parallel(EventFold::kPartitions, options.workers, [&](std::size_t partition, std::size_t slot) {
    std::vector<ChannelCounts> counts;
    for (std::uint64_t low = nodes.first_node(partition); low < nodes.first_node(partition + 1); ++low) {
      ties.for_each_public_of(static_cast<Node>(low), [&](Node high, const std::vector<ChannelCounts>& between) {
        const PairStrength pair = pair_strength(options.model, static_cast<Node>(low), high, between, options.as_of);
        arcs.add(slot, partition, arc_of_low(pair));
        arcs.add(slot, nodes.of(high), arc_of_high(pair));
      });
    }
  });
  arcs.flush();
  write_graph_of({arcs, nodes, options.node_max, options.model, options.as_of}, options.workers, graph);
}

}  // namespace kennis
