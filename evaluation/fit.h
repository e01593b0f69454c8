/// @file
/// Finds constants of ties for a log: searched on its first part, judged on the part that the search has not seen.
#pragma once

#include <cstdint>
#include <functional>

#include "evaluation/evaluation.h"
#include "schema/result.h"

namespace kennis {

struct FitReport {
  TieModel model;           ///< what was found; the defaults if nothing was better
  EvaluationReport before;  ///< on the unseen part, with the defaults
  EvaluationReport after;   ///< likewise, with `model`
  std::uint64_t tried = 0;  ///< sets of constants
  /// Nothing was better: `model` is the defaults.
  [[nodiscard]] bool kept() const { return model == default_tie_model(); }
};

/// Told after each set of constants: how many were tried, and the gain of the best so far on the cuts searched, as a share of what the
/// defaults reach. May be empty.
using FitListener = std::function<void(std::uint64_t tried, double gain)>;

/// Coordinate by coordinate: all weights, all half-lives, both against each other, attention and its power, ρ, δ, φ, and of every channel with a twentieth of the events its weight and
/// half-life; each larger and smaller by steps that grow finer. The measures are MRR and NDCG@10 of known and new contacts, at three
/// cuts of the first part, each asked on what came before and judged by what came after. A gain below kGainMin, or below one standard error of it over the persons
/// asked, is taken for chance. Of the sets that were better one after another the one is taken that gains most at a fourth cut, which comes after those and which
/// the search has not seen: the defaults, unless one gains more than one and a half standard errors there too and loses neither at known nor at new contacts.
/// Errors: kInvalidRequest if the log is too short to be cut so. Cost: some sixty to a hundred and twenty evaluations of reach at each cut. Threads: one a cut.
[[nodiscard]] Result<FitReport> fit(const EventLog& log, const FitListener& listener = {});
inline constexpr double kGainMin = 0.002;

}  // namespace kennis
