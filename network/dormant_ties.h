/// @file
/// Dormant ties: whom a searcher knew well and has not been in touch with since.
#pragma once

#include <vector>

#include "network/viewer.h"

namespace kennis {

struct DormantTie {
  Node person = kNoPerson;
  double strength = 0;  ///< now
  double awake = 0;     ///< what it would be had the last contact on every channel been just now
};

/// A tie is strong if it would be at least this strong without silence, and fading once no more than this share of that evidence is left: of
/// evidence, since strengths near 1 move little. Source: our choice; the first is about three answered mails, the second seven half-lives.
inline constexpr double kStrongTieMin = 0.99;
inline constexpr double kFadedShareMax = 0.125;

/// The strong ties of the viewer's searcher that are fading, by what was lost (awake − strength), then node.
/// Only persons whom the viewer may see; also those with whom too little is left to be in direct contact.
/// Cost: a look-up for each of the searcher's ties.
[[nodiscard]] std::vector<DormantTie> find_dormant_ties(const Viewer& viewer);

}  // namespace kennis
