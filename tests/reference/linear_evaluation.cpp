/// @file
#include "tests/reference/linear_evaluation.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "tests/reference/linear_reach.h"

namespace kennis::reference {
namespace {

using Score = std::function<double(Node searcher, Node candidate)>;

/// The first part of a log, asked event by event.
class Past {
 public:
  explicit Past(std::span<const LoggedEvent> events) : events_(events) {}

  [[nodiscard]] double count(Node a, Node b, double halflife_days = 1e300) const {
    double sum = 0;
    for (const LoggedEvent& event : events_) {
      if (!joins(event, a, b)) continue;
      sum += std::pow(2, -static_cast<double>(events_.back().at - event.at) / 86400 / halflife_days);
    }
    return sum;
  }
  [[nodiscard]] double recency(Node a, Node b) const {
    double last = 0;
    for (const LoggedEvent& event : events_) {
      if (joins(event, a, b)) last = static_cast<double>(event.at);
    }
    return last;
  }
  [[nodiscard]] std::set<Node> contacts(Node a) const {
    std::set<Node> contacts;
    for (const LoggedEvent& event : events_) {
      if (event.from == a) contacts.insert(event.to.begin(), event.to.end());
      if (std::count(event.to.begin(), event.to.end(), a) > 0) contacts.insert(event.from);
    }
    return contacts;
  }
  [[nodiscard]] double common(Node a, Node b, const std::function<double(double)>& weight) const {
    double sum = 0;
    for (const Node middle : contacts(a)) {
      const std::set<Node> others = contacts(middle);
      if (others.contains(b)) sum += weight(static_cast<double>(others.size()));
    }
    return sum;
  }
  /// The chance to stand at b after a walk from a that ends at each step with chance kRestart: the sum over its lengths.
  [[nodiscard]] double walk(Node a, Node b, Node node_max) const {
    std::map<Node, double> at = {{a, 1.0}};
    double sum = a == b ? kRestartChance : 0;
    for (int step = 1; step <= 60; ++step) {
      std::map<Node, double> next;
      for (const auto& [node, chance] : at) {
        double all = 0;
        for (Node other = 1; other <= node_max; ++other) all += count(node, other);
        for (Node other = 1; other <= node_max; ++other) {
          if (const double events = count(node, other); events > 0) next[other] += chance * events / all;
        }
      }
      at = std::move(next);
      sum += kRestartChance * std::pow(1 - kRestartChance, step) * at[b];
    }
    return sum;
  }

 private:
  static constexpr double kRestartChance = 0.5;
  [[nodiscard]] static bool joins(const LoggedEvent& event, Node a, Node b) {
    const auto goes = [&](Node from, Node to) {
      return event.from == from && std::count(event.to.begin(), event.to.end(), to) > 0;
    };
    return goes(a, b) || goes(b, a);
  }
  std::span<const LoggedEvent> events_;
};

World world_of(const EventLog& log, const Split& split, const TieModel& model) {
  World world;
  world.as_of = split.train.back().at;
  world.model = model;
  for (const std::string& id : log.persons) {
    world.persons.push_back({id, true, Sharing::kEveryone, std::nullopt, ContactPolicy::kOpen});
  }
  for (const LoggedEvent& event : split.train) {
    world.events.push_back({event.from, {event.to.begin(), event.to.end()}, event.at, event.channel, std::nullopt});
  }
  return world;
}

/// Adds what one searcher gives, by the definitions of the measures.
void judge(const std::set<Node>& candidates, const std::set<Node>& wanted, const std::function<double(Node)>& score,
           Measures& sum) {
  std::size_t first = candidates.size();
  double gain = 0;
  double best = 0;
  for (const Node person : wanted) {
    std::size_t rank = 1;
    for (const Node other : candidates) {
      const bool before =
          score(other) > score(person) + 1e-12 || (std::abs(score(other) - score(person)) <= 1e-12 && other < person);
      rank += before ? 1 : 0;
    }
    first = std::min(first, rank);
    if (rank <= 10) gain += std::log(2) / std::log(1.0 + static_cast<double>(rank));
  }
  for (std::size_t i = 1; i <= std::min<std::size_t>(10, wanted.size()); ++i) {
    best += std::log(2) / std::log(1.0 + static_cast<double>(i));
  }
  sum.mrr += 1 / static_cast<double>(first);
  sum.ndcg10 += gain / best;
  sum.hit10 += first <= 10 ? 1 : 0;
}

}  // namespace

std::map<std::string, Measures> linear_measures(const EventLog& log, const Split& split, const TieModel& model,
                                                bool known) {
  const Past past(split.train);
  const World world = world_of(log, split, model);
  std::map<std::string, Measures> measures;
  double asked = 0;
  for (Node searcher = 1; searcher <= log.node_max(); ++searcher) {
    const std::set<Node> contacts = past.contacts(searcher);
    if (contacts.empty()) continue;
    std::set<Node> candidates;
    for (Node node = 1; node <= log.node_max(); ++node) {
      if (node != searcher && !past.contacts(node).empty() && contacts.contains(node) == known) candidates.insert(node);
    }
    std::set<Node> wanted;
    for (const LoggedEvent& event : split.test) {
      for (const Node to : event.to) {
        if (event.from == searcher && candidates.contains(to)) wanted.insert(to);
      }
    }
    if (wanted.empty()) continue;
    ++asked;
    const LinearReach reach(world, searcher, static_cast<Days>(world.as_of / kSecondsPerDay));
    const std::map<std::string, std::function<double(Node)>> methods = {
        {"reach", [&](Node node) { return reach.reach(node).closeness; }},
        {"count", [&](Node node) { return past.count(searcher, node); }},
        {"recency", [&](Node node) { return past.recency(searcher, node); }},
        {"decayed_count", [&](Node node) { return past.count(searcher, node, 90); }},
        {"common_neighbours", [&](Node node) { return past.common(searcher, node, [](double) { return 1.0; }); }},
        {"adamic_adar",
         [&](Node node) {
           return past.common(searcher, node, [](double degree) { return 1 / std::log(std::max(2.0, degree)); });
         }},
        {"resource_allocation",
         [&](Node node) { return past.common(searcher, node, [](double degree) { return 1 / degree; }); }},
        {"popularity", [&](Node node) { return static_cast<double>(past.contacts(node).size()); }},
        {"personalised_pagerank", [&](Node node) { return past.walk(searcher, node, log.node_max()); }}};
    for (const auto& [name, score] : methods) {
      std::map<Node, double> scores;
      for (const Node node : candidates) scores[node] = score(node);
      judge(
          candidates, wanted, [&](Node node) { return scores.at(node); }, measures[name]);
    }
  }
  for (auto& [name, sum] : measures) sum = {sum.mrr / asked, sum.ndcg10 / asked, sum.hit10 / asked};
  return measures;
}

}  // namespace kennis::reference
