/// @file
#include "evaluation/fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <future>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace kennis {
namespace {

constexpr std::array<double, 3> kSteps = {4.0, 2.0, 1.4};
constexpr std::array<double, 3> kCuts = {0.4, 0.55, 0.7};  // of the first part, to search on: asked on what came before
constexpr double kCheckCut = 0.85;                         // to check by
constexpr double kJudged = 0.15;                           // judged by as much of it that came after
constexpr double kSureness = 1;  // standard errors that a step must gain: what is chance falls at the check
constexpr double kLossMax = 0.002;
constexpr double kCheckSureness = 1.5;  // on a cut that the search has not seen
constexpr double kLossSureness = 0.5;
constexpr int kPassesMax = 3;  // of one step
constexpr std::uint64_t kChannelShareInverse = 20;
constexpr std::size_t kEventsMin = 100;
constexpr double kWeightMax = 100;
constexpr double kHalflifeMin = 0.02;  // half an hour
constexpr double kHalflifeMax = 3650;
constexpr double kPowerMin = 0.1;
constexpr double kPowerMax = 2;
constexpr double kUnmovedMin = 0.05;
constexpr double kFadingMin = 0.25;
constexpr double kFadingMax = 16;

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
  knobs.emplace_back([](TieModel& model, double factor) {
    model.attention_power = std::clamp(model.attention_power * factor, kPowerMin, kPowerMax);
  });
  knobs.emplace_back(
      [](TieModel& model, double factor) { model.unmoved = std::clamp(model.unmoved * factor, kUnmovedMin, 1.0); });
  knobs.emplace_back(
      [](TieModel& model, double factor) { model.fading = std::clamp(model.fading * factor, kFadingMin, kFadingMax); });
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

/// What a set of constants is worth on one task of one cut: (MRR + NDCG@10) / 2 of each person asked.
using Worths = std::vector<double>;

double mean(const Worths& worths) {
  double sum = 0;
  for (const double worth : worths) sum += worth;
  return worths.empty() ? 0 : sum / static_cast<double>(worths.size());
}

/// How much better one set of constants is than another, as a share of what the defaults are worth.
struct Gain {
  std::array<double, 2> of_task{};    ///< known, new: the mean over the cuts
  std::array<double, 2> chance_of{};  ///< their standard errors
  [[nodiscard]] double mean() const { return (of_task[0] + of_task[1]) / 2; }
  [[nodiscard]] double chance() const { return std::hypot(chance_of[0], chance_of[1]) / 2; }
};

/// Cuts of a log: asked on what came before, judged by what came after.
class Cuts {
 public:
  void add(const EventLog& log, const Split& split) {
    cuts_.push_back(std::make_unique<Evaluation>(log, split));
    const auto [known_asked, new_asked] = cuts_.back()->asked();
    asked_.push_back(known_asked);
    asked_.push_back(new_asked);
  }

  /// For every cut those of known and those of new contacts. Cuts are independent, so that each has a thread.
  [[nodiscard]] std::vector<Worths> worths_of(const TieModel& model) {
    std::vector<Worths> worths(asked_.size());
    std::vector<std::future<void>> others;
    for (std::size_t i = 1; i < cuts_.size(); ++i) {
      others.push_back(std::async(std::launch::async, [&, i] { measure(model, i, worths); }));
    }
    measure(model, 0, worths);
    for (std::future<void>& other : others) other.get();
    if (defaults_.empty()) defaults_ = worths;
    return worths;
  }

  /// Needs: the defaults were measured first. A person who was asked at several cuts is one when it comes to chance.
  [[nodiscard]] Gain gain(const std::vector<Worths>& worths, const std::vector<Worths>& before) const {
    Gain gain;
    for (std::size_t task = 0; task < 2; ++task) {
      std::vector<std::size_t> used;
      for (std::size_t i = task; i < worths.size(); i += 2) {
        if (!worths[i].empty() && mean(defaults_[i]) > 0) used.push_back(i);
      }
      std::map<Node, double> by_person;
      for (const std::size_t i : used) {
        const double share = 1 / (mean(defaults_[i]) * static_cast<double>(used.size()));
        const double middle = mean(worths[i]) - mean(before[i]);
        gain.of_task[task] += share * middle;
        for (std::size_t n = 0; n < worths[i].size(); ++n) {
          by_person[asked_[i][n]] +=
              share * (worths[i][n] - before[i][n] - middle) / static_cast<double>(worths[i].size());
        }
      }
      for (const auto& [person, part] : by_person) gain.chance_of[task] += part * part;
      gain.chance_of[task] = std::sqrt(gain.chance_of[task]);
    }
    return gain;
  }

