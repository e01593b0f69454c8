/// @file
#include "evaluation/baselines.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace kennis {
namespace {

constexpr int kRounds = 30;  // 0.5^30: what is left to walk is below 1e-9

/// Scores are told apart to so many parts of one: sums that are the same but for the order of their parts are a tie.
constexpr double kUnit = 0x1p36;

using Scores = std::vector<double>;

template <typename Value>
Scores of_contacts(const ContactGraph& graph, Node searcher, const Value& value) {
  Scores scores(graph.node_max() + std::size_t{1}, 0);
  for (const LoggedContact& contact : graph.contacts(searcher)) scores[contact.to] = value(contact);
  return scores;
}

template <typename Weight>
Scores over_common_contacts(const ContactGraph& graph, Node searcher, const Weight& weight) {
  Scores scores(graph.node_max() + std::size_t{1}, 0);
  for (const LoggedContact& first : graph.contacts(searcher)) {
    const double share = weight(static_cast<double>(graph.degree(first.to)));
    for (const LoggedContact& second : graph.contacts(first.to)) scores[second.to] += share;
  }
  for (double& score : scores) score = std::nearbyint(score * kUnit) / kUnit;
  return scores;
}

Scores popularity(const ContactGraph& graph) {
  Scores scores(graph.node_max() + std::size_t{1}, 0);
  for (Node node = 1; node <= graph.node_max(); ++node) scores[node] = static_cast<double>(graph.degree(node));
  return scores;
}

Scores personalised_pagerank(const ContactGraph& graph, Node searcher) {
  Scores now(graph.node_max() + std::size_t{1}, 0);
  Scores next(now.size());
  now[searcher] = 1;
  for (int round = 0; round < kRounds; ++round) {
    std::fill(next.begin(), next.end(), 0);
    for (Node node = 1; node <= graph.node_max(); ++node) {
      if (now[node] == 0) continue;
      const double share = (1 - kRestart) * now[node] / static_cast<double>(graph.event_count(node));
      for (const LoggedContact& contact : graph.contacts(node)) next[contact.to] += share * contact.events;
    }
    next[searcher] += kRestart;
    std::swap(now, next);
  }
  return now;
}

}  // namespace

std::string_view name_of(Baseline baseline) {
  static constexpr std::array<std::string_view, kBaselineCount> kNames = {"count",         "recency",
                                                                          "decayed_count", "common_neighbours",
                                                                          "adamic_adar",   "resource_allocation",
                                                                          "popularity",    "personalised_pagerank"};
  return kNames[static_cast<std::size_t>(baseline)];
}

std::vector<double> scores_of(Baseline baseline, const ContactGraph& graph, Node searcher) {
  switch (baseline) {
    case Baseline::kCount:
      return of_contacts(graph, searcher,
                         [](const LoggedContact& contact) { return static_cast<double>(contact.events); });
    case Baseline::kRecency:  // the oldest still before those without contact
      return of_contacts(graph, searcher, [&](const LoggedContact& contact) {
        return 1 / (1 + static_cast<double>(graph.as_of() - contact.last));
      });
    case Baseline::kDecayedCount:
      return of_contacts(graph, searcher, [](const LoggedContact& contact) { return contact.decayed; });
    case Baseline::kCommonNeighbours:
      return over_common_contacts(graph, searcher, [](double) { return 1.0; });
    case Baseline::kAdamicAdar:  // a contact with one contact leads to nobody new: any weight will do
      return over_common_contacts(graph, searcher, [](double degree) { return 1 / std::log(std::max(2.0, degree)); });
    case Baseline::kResourceAllocation:
      return over_common_contacts(graph, searcher, [](double degree) { return 1 / degree; });
    case Baseline::kPopularity:
      return popularity(graph);
    case Baseline::kPersonalisedPageRank:
      return personalised_pagerank(graph, searcher);
  }
  return {};
}

}  // namespace kennis
