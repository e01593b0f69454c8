/// @file
/// What one document has of something that was asked for, with the terms that it was found by: what an explanation says.
#pragma once

#include <cstdint>
#include <string>

#include "searcher/evidence.h"
#include "searcher/match_plan.h"

namespace kennis {

struct UnitMatch {
  bool matched = false;
  bool other_form = false;     ///< some word of it is written in none but other forms than the one that was asked for
  bool one_word = false;       ///< one word of a name of several was enough (relation::kOneWord)
  double fit = 0;              ///< importance · level, the same number that the match was ranked by, bit for bit
  std::uint32_t evidence = 0;  ///< of the best term; of a phrase, of its weakest word
  std::string
      terms;  ///< which those are, with spaces between; without a match the broader skill that counts, if one does
};

/// Threads: as the document. Cost: a few microseconds a term.
[[nodiscard]] UnitMatch match_unit(const Unit& unit, const Evidence& document);

}  // namespace kennis
