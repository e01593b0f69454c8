/// @file
/// The statistics of terms after documents have changed.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "journal/live_network.h"
#include "network/node.h"
#include "schema/document.h"

namespace kennis {

struct DocumentsChanged {
  const LiveNetwork& before;        ///< as the whole build has it
  const LiveNetwork& after;         ///< with everything that has changed
  const std::vector<Node>& nodes;   ///< whose documents have changed, rising
  Node document_count = 0;          ///< of the whole build: these are in its database
  DocumentContext context;          ///< what documents are made with
  std::filesystem::path database;   ///< of the whole build
  std::filesystem::path old_terms;  ///< its statistics
};

/// Writes the statistics that a whole build of all would have, and returns how many persons can be hits.
/// Cost: both documents of everybody who has changed are made; where the most evidence of a term went, its postings are passed over.
std::size_t write_changed_statistics(const DocumentsChanged& changed, std::size_t workers,
                                     const std::filesystem::path& path);

}  // namespace kennis
