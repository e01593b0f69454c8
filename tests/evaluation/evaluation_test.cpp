/// @file
/// Measures against the slow reference on random logs, and the bar on real ones where they are at hand.
#include "evaluation/evaluation.h"

#include <cstdlib>

#include <gtest/gtest.h>

#include "evaluation/baselines.h"
#include "evaluation/fit.h"
#include "tests/fixtures/seeds.h"
#include "tests/network/random_world.h"
#include "tests/reference/linear_evaluation.h"

namespace kennis {
namespace {

constexpr double kTolerance = 1e-9;

/// A dozen persons in two circles, some events to several, on two channels.
EventLog random_log(std::uint64_t seed, std::size_t events) {
  Dice dice(seed);
  EventLog log;
  const std::size_t persons = 4 + dice.roll(9);
  log.persons.emplace_back();
  for (std::size_t i = 0; i < persons; ++i) log.persons.push_back("p" + std::to_string(100 + i));
  for (std::size_t i = 0; i < events; ++i) {
    LoggedEvent event;
    event.at = static_cast<Seconds>(1'600'000'000 + i * 40'000 + dice.roll(30'000));
    event.from = static_cast<Node>(1 + dice.roll(persons));
    event.channel = dice.percent(70) ? Channel::kEmail : Channel::kMeeting;
    for (std::size_t n = 1 + (dice.percent(20) ? dice.roll(3) : 0); n > 0; --n) {
      const Node to = dice.percent(80) ? static_cast<Node>(1 + (event.from + dice.roll(3)) % persons)
                                       : static_cast<Node>(1 + dice.roll(persons));
      if (to != event.from && std::count(event.to.begin(), event.to.end(), to) == 0) event.to.push_back(to);
    }
    std::sort(event.to.begin(), event.to.end());
    if (!event.to.empty()) log.events.push_back(event);
  }
  return log;
}

void compare(const TaskReport& found, const std::map<std::string, Measures>& expected) {
  ASSERT_EQ(found.methods.size(), kBaselineCount + 1);
  EXPECT_EQ(found.queries == 0, expected.empty());
  for (const auto& [name, measures] : expected) {
    SCOPED_TRACE(name);
    EXPECT_NEAR(found.of(name).mrr, measures.mrr, kTolerance);
    EXPECT_NEAR(found.of(name).ndcg10, measures.ndcg10, kTolerance);
    EXPECT_NEAR(found.of(name).hit10, measures.hit10, kTolerance);
  }
}

TEST(Evaluation, MeasuresAreWhatTheDefinitionsSayOnRandomLogs) {
  std::uint64_t queries = 0;
  for (const std::uint64_t seed : seeds(1, 25)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const EventLog log = random_log(seed, 20 + seed % 26);
    TieModel model = default_tie_model();
    model.attention = 0.5 + static_cast<double>(seed % 4);
    const Split split = split_of(log);
    ASSERT_EQ(split.train.size(), log.events.size() * 8 / 10);
    const EvaluationReport report = Evaluation(log, split).report(model);
    compare(report.known_contacts, reference::linear_measures(log, split, model, true));
    compare(report.new_contacts, reference::linear_measures(log, split, model, false));
    queries += report.known_contacts.queries + report.new_contacts.queries;
    if (HasFailure()) return;
  }
  EXPECT_GT(queries, 100U);
}

TEST(Evaluation, WhoIsKnownIsRankedAmongTheKnownAndWhoIsNewAmongTheOthers) {
  EventLog log;
  log.persons = {"", "a", "b", "c", "d", "later"};
  log.events = {{0, 1, {2}, Channel::kEmail},
                {86400, 2, {1}, Channel::kEmail},
                {172800, 2, {3}, Channel::kEmail},
                {259200, 4, {3}, Channel::kEmail}};
  log.future = {{300000, 1, {2, 3, 5}, Channel::kEmail}, {300001, 5, {1}, Channel::kEmail}};
  const EvaluationReport report = Evaluation(log, split_of(log)).report(default_tie_model());
  EXPECT_EQ(report.known_contacts.queries, 1U) << "a alone: who was never seen cannot be asked";
  EXPECT_EQ(report.known_contacts.of("reach").mrr, 1.0);
  EXPECT_EQ(report.new_contacts.queries, 1U);
  EXPECT_EQ(report.new_contacts.of("reach").mrr, 1.0) << "c over b comes before d";
  EXPECT_EQ(report.new_contacts.of("popularity").mrr, 1.0);
  EXPECT_EQ(report.new_contacts.of("reach").hit10, 1.0);
}

TEST(Fit, FindsThatOnlyTheLastDaysCount) {
  // Everybody writes to three persons, and after forty days to three others: who was written to most is not who will be.
  EventLog log;
  log.persons.emplace_back();
  for (int i = 0; i < 30; ++i) log.persons.push_back("p" + std::to_string(100 + i));
  Dice dice(seed_of(3));
  for (std::size_t day = 0; day < 360; ++day) {
    for (std::size_t from = 0; from < 30; ++from) {
      for (int n = 0; n < 3; ++n) {
        const std::size_t to = (from + 1 + (day / 40 * 3 + dice.roll(3)) % 29) % 30;
        const Seconds at = static_cast<Seconds>(day * 86400 + from * 3 + static_cast<std::size_t>(n));
        log.events.push_back({at, static_cast<Node>(from + 1), {static_cast<Node>(to + 1)}, Channel::kEmail});
      }
    }
  }
  const auto fitted = fit(log);
  ASSERT_TRUE(fitted.ok());
  const auto email = static_cast<std::size_t>(Channel::kEmail);
  EXPECT_LT(fitted.value().model.channels[email].halflife_days, default_tie_model().channels[email].halflife_days);
  EXPECT_GT(fitted.value().after.known_contacts.of("reach").ndcg10,
            fitted.value().before.known_contacts.of("reach").ndcg10);
  EXPECT_GT(fitted.value().tried, 8U);
  EXPECT_FALSE(fitted.value().kept());
  EXPECT_EQ(fit(log).value().model, fitted.value().model) << "the same log gives the same constants";
}

/// Thirty persons, of whom everybody writes to anybody: nothing to learn.
EventLog log_without_sense(std::uint64_t seed) {
  Dice dice(seed);
  EventLog log;
  log.persons.emplace_back();
  for (int i = 0; i < 30; ++i) log.persons.push_back("p" + std::to_string(100 + i));
  for (std::size_t i = 0; i < 900; ++i) {
    const auto from = static_cast<Node>(1 + dice.roll(30));
    const auto to = static_cast<Node>(1 + dice.roll(30));
    if (from != to) log.events.push_back({static_cast<Seconds>(i * 20'000), from, {to}, Channel::kEmail});
  }
  return log;
}

TEST(Fit, LeavesTheDefaultsWhereNothingIsToBeLearnt) {
  std::size_t kept = 0;
  double gain = 0;
  for (const std::uint64_t seed : seeds(1, 20)) {
    const auto fitted = fit(log_without_sense(seed));
    ASSERT_TRUE(fitted.ok());
    kept += fitted.value().kept() ? 1U : 0U;
    gain +=
        fitted.value().after.new_contacts.of("reach").ndcg10 - fitted.value().before.new_contacts.of("reach").ndcg10;
  }
  EXPECT_GE(kept, 16U) << "one set in fifteen passes a check of one and a half standard errors by chance";
  EXPECT_GT(gain / 20, -0.005);
}

TEST(Fit, IsOnTheWholeNoWorseThanTheDefaultsOnThePartItHasNotSeen) {
  double known_gain = 0;
  double new_gain = 0;
  for (const std::uint64_t seed : seeds(1, 20)) {
    const auto fitted = fit(random_log(seed, 500));
    ASSERT_TRUE(fitted.ok());
    const FitReport& report = fitted.value();
    const auto gain = [&](const TaskReport& before, const TaskReport& after) {
      return before.queries == 0 ? 0 : after.of("reach").ndcg10 - before.of("reach").ndcg10;
    };
    known_gain += gain(report.before.known_contacts, report.after.known_contacts) / 20;
    new_gain += gain(report.before.new_contacts, report.after.new_contacts) / 20;
  }
  EXPECT_GT(known_gain, -0.005);
  EXPECT_GT(new_gain, -0.005);
}

TEST(Fit, TellsHowFarItIs) {
  std::uint64_t told = 0;
  const auto fitted = fit(log_without_sense(1), [&](std::uint64_t tried, double) { EXPECT_EQ(tried, ++told); });
  ASSERT_TRUE(fitted.ok());
  EXPECT_EQ(told, fitted.value().tried);
}

TEST(Fit, RefusesALogThatIsTooShort) {
  const auto fitted = fit(random_log(1, 30));
  ASSERT_FALSE(fitted.ok());
  EXPECT_EQ(fitted.error().code, ErrorCode::kInvalidRequest);
}

/// Three logs of real contacts, beside the tree or where KENNIS_EVALUATION_LOGS says.
class RealLogs : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(RealLogs, ReachBeatsThePlainMethodsWithTheDefaultsAndAfterFit) {
  const char* set = std::getenv("KENNIS_EVALUATION_LOGS");
  const std::filesystem::path folder = set != nullptr ? set : KENNIS_SOURCE_DIR "/../shared/eval";
  if (!std::filesystem::exists(folder / GetParam().first)) GTEST_SKIP() << "no logs in " << folder;
  EventLogOptions options{folder / GetParam().first, std::nullopt, Channel::kEmail};
  if (*GetParam().second != 0) options.test = folder / GetParam().second;
  const auto log = read_event_log(options);
  ASSERT_TRUE(log.ok()) << log.error().message;
  const auto fitted = fit(log.value());
  ASSERT_TRUE(fitted.ok());
  for (const EvaluationReport& report : {fitted.value().before, fitted.value().after}) {
    const double known = report.known_contacts.of("reach").ndcg10;
    const double fresh = report.new_contacts.of("reach").ndcg10;
    EXPECT_GT(known, report.known_contacts.of("count").ndcg10);
    EXPECT_GT(known, report.known_contacts.of("recency").ndcg10);
    for (const auto& [name, measures] : report.new_contacts.methods) {
      EXPECT_GE(fresh, measures.ndcg10) << name;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, RealLogs,
                         testing::Values(std::pair{"energy-mail.tsv.gz", ""}, std::pair{"manufacturer-mail.tsv.gz", ""},
                                         std::pair{"uboot-2022/interactions.ndjson.gz", "uboot-2022/future.tsv"}));

}  // namespace
}  // namespace kennis
