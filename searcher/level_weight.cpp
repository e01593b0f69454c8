/// @file
#include "searcher/level_weight.h"

#include <algorithm>

namespace kennis {
namespace {

/// Beyond this evidence a level is computed: few documents have it, and the table stays in the nearest cache.
constexpr std::uint32_t kTabled = 128;

}  // namespace

LevelTable::LevelTable(const MatchPlan& plan, double factor) {
  rows.reserve(plan.terms.size());
  for (const PlannedTerm& term : plan.terms) {
    Row row{term, factor, {}};
    const std::uint32_t count = std::min(term.evidence_max + 1, kTabled);
    row.parts.reserve(count);
    for (std::uint32_t wdf = 0; wdf < count; ++wdf) row.parts.push_back(on_grid(factor * term.part(wdf)));
    rows.push_back(std::move(row));
  }
}

LevelWeight::LevelWeight(std::shared_ptr<const LevelTable> table) : table_(std::move(table)) {
  need_stat(WDF);
  need_stat(WQF);
}

LevelWeight* LevelWeight::clone() const { return new LevelWeight(table_); }  // Xapian owns it

void LevelWeight::init(double factor) {
  const std::size_t index = get_wqf();
  row_ = factor > 0 && index > 0 && index <= table_->rows.size() ? &table_->rows[index - 1] : nullptr;
}

double LevelWeight::get_sumpart(Xapian::termcount wdf, Xapian::termcount, Xapian::termcount) const {
  return row_ == nullptr ? 0 : row_->at(wdf);
}

double LevelWeight::get_maxpart() const { return row_ == nullptr ? 0 : row_->at(row_->term.evidence_max); }
double LevelWeight::get_sumextra(Xapian::termcount, Xapian::termcount) const { return 0; }
double LevelWeight::get_maxextra() const { return 0; }

}  // namespace kennis
