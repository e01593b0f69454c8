/// @file
#include "evaluation/fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

namespace kennis {
namespace {

constexpr std::array<double, 3> kSteps = {4.0, 2.0, 1.4};
constexpr std::array<double, 4> kCuts = {0.4, 0.55, 0.7, 0.85};  // of the first part: asked on what came before
constexpr double kJudged = 0.15;                                 // and judged by as much of it that came after
constexpr double kSureness = 2;  // standard errors: at one, a log of 167 persons was fitted to its chances
constexpr double kLossMax = 0.0005;
constexpr int kPassesMax = 3;  // of one step
constexpr std::uint64_t kChannelShareInverse = 20;
constexpr std::size_t kEventsMin = 100;
constexpr double kWeightMax = 100;
constexpr double kHalflifeMin = 0.25;
constexpr double kHalflifeMax = 3650;

/// Makes one constant, or one of every channel, larger by a factor; below 1 smaller.
using Knob = std::function<void(TieModel&, double)>;

void scale_weight(ChannelModel& channel, double factor) {
  channel.weight = std::min(channel.weight * factor, kWeightMax);
}

void scale_halflife(ChannelModel& channel, double factor) {
  channel.halflife_days = std::clamp(channel.halflife_days * factor, kHalflifeMin, kHalflifeMax);
}

std::vector<Knob> knobs_for(const std::array<std::uint64_t, kChannelCount>& events) {
  std::vector<Knob> knobs;
  knobs.emplace_back(
      [](TieModel& model, double factor) {  // old contacts stay what they are, and late ones count for more
        for (ChannelModel& channel : model.channels) {
          scale_weight(channel, factor);
          scale_halflife(channel, 1 / factor);
        }
      });
  knobs.emplace_back([](TieModel& model, double factor) {
    for (ChannelModel& channel : model.channels) scale_halflife(channel, factor);
  });
  knobs.emplace_back([](TieModel& model, double factor) {
    for (ChannelModel& channel : model.channels) scale_weight(channel, factor);
  });
  knobs.emplace_back([](TieModel& model, double factor) { model.attention *= factor; });
  knobs.emplace_back([](TieModel& model, double factor) {  // the odds, so that it stays between 0 and 1
    const double odds = factor * std::max(model.one_way, 0.01) / std::max(1 - model.one_way, 0.01);
    model.one_way = odds / (1 + odds);
  });
  std::uint64_t total = 0;
  for (const std::uint64_t count : events) total += count;
  std::vector<std::size_t> used;
  for (std::size_t i = 0; i < kChannelCount; ++i) {
    if (events[i] * kChannelShareInverse >= total) used.push_back(i);
  }
  if (used.size() < 2) return knobs;  // of one channel alone it is all of them
  for (const std::size_t i : used) {
    knobs.emplace_back([i](TieModel& model, double factor) { scale_halflife(model.channels[i], factor); });
    knobs.emplace_back([i](TieModel& model, double factor) { scale_weight(model.channels[i], factor); });
  }
  return knobs;
}

/// What a set of constants is worth on one task of one cut: (MRR + NDCG@10) / 2 of each person asked, over their mean with the defaults.
using Worths = std::vector<double>;

/// The first part of the log, cut four times.
class Search {
 public:
  Search(const EventLog& log, std::span<const LoggedEvent> train) {
    for (const double cut : kCuts) {
      const auto asked = static_cast<std::size_t>(cut * static_cast<double>(train.size()));
      const auto judged = static_cast<std::size_t>(kJudged * static_cast<double>(train.size()));
      folds_.push_back(std::make_unique<Evaluation>(log, Split{train.first(asked), train.subspan(asked, judged)}));
    }
    best_worths_ = worths_of(best_);
    for (const Worths& worths : best_worths_) scales_.push_back(mean(worths));
  }

