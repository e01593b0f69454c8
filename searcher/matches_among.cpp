/// @file
#include "searcher/matches_among.h"

#include <algorithm>

#include "searcher/indexed_evidence.h"
#include "searcher/level_weight.h"
#include "searcher/reach_source.h"

namespace kennis {
namespace {

double fit_by_hand(const Xapian::Database& database, const MatchPlan& plan, Node node) {
  IndexedEvidence document(database, node);
  double fit = 0;
  for (const Unit& unit : plan.units) fit += evaluate_unit(unit, document).fit;
  return fit;
}

}  // namespace

std::vector<FittingPerson> find_matches_among(const Xapian::Database& database, const MatchPlan& plan,
                                              const std::vector<Node>& nodes) {
  std::vector<FittingPerson> found;
  if (nodes.empty()) return found;
  const ReachMap among{nodes, std::vector<double>(nodes.size(), 0), std::vector<std::uint8_t>(nodes.size(), 1)};
  ReachSource source(std::make_shared<ReachPostings>(among, static_cast<Node>(database.get_lastdocid()), 0));
  Xapian::Enquire enquire(database);
  enquire.set_query({Xapian::Query::OP_AND, plan.xapian_query, Xapian::Query(&source)});
  enquire.set_weighting_scheme(LevelWeight(std::make_shared<LevelTable>(plan, 1)));
  // All of them are asked for, so that nothing is pruned.
  const Xapian::MSet set = enquire.get_mset(0, static_cast<Xapian::doccount>(nodes.size()));
  found.reserve(set.size());
  for (auto hit = set.begin(); hit != set.end(); ++hit) {
    const Node node = *hit;
    found.push_back({node, plan.credits_phrases_wrongly ? fit_by_hand(database, plan, node) : hit.get_weight()});
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.node < b.node; });
  return found;
}

std::uint64_t count_matches(const Xapian::Database& database, const MatchPlan& plan) {
  Xapian::Enquire enquire(database);
  enquire.set_query(plan.xapian_query);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  return enquire.get_mset(0, 0, database.get_doccount()).get_matches_estimated();
}

}  // namespace kennis
