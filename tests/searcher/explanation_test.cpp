/// @file
/// Explanations add up, also after what users did since the generation was built, and an answer can be given again.
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "journal/draft.h"
#include "journal/journal.h"
#include "network/network.h"
#include "searcher/searcher.h"
#include "tests/fixtures/seeds.h"
#include "tests/reference/indexed_world.h"
#include "tests/searcher/surfaces.h"

namespace kennis {
namespace {

using reference::IndexedWorld;

constexpr Days kDay = 20'500;
constexpr double kTolerance = 1e-9;

/// A generated world with its journal.
class Explanation : public testing::Test {
 protected:
  Explanation() : world_(120, 51), journal_(Journal::open(world_.index()).value()) {
    const Network network(world_.generation());
    for (Node node = 1; node <= network.people().profile_count(); ++node) ids_.emplace_back(network.people().id(node));
    as_of_ = network.as_of();
  }

  std::string somebody() { return ids_[random_() % ids_.size()]; }

  /// Mails and meetings, answered or not, of the last days; some by persons whom nobody knew.
  void append_events(std::size_t count) {
    DraftMaker maker(ids_[0], as_of_ + kSecondsPerDay);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string from =
          random_() % 10 == 0 ? fmt::format("mailto:new{}@example.org", random_() % 5) : somebody();
      const Seconds at = as_of_ - static_cast<Seconds>(random_() % (30 * kSecondsPerDay));
      const auto draft = maker.interaction(
          fmt::format(R"({{"at": "{}", "from": "{}", "to": ["{}", "{}"], "channel": "{}", "topics": ["Java"]}})",
                      format_instant(at), from, somebody(), somebody(), random_() % 2 == 0 ? "email" : "meeting"));
      ASSERT_TRUE(draft.ok()) << draft.error().message;
      ASSERT_TRUE(journal_->append({draft.value()}));
    }
  }

  void expect_sums(const Searcher& searcher, std::size_t paths) {
    for (std::size_t as = 0; as < ids_.size(); as += 17) {
      for (const char* query : {"", "java OR python OR project", "python +sql", "skill:java"}) {
        for (const Order order : {Order::kScore, Order::kHelp}) {
          SearchRequest request;
          request.query = query;
          request.as = ids_[as];
          request.closeness = 0.6;
          request.order = order;
          request.limit = 40;
          request.paths = paths;
          request.explain = true;
          request.rights_date = kDay;
          const auto answer = searcher.search(request);
          ASSERT_TRUE(answer.ok()) << answer.error().message;
          for (const Hit& hit : answer.value().hits) expect_sum(hit);
        }
      }
    }
  }

  void expect_sum(const Hit& hit) {
    SCOPED_TRACE(hit.id);
    double fit = 0;
    for (const AskedPart& part : hit.explanation->asked) fit += part.fit;
    double reach = hit.explanation->reach_remainder;
    for (const kennis::Introduction& introduction : hit.introductions) reach += introduction.part;
    EXPECT_NEAR(fit, hit.fit, kTolerance);
    EXPECT_NEAR(reach, hit.reach, kTolerance);
    EXPECT_NEAR(0.4 * hit.fit + 0.6 * hit.reach, hit.score, kTolerance);
    EXPECT_NEAR(hit.explanation->fit_part + hit.explanation->reach_part, hit.score, kTolerance);
    reached_ += hit.reach > 0 ? 1U : 0U;
  }

  [[nodiscard]] Asked everything() const {
    Asked asked;
    for (std::size_t i = 0; i < 10; ++i) asked.persons.push_back(ids_[i]);
    asked.queries = {"", "java OR python OR project"};
    asked.typed = {"p"};
    asked.day = kDay;
    return asked;
  }

  IndexedWorld world_;
  std::unique_ptr<Journal> journal_;
  std::vector<std::string> ids_;
  Seconds as_of_ = 0;
  std::mt19937_64 random_{seed_of(7)};
  std::size_t reached_ = 0;
};

TEST_F(Explanation, AddsUpAlsoAfterWhatUsersDid) {
  const auto searcher = Searcher::open(world_.index(), {}).value();
  for (const std::size_t paths : {0U, 1U, 20U}) {
    append_events(40);
    expect_sums(*searcher, paths);
  }
  EXPECT_GT(reached_, 1000U);
}

TEST_F(Explanation, OfTheSameGenerationAndPlaceOfTheJournalIsTheSameWhateverHappenedSince) {
  append_events(20);
  const auto searcher = Searcher::open(world_.index(), {}).value();
  const std::uint64_t place = searcher->follow_journal();
  const std::string& as = ids_[3];
  const std::string before = every_answer(*searcher, as, everything());
  EXPECT_EQ(every_answer(*searcher, as, everything()), before);
  append_events(60);
  EXPECT_NE(every_answer(*searcher, as, everything()), before);
  SearcherOptions options;
  options.journal_position = place;
  EXPECT_EQ(every_answer(*Searcher::open(world_.index(), options).value(), as, everything()), before);
}

}  // namespace
}  // namespace kennis