  [[nodiscard]] const TieModel& best() const { return best_; }
  [[nodiscard]] double gain() const { return gain_; }
  [[nodiscard]] std::uint64_t tried() const { return tried_; }
  [[nodiscard]] const TrainingNetwork& training() const { return folds_.back()->training(); }

  /// Takes `model` as the best if it is better than the best so far by more than chance gives.
  bool take_if_better(const TieModel& model) {
    ++tried_;
    std::vector<Worths> worths = worths_of(model);
    double gain = 0;
    double variance = 0;
    double tasks = 0;
    std::array<double, 2> gain_of{};  // known and new contacts: losing at one is no price for the other
    for (std::size_t task = 0; task < worths.size(); ++task) {
      if (worths[task].empty() || scales_[task] == 0) continue;
      Worths gains(worths[task].size());
      for (std::size_t i = 0; i < gains.size(); ++i) {
        gains[i] = (worths[task][i] - best_worths_[task][i]) / scales_[task];
      }
      const double middle = mean(gains);
      double spread = 0;
      for (const double one : gains) spread += (one - middle) * (one - middle);
      const double count = static_cast<double>(gains.size());
      gain += middle;
      gain_of[task % 2] += middle;
      variance += spread / (count * std::max(1.0, count - 1));
      ++tasks;
    }
    const bool loses = std::min(gain_of[0], gain_of[1]) < -kLossMax * tasks;
    if (tasks == 0 || loses || gain < tasks * kGainMin || gain < kSureness * std::sqrt(variance)) return false;
    gain_ += gain / tasks;
    best_ = model;
    best_worths_ = std::move(worths);
    return true;
  }

 private:
  [[nodiscard]] static double mean(const Worths& worths) {
    double sum = 0;
    for (const double worth : worths) sum += worth;
    return worths.empty() ? 0 : sum / static_cast<double>(worths.size());
  }

  std::vector<Worths> worths_of(const TieModel& model) {
    std::vector<Worths> worths;
    for (const auto& fold : folds_) {
      const auto [known_contacts, new_contacts] = fold->measure_reach(model);
      for (const std::vector<Measures>* task : {&known_contacts, &new_contacts}) {
        worths.emplace_back();
        for (const Measures& one : *task) worths.back().push_back((one.mrr + one.ndcg10) / 2);
      }
    }
    return worths;
  }

  std::vector<std::unique_ptr<Evaluation>> folds_;
  TieModel best_ = default_tie_model();
  std::vector<Worths> best_worths_;
  std::vector<double> scales_;  ///< means with the defaults
  double gain_ = 0;
  std::uint64_t tried_ = 0;
};

/// One pass over all knobs with one step. True if anything was better.
bool improve(Search& search, const std::vector<Knob>& knobs, double step, const FitListener& listener) {
  bool improved = false;
  for (const Knob& knob : knobs) {
    for (const double factor : {step, 1 / step}) {
      TieModel model = search.best();
      knob(model, factor);
      if (model == search.best() || !search.take_if_better(model)) continue;
      improved = true;
      if (listener) listener(search.tried(), search.gain());
      break;
    }
  }
  return improved;
}

}  // namespace

Result<FitReport> fit(const EventLog& log, const FitListener& listener) {
  const Split split = split_of(log);
  if (split.train.size() < kEventsMin || split.test.empty()) {
    return Error{
        ErrorCode::kInvalidRequest,
        "the log is too short to fit anything on: it wants " + std::to_string(kEventsMin) + " events in its first part",
        {}};
  }
  Search search(log, split.train);
  const std::vector<Knob> knobs = knobs_for(search.training().events_by_channel());
  for (const double step : kSteps) {
    for (int pass = 0; pass < kPassesMax && improve(search, knobs, step, listener); ++pass) {
    }
  }
  Evaluation unseen(log, split);
  return FitReport{search.best(), unseen.report(default_tie_model()), unseen.report(search.best()), search.tried()};
}

}  // namespace kennis
