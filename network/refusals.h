/// @file
/// Who does not want to be asked for introductions, by whom. Small; read through a `Viewer` only.
#pragma once

#include <memory>
#include <vector>

#include "network/node.h"
#include "network/shared_table.h"

namespace kennis {

/// Persons who said "never ask me". Whoever refuses a searcher carries that searcher nowhere: for the searcher it is as if the ties of that
/// person with others were not there, while the searcher's own direct tie stays.
struct RefusalsOverlay {
  using Nodes = std::shared_ptr<const std::vector<Node>>;
  SharedTable<Node, Nodes, SpreadNumber> refusing;  ///< by searcher; under kNoPerson those who refuse everybody

  [[nodiscard]] RefusalsOverlay snapshot() { return {refusing.snapshot()}; }
};

}  // namespace kennis
