/// @file
#include "searcher/matches_among.h"

#include <algorithm>

#include "searcher/matcher.h"

namespace kennis {
namespace {

constexpr Node window_of(Node node) { return (node - 1) / kWindow * kWindow + 1; }

/// Windows of everything that is in force in the database. Needs: rising windows.
class InForce {
 public:
  explicit InForce(std::span<const Node> masked) : masked_(masked) {}

  [[nodiscard]] DocumentSet of(Node begin, DocumentSet within) {
    while (at_ < masked_.size() && masked_[at_] < begin) ++at_;
    for (; at_ < masked_.size() && masked_[at_] - begin < kWindow; ++at_) within.remove(masked_[at_] - begin);
    return within;
  }

 private:
  std::span<const Node> masked_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<FittingPerson> find_matches_among(const AllDocuments& documents, const MatchPlan& plan,
                                              const std::vector<Node>& nodes) {
  std::vector<FittingPerson> found;
  Matcher matcher(documents.database, documents.words, plan);
  InForce in_force(documents.masked);
  const Node last = documents.database.get_lastdocid();
  for (auto node = nodes.begin(); node != nodes.end() && *node <= last;) {
    const Node begin = window_of(*node);
    DocumentSet within;
    for (; node != nodes.end() && *node - begin < kWindow; ++node) within.add(*node - begin);
    matcher.match(begin, in_force.of(begin, within)).for_each([&](std::uint32_t place) {
      if (matcher.is_sure() || matcher.meets(place)) found.push_back({begin + place, matcher.fit(place)});
      return true;
    });
  }
  for (const Candidate& live : match_live(documents.live, plan, ReachMap())) {
    if (std::binary_search(nodes.begin(), nodes.end(), live.node)) found.push_back({live.node, live.fit});
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.node < b.node; });
  return found;
}

std::uint64_t count_matches(const AllDocuments& documents, const MatchPlan& plan) {
  std::uint64_t count = match_live(documents.live, plan, ReachMap()).size();
  Matcher matcher(documents.database, documents.words, plan);
  InForce in_force(documents.masked);
  const Node last = documents.database.get_lastdocid();
  for (Node begin = 1; begin <= last; begin += kWindow) {
    const DocumentSet matches = matcher.match(begin, in_force.of(begin, DocumentSet::everything()));
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
