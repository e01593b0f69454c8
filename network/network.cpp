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

}  // namespace kennis
