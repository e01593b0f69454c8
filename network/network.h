/// @file
/// The network of one generation, opened. Its ties are read through a `Viewer`, never directly.
#pragma once

#include <filesystem>
#include <memory>

#include "network/contexts.h"
#include "network/graph.h"
#include "network/people.h"
#include "network/refusals.h"
#include "network/rosters.h"
#include "network/ties.h"

namespace kennis {

/// What happened since a generation was built, as it changes each part of its network.
struct NetworkOverlay {
  PeopleOverlay people;
  GraphOverlay graph;
  TiesOverlay ties;
  RostersOverlay rosters;
  RefusalsOverlay refusals;
  ContextsOverlay contexts;
};

/// Copies share the files. Threads: any number may read. Cost to open: mapping six files and a pass over offsets and stays.
class Network {
 public:
  /// Opens the network of the generation in folder `generation`. Throws with the path if a file is missing or damaged, or
  /// if they are not of one generation. That their bytes are the ones written is for checksums to say.
  explicit Network(const std::filesystem::path& generation);

  /// The same network with what happened since.
  [[nodiscard]] Network with(std::shared_ptr<const NetworkOverlay> overlay) const;

  [[nodiscard]] const People& people() const { return people_; }
  /// The time from which silence is measured.
  [[nodiscard]] Seconds as_of() const { return graph_.as_of(); }
  /// The constants that its ties were reckoned with.
  [[nodiscard]] const TieModel& tie_model() const { return model_; }
  [[nodiscard]] std::size_t public_tie_count() const { return graph_.tie_count(); }

 private:
  friend class Viewer;       // who asks decides what may be read
  friend class LiveNetwork;  // says what happened since
  TieModel model_;
  People people_;
  Graph graph_;
  Ties ties_;
  Rosters rosters_;
  Contexts contexts_;
  std::shared_ptr<const NetworkOverlay> overlay_;  ///< may be empty
};

}  // namespace kennis
