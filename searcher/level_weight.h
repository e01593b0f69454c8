/// @file
/// Fit as a Xapian weight: importance · level of a term's evidence, without document length.
#pragma once

#include <memory>
#include <vector>

#include <xapian.h>

#include "searcher/match_plan.h"

namespace kennis {

/// What every wdf of every term of a plan is worth, looked up instead of computed: a logarithm a posting is half of a match's time.
struct LevelTable {
  struct Row {
    PlannedTerm term;
    double factor = 1;
    std::vector<double> parts;  ///< by wdf
    [[nodiscard]] double at(Xapian::termcount wdf) const {
      return wdf < parts.size() ? parts[wdf] : on_grid(factor * term.part(wdf));
    }
  };
  std::vector<Row> rows;

  /// `factor` scales every part: 1 for the fit, 1 − λ for the score.
  LevelTable(const MatchPlan& plan, double factor);
};

/// Sums to the fit (or a scaled fit) exactly: every part is on the grid.
/// Needs: a term's query frequency is its row + 1 (as plan_match makes it). Source: spec sections 4 and 8.
class LevelWeight : public Xapian::Weight {
 public:
  explicit LevelWeight(std::shared_ptr<const LevelTable> table);

  [[nodiscard]] double get_sumpart(Xapian::termcount wdf, Xapian::termcount length,
                                   Xapian::termcount unique) const override;
  [[nodiscard]] double get_maxpart() const override;
  [[nodiscard]] double get_sumextra(Xapian::termcount length, Xapian::termcount unique) const override;
  [[nodiscard]] double get_maxextra() const override;
  [[nodiscard]] std::string name() const override { return "kennis::LevelWeight"; }

 private:
  [[nodiscard]] LevelWeight* clone() const override;
  void init(double factor) override;

  std::shared_ptr<const LevelTable> table_;
  const LevelTable::Row* row_ = nullptr;  ///< none: the term weighs nothing
};

}  // namespace kennis
