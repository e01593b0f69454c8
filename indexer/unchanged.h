/// @file
/// Whether a run would make again what is in force.
#pragma once

#include <optional>
#include <string>

#include "indexer/index_run.h"
#include "indexer/input_files.h"
#include "journal/tombstones.h"
#include "schema/manifest.h"

namespace kennis {

/// What the answers of a generation depend on besides its input, as text. Whatever is added to IndexOptions and changes them belongs in it.
[[nodiscard]] std::string text_of_options(const IndexOptions& options);

/// Whether a line or an event was left out because it lay in the future: another day it counts.
[[nodiscard]] bool left_out_the_future(const RecordCounts& counts);

struct WantedRun {
  const IndexOptions& options;
  const InputFiles& input;
  const Tombstones& tombstones;
  std::size_t workers = 1;
};

/// The generation in force, if it is whole, of this program's format, these options and tombstones, of input with the same content, and has
/// all of the journal that counts. Never if it left out a line or an event because it lay in the future: another day it counts.
/// Cost: reads the input once, as many files at once as there are workers; sizes are compared first. Of the generation only sizes.
[[nodiscard]] std::optional<Manifest> generation_of_same(const WantedRun& run);

}  // namespace kennis
