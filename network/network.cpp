/// @file
#include "network/network.h"

#include <stdexcept>

#include "network/tie_constants.h"
#include "schema/fields.h"

namespace kennis {
namespace {

/// A network without a file of constants was made with ours.
TieModel model_of(const std::filesystem::path& path) {
  if (!std::filesystem::exists(path)) return default_tie_model();
  Result<TieModel> model = read_tie_model(path);
  if (!model) throw std::runtime_error(model.error().message);
  return model.value();
}

/// Nor are contexts wanted where nobody says where they were.
Contexts contexts_of(const std::filesystem::path& path) {
  return std::filesystem::exists(path) ? Contexts(path) : Contexts();
}

}  // namespace

Network::Network(const std::filesystem::path& generation)
    : model_(model_of(generation / file::kConstants)),
      people_(generation / file::kPeople, generation / file::kIdentifiers),
      graph_(generation / file::kGraph),
      ties_(generation / file::kTies),
      rosters_(generation / file::kRosters),
      contexts_(contexts_of(generation / file::kContexts)) {
  if (graph_.node_max() != people_.node_max() || rosters_.person_max() > people_.node_max() ||
      contexts_.person_max() > people_.node_max()) {
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
  network.contexts_ = contexts_.with(overlay->contexts);
  network.overlay_ = std::move(overlay);
  return network;
}

}  // namespace kennis
