/// @file
#include "evaluation/evaluation.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>
#include <set>

#include "evaluation/baselines.h"
#include "network/reach.h"

namespace kennis {
namespace {

constexpr std::size_t kCutOff = 10;

double discount(std::size_t rank) { return 1 / std::log2(static_cast<double>(rank) + 1); }

/// What the order says, given the ranks of those who were contacted, counted from 1 and rising.
Measures measures_of(const std::vector<std::size_t>& ranks) {
  Measures measures;
  measures.mrr = 1 / static_cast<double>(ranks.front());
  measures.hit10 = ranks.front() <= kCutOff ? 1 : 0;
  double gain = 0;
  double best = 0;
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    if (ranks[i] <= kCutOff) gain += discount(ranks[i]);
    if (i < kCutOff) best += discount(i + 1);
  }
  measures.ndcg10 = gain / best;
  return measures;
}

/// The score of everybody, by node.
std::vector<double> scores_of_reach(const Network& network, ReachComputer& computer, Node searcher) {
  const auto today = static_cast<Days>(network.as_of() / kSecondsPerDay);
  const Viewer viewer(network, searcher, today);
  const ReachMap map = computer.compute(viewer);
  std::vector<double> scores(network.people().node_max() + std::size_t{1}, 0);
  // The last bits of equal sums differ by the order of their factors.
  for (std::size_t i = 0; i < map.nodes.size(); ++i) {
    scores[map.nodes[i]] = std::nearbyint(map.closeness[i] * 1e12);
  }
  return scores;
}

}  // namespace

Measures mean_of(const std::vector<Measures>& measures) {
  Measures sum;
  for (const Measures& one : measures) {
    sum.mrr += one.mrr;
    sum.ndcg10 += one.ndcg10;
    sum.hit10 += one.hit10;
  }
  const double count = std::max<double>(1, static_cast<double>(measures.size()));
  return {sum.mrr / count, sum.ndcg10 / count, sum.hit10 / count};
}

const Measures& TaskReport::of(std::string_view method) const {
  const auto found =
      std::find_if(methods.begin(), methods.end(), [&](const auto& named) { return named.first == method; });
  assert(found != methods.end());
  return found->second;
}

Split split_of(const EventLog& log) {
  const std::span<const LoggedEvent> events = log.events;
  if (!log.future.empty()) return {events, log.future};
  const auto train = static_cast<std::size_t>(static_cast<double>(events.size()) * kTrainShare);
  return {events.first(train), events.subspan(train)};
}

Evaluation::Evaluation(const EventLog& log, const Split& split)
    : contacts_(split.train, log.node_max()), training_(log, split.train) {
  find_asked(log, split);
}

void Evaluation::find_asked(const EventLog& log, const Split& split) {
  std::map<Node, std::set<Node>> contacted;
  for (const LoggedEvent& event : split.test) {
    if (contacts_.degree(event.from) == 0) continue;
    for (const Node to : event.to) {
      if (contacts_.degree(to) > 0) contacted[event.from].insert(to);
    }
  }
  for (const auto& [searcher, persons] : contacted) {
    Asked known{searcher, {}};
    Asked fresh{searcher, {}};
    for (const Node person : persons) (contacts_.has(searcher, person) ? known : fresh).wanted.push_back(person);
    if (!known.wanted.empty()) known_.asked.push_back(std::move(known));
    if (!fresh.wanted.empty()) new_.asked.push_back(std::move(fresh));
  }
  for (Task* task : {&known_, &new_}) {
    std::sort(task->asked.begin(), task->asked.end(), [&](const Asked& a, const Asked& b) {
      return hash_of_identifier(log.persons[a.searcher]) < hash_of_identifier(log.persons[b.searcher]);
    });
    if (task->asked.size() > kAskedMax) task->asked.resize(kAskedMax);
  }
}

Measures Evaluation::measure_one(const Task& task, const Asked& asked, const std::vector<double>& scores) const {
  std::vector<Node> candidates;
  if (task.known) {
    for (const LoggedContact& contact : contacts_.contacts(asked.searcher)) candidates.push_back(contact.to);
  } else {
    for (Node node = 1; node <= contacts_.node_max(); ++node) {
      const bool stranger =
          contacts_.degree(node) > 0 && node != asked.searcher && !contacts_.has(asked.searcher, node);
      if (stranger) candidates.push_back(node);
    }
  }
  std::sort(candidates.begin(), candidates.end(),
            [&](Node a, Node b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; });
  std::vector<std::size_t> ranks;
  for (std::size_t i = 0; i < candidates.size() && ranks.size() < asked.wanted.size(); ++i) {
    if (std::binary_search(asked.wanted.begin(), asked.wanted.end(), candidates[i])) ranks.push_back(i + 1);
  }
  return measures_of(ranks);
}

template <typename Score>
std::vector<Measures> Evaluation::measure(const Task& task, const Score& score) const {
  std::vector<Measures> measures;
  measures.reserve(task.asked.size());
  for (const Asked& asked : task.asked) measures.push_back(measure_one(task, asked, score(asked.searcher)));
  return measures;
}

std::pair<std::vector<Measures>, std::vector<Measures>> Evaluation::measure_reach(const TieModel& model) {
  const Network& network = training_.with(model);
  ReachComputer computer;
  const auto reach = [&](Node searcher) { return scores_of_reach(network, computer, searcher); };
  return {measure(known_, reach), measure(new_, reach)};
}

std::pair<std::vector<Node>, std::vector<Node>> Evaluation::asked() const {
  std::pair<std::vector<Node>, std::vector<Node>> persons;
  for (const Asked& one : known_.asked) persons.first.push_back(one.searcher);
  for (const Asked& one : new_.asked) persons.second.push_back(one.searcher);
  return persons;
}

EvaluationReport Evaluation::report(const TieModel& model) {
  EvaluationReport report;
  const auto [known_reach, new_reach] = measure_reach(model);
  report.known_contacts = {known_.asked.size(), {{"reach", mean_of(known_reach)}}};
  report.new_contacts = {new_.asked.size(), {{"reach", mean_of(new_reach)}}};
  for (std::size_t i = 0; i < kBaselineCount; ++i) {
    const auto baseline = static_cast<Baseline>(i);
    const auto score = [&](Node searcher) { return scores_of(baseline, contacts_, searcher); };
    const std::string name(name_of(baseline));
    report.known_contacts.methods.emplace_back(name, mean_of(measure(known_, score)));
    report.new_contacts.methods.emplace_back(name, mean_of(measure(new_, score)));
  }
  return report;
}

}  // namespace kennis
