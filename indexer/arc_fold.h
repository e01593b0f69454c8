/// @file
/// Arcs in partitions of their owners into the file of the graph: the last pass of every fold.
#pragma once

#include <cstddef>
#include <filesystem>

#include "indexer/event_store.h"
#include "indexer/node_partitions.h"
#include "network/graph_writer.h"
#include "network/ties.h"

namespace kennis {

/// Arcs of all persons, and what their lists are made with.
struct ArcsOfAll {
  PartitionedStore<OwnedArc>& arcs;  ///< by `nodes`; nothing waits in its slots any more
  const NodePartitions& nodes;
  Node node_max = kNoPerson;
  const TieModel& model;
  Seconds as_of = 0;  ///< when their strengths were reckoned for
};

/// Puts everybody's list together and writes them all. Memory: a partition a worker. Errors: as GraphWriter.
void write_graph_of(const ArcsOfAll& all, std::size_t workers, const std::filesystem::path& graph);

/// What reckons the strengths of ties anew.
struct GraphRefresh {
  std::filesystem::path folder;  ///< for what does not fit into memory
  std::size_t memory_bytes = 0;
  std::size_t workers = 1;
  Node profile_count = 0;  ///< of the node_max persons
  Node node_max = kNoPerson;
  TieModel model;
  Seconds as_of = 0;
};

/// The graph of the same ties as of another time: byte for byte the one that a fold of their events as of then would write.
/// Cost: a pass over the ties, and one over the arcs.
void refresh_graph(const Ties& ties, const GraphRefresh& options, const std::filesystem::path& graph);

}  // namespace kennis
