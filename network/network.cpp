/// @file
#include "network/network.h"

#include <stdexcept>

#include "schema/fields.h"

namespace kennis {

Network::Network(const std::filesystem::path& generation)
    : people_(generation / file::kPeople, generation / file::kIdentifiers),
      graph_(generation / file::kGraph),
      ties_(generation / file::kTies),
      rosters_(generation / file::kRosters) {
  if (graph_.node_max() != people_.node_max() || rosters_.person_max() > people_.node_max()) {
    throw std::runtime_error(generation.string() +
                             ": its files are of different generations: run `kennis index` again");
  }
}

Network Network::with(std::shared_ptr<const NetworkOverlay> overlay) const {
  Network network = *this;
  network.people_ = people_.with(overlay->people);
  network.graph_ = graph_.with(overlay->graph);
  network.ties_ = ties_.with(overlay->ties);
  network.rosters_ = rosters_.with(overlay->rosters);
  network.overlay_ = std::move(overlay);
  return network;
}

}  // namespace kennis
