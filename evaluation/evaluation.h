/// @file
/// How well reach says who will be in touch: asked on the first part of a log, judged by the second, beside plain methods.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "evaluation/contact_graph.h"
#include "evaluation/training_network.h"

namespace kennis {

/// Means over the persons asked, each in [0, 1].
struct Measures {
  double mrr = 0;     ///< 1 / rank of the first who was contacted
  double ndcg10 = 0;  ///< discounted cumulative gain of the first ten, of the best there could be
  double hit10 = 0;   ///< share of persons for whom one of the first ten was contacted
};

[[nodiscard]] Measures mean_of(const std::vector<Measures>& measures);

struct TaskReport {
  std::uint64_t queries = 0;                              ///< persons asked
  std::vector<std::pair<std::string, Measures>> methods;  ///< `reach` first
  [[nodiscard]] const Measures& of(std::string_view method) const;
};

/// known: whom they had contact with, ranked among those. new: whom they had none with, ranked among all others who were seen before.
struct EvaluationReport {
  TaskReport known_contacts;
  TaskReport new_contacts;
};

/// A log cut in two: asked on the first part, judged by the second.
struct Split {
  std::span<const LoggedEvent> train;
  std::span<const LoggedEvent> test;
};
inline constexpr double kTrainShare = 0.8;
inline constexpr std::size_t kAskedMax = 300;

/// The future apart if the log has one, else the last fifth of its events.
[[nodiscard]] Split split_of(const EventLog& log);

/// One split, ready to be asked many times. A person is asked who contacted somebody in the second part and was seen in the first; of more than
/// kAskedMax a task those with the least hash of their id. Candidates of equal score follow in the order of their ids.
/// Threads: one. Needs: the log outlives it; both parts hold an event.
class Evaluation {
 public:
  Evaluation(const EventLog& log, const Split& split);

  /// Reach with the constants of `model` beside all baselines. Cost: seconds for ten thousand ties.
  [[nodiscard]] EvaluationReport report(const TieModel& model);
  /// Reach alone, of every person asked, always in the same order: for known and for new contacts. For fitting.
  [[nodiscard]] std::pair<std::vector<Measures>, std::vector<Measures>> measure_reach(const TieModel& model);
  /// The persons asked, in the same order: for known and for new contacts.
  [[nodiscard]] std::pair<std::vector<Node>, std::vector<Node>> asked() const;
  [[nodiscard]] const TrainingNetwork& training() const { return training_; }

 private:
  struct Asked {
    Node searcher = kNoPerson;
    std::vector<Node> wanted;  ///< by node
  };
  struct Task {
    bool known = false;
    std::vector<Asked> asked;
  };
  void find_asked(const EventLog& log, const Split& split);
  [[nodiscard]] Measures measure_one(const Task& task, const Asked& asked, const std::vector<double>& scores) const;
  template <typename Score>
  [[nodiscard]] std::vector<Measures> measure(const Task& task, const Score& score) const;

  ContactGraph contacts_;
  TrainingNetwork training_;
  Task known_{true, {}};
  Task new_{false, {}};
};

}  // namespace kennis
