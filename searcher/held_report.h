/// @file
/// Everything that is held about one person, for that person.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "journal/entry.h"
#include "network/viewer.h"
#include "schema/result.h"
#include "searcher/answer.h"
#include "searcher/searcher.h"

namespace kennis {

struct HeldAnswer {
  std::string id;
  std::string profile;  ///< the record as it was given; empty: there is none
  Days since = 0;       ///< from which day on the profile is held
  std::vector<ShownTie> ties;
  std::vector<Viewer::OwnStay> stays;
  std::vector<JournalEntry> journal;  ///< entries that name the person, or that the person sent
  std::vector<std::string> audit;     ///< lines of the audit that name the person, as they stand
  Provenance provenance;
};

/// Errors: kUnknownPerson. Throws std::exception if journal or audit cannot be read.
/// Cost: a pass over the journal and the audit.
[[nodiscard]] Result<HeldAnswer> held_about(const Searcher& searcher, const std::string& name);

}  // namespace kennis