  [[nodiscard]] const std::vector<Worths>& defaults() const { return defaults_; }
  [[nodiscard]] const TrainingNetwork& training() const { return cuts_.back()->training(); }

 private:
  void measure(const TieModel& model, std::size_t cut, std::vector<Worths>& worths) {
    const auto [known_contacts, new_contacts] = cuts_[cut]->measure_reach(model);
    for (const Measures& one : known_contacts) worths[2 * cut].push_back((one.mrr + one.ndcg10) / 2);
    for (const Measures& one : new_contacts) worths[2 * cut + 1].push_back((one.mrr + one.ndcg10) / 2);
  }

  std::vector<std::unique_ptr<Evaluation>> cuts_;
  std::vector<std::vector<Node>> asked_;  ///< of every cut those of known and of new contacts
  std::vector<Worths> defaults_;          ///< with the default constants
};

/// The first part of the log, cut four times: three to search on, and the last, which came after all of them, to check by.
class Search {
 public:
  Search(const EventLog& log, std::span<const LoggedEvent> train, FitListener listener)
      : listener_(std::move(listener)) {
    const auto until = [&](double share) {
      return static_cast<std::size_t>(share * static_cast<double>(train.size()));
    };
    const auto split = [&](double cut) {
      return Split{train.first(until(cut)), train.subspan(until(cut), until(cut + kJudged) - until(cut))};
    };
    for (const double cut : kCuts) searched_.add(log, split(cut));
    checked_.add(log, split(kCheckCut));
    best_worths_ = searched_.worths_of(best_);
    taken_.push_back(best_);
  }

  [[nodiscard]] const TieModel& best() const { return best_; }
  [[nodiscard]] std::uint64_t tried() const { return tried_; }
  [[nodiscard]] const TrainingNetwork& training() const { return searched_.training(); }

  /// Takes `model` as the best if it is better than the best so far by more than chance gives, and loses neither at known nor at new contacts.
  bool take_if_better(const TieModel& model) {
    ++tried_;
    std::vector<Worths> worths = searched_.worths_of(model);
    const Gain step = searched_.gain(worths, best_worths_);
    const Gain whole = searched_.gain(worths, searched_.defaults());
    const double worst = std::min({step.of_task[0], step.of_task[1], whole.of_task[0], whole.of_task[1]});
    const bool better = worst >= -kLossMax && step.mean() >= std::max(kGainMin, kSureness * step.chance());
    if (better) {
      gain_ = whole.mean();
      best_ = model;
      best_worths_ = std::move(worths);
      taken_.push_back(model);
    }
    if (listener_) listener_(tried_, gain_);
    return better;
  }

  /// Of all that were taken on the way the one that gains most on the cut that the search has not seen; the defaults if none gains more
  /// there than chance gives, or all lose at known or at new contacts.
  [[nodiscard]] TieModel checked() {
    const std::vector<Worths> before = checked_.worths_of(taken_.front());
    TieModel best = taken_.front();
    double best_gain = 0;
    for (std::size_t i = 1; i < taken_.size(); ++i) {
      const Gain gain = checked_.gain(checked_.worths_of(taken_[i]), before);
      bool loses = false;
      for (std::size_t task = 0; task < 2; ++task) {
        loses = loses || gain.of_task[task] < -kLossMax - kLossSureness * gain.chance_of[task];
      }
      if (loses || gain.mean() < kCheckSureness * gain.chance() || gain.mean() <= best_gain) continue;
      best = taken_[i];
      best_gain = gain.mean();
    }
    return best;
  }

 private:
  FitListener listener_;
  Cuts searched_;
  Cuts checked_;
  TieModel best_ = default_tie_model();
  std::vector<Worths> best_worths_;
  std::vector<TieModel> taken_;  ///< the defaults, and what was better one after another
  double gain_ = 0;
  std::uint64_t tried_ = 0;
};

/// One pass over all knobs with one step. True if anything was better.
bool improve(Search& search, const std::vector<Knob>& knobs, double step) {
  bool improved = false;
  for (const Knob& knob : knobs) {
    for (const double factor : {step, 1 / step}) {
      TieModel model = search.best();
      knob(model, factor);
      if (model == search.best() || !search.take_if_better(model)) continue;
      improved = true;
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
  Search search(log, split.train, listener);
  const std::vector<Knob> knobs = knobs_for(search.training().events_by_channel());
  for (const double step : kSteps) {
    for (int pass = 0; pass < kPassesMax && improve(search, knobs, step); ++pass) {
    }
  }
  const TieModel model = search.checked();
  Evaluation unseen(log, split);
  return FitReport{model, unseen.report(default_tie_model()), unseen.report(model), search.tried()};
}

}  // namespace kennis
