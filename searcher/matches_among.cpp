/// @file
#include "searcher/matches_among.h"

#include "searcher/matcher.h"

namespace kennis {
namespace {

constexpr Node window_of(Node node) { return (node - 1) / kWindow * kWindow + 1; }

}  // namespace

std::vector<FittingPerson> find_matches_among(const Xapian::Database& database, const ProfileWords& words,
                                              const MatchPlan& plan, const std::vector<Node>& nodes) {
  std::vector<FittingPerson> found;
  Matcher matcher(database, words, plan);
  for (auto node = nodes.begin(); node != nodes.end();) {
    const Node begin = window_of(*node);
    DocumentSet within;
    for (; node != nodes.end() && *node - begin < kWindow; ++node) within.add(*node - begin);
    matcher.match(begin, within).for_each([&](std::uint32_t place) {
      if (matcher.is_sure() || matcher.meets(place)) found.push_back({begin + place, matcher.fit(place)});
      return true;
    });
  }
  return found;
}

std::uint64_t count_matches(const Xapian::Database& database, const ProfileWords& words, const MatchPlan& plan) {
  std::uint64_t count = 0;
  Matcher matcher(database, words, plan);
  const Node last = database.get_lastdocid();
  for (Node begin = 1; begin <= last; begin += kWindow) {
    const DocumentSet matches = matcher.match(begin, DocumentSet::everything());
    if (matcher.is_sure()) {
      count += matches.count();
      continue;
    }
    matches.for_each([&](std::uint32_t place) {
      if (matcher.meets(place)) ++count;
      return true;
    });
  }
  return count;
}

}  // namespace kennis
