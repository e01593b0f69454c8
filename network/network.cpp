/// @file
#include "network/network.h"

#include "schema/fields.h"

namespace kennis {

Network::Network(const std::filesystem::path& generation)
    : people_(generation / file::kPeople, generation / file::kIdentifiers),
      graph_(generation / file::kGraph),
      ties_(generation / file::kTies),
      rosters_(generation / file::kRosters) {}

}  // namespace kennis
