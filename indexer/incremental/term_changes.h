/// @file
/// The documents that have changed, and the statistics of terms after that.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "journal/live_network.h"
#include "network/node.h"
#include "schema/columns.h"
#include "schema/document.h"

namespace kennis {

struct DocumentsChanged {
  const LiveNetwork& before;        ///< as the whole build has it
  const LiveNetwork& after;         ///< with everything that has changed
  const std::vector<Node>& nodes;   ///< whose documents have changed, rising
  Node document_count = 0;          ///< of the whole build: these are in its database
  DocumentContext context;          ///< what documents are made with
  const Columns& columns;           ///< of the whole build
  std::filesystem::path database;   ///< of the whole build
  std::filesystem::path old_terms;  ///< its statistics
};

/// Writes to a generation's folder the documents as they are now (file::kMadeDocuments) and the statistics that a whole build of all would have (file::kTerms), and
/// returns how many persons can be hits.
/// Cost: both documents of everybody who has changed are made; where the most evidence of a term went, its postings are passed over.
std::size_t write_changed_documents(const DocumentsChanged& changed, std::size_t workers,
                                    const std::filesystem::path& generation);

}  // namespace kennis
