/// @file
/// The network of one generation, opened. Its ties are read through a `Viewer`, never directly.
#pragma once

#include <filesystem>

#include "network/graph.h"
#include "network/people.h"
#include "network/rosters.h"
#include "network/ties.h"

namespace kennis {

/// Threads: any number may read. Cost to open: mapping five files and a pass over offsets and stays.
class Network {
 public:
  /// Opens the network of the generation in folder `generation`. Throws with the path if a file is missing or damaged, or
  /// if they are not of one generation. That their bytes are the ones written is for checksums to say.
  explicit Network(const std::filesystem::path& generation);

  [[nodiscard]] const People& people() const { return people_; }
  /// The time from which silence is measured.
  [[nodiscard]] Seconds as_of() const { return ties_.origin(); }
  /// The constants that its ties were reckoned with.
  [[nodiscard]] const TieModel& tie_model() const { return model_; }
  [[nodiscard]] std::size_t public_tie_count() const { return graph_.tie_count(); }

 private:
  friend class Viewer;  // who asks decides what may be read
  TieModel model_;
  People people_;
  Graph graph_;
  Ties ties_;
  Rosters rosters_;
};

}  // namespace kennis
