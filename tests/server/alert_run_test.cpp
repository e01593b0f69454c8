/// @file
/// Saved searches over generations: what becomes an alert, once, and what never does.
#include "server/alert_run.h"

#include <fstream>
#include <random>
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "indexer/upkeep/erase.h"
#include "journal/alerts.h"
#include "journal/draft.h"
#include "journal/store.h"
#include "server/alert_desk.h"
#include "server/desk_json.h"
#include "tests/fixtures/seeds.h"
#include "tests/server/tiny_world.h"

namespace kennis {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;
using tests::TinyWorld;

std::string profile(const std::string& id, const std::string& more = "") {
  return fmt::format(R"({{"id":"{}","name":"{}","headline":"Go developer","skills":[{{"name":"Go","years":4}}]{}}})",
                     id, id, more) +
         "\n";
}

class AlertRunTest : public testing::Test {
 protected:
  AlertRunTest() { reopen(); }
  void publish(const std::string& profiles) {
    world_.publish(profiles);
    reopen();
  }
  void reopen() {
    searcher_ = world_.open();
    books_ = std::make_unique<LiveBooks>(world_.index());
  }
  [[nodiscard]] Desk desk() { return {*searcher_, *books_, journal_.get()}; }
  std::string save(const std::string& as, const std::string& name, const std::string& request = R"({"query":"go"})") {
    const auto saved = save_search(desk(), {as, name, request, 50, {}, "", ""});
    EXPECT_TRUE(saved) << saved.error().message;
    return saved ? saved.value().id : "";
  }
  AlertRunReport run() {
    const auto report = run_saved_searches(desk(), {});
    EXPECT_TRUE(report) << report.error().message;
    return report ? report.value() : AlertRunReport{};
  }
  std::vector<std::string> alerted(const std::string& as, WhichAlerts which = WhichAlerts::kAll) {
    std::vector<std::string> persons;
    const auto listed = list_alerts(desk(), as, which);
    for (const ShownAlert& alert : listed.value().alerts) persons.push_back(alert.person.id);
    return persons;
  }
  void append(RecordKind kind, const std::string& json) {
    ASSERT_TRUE(journal_->append({DraftMaker("test", now()).record(kind, json).value()}));
  }

  TinyWorld world_;
  std::unique_ptr<Journal> journal_ = std::move(Journal::open(world_.index())).value();
  std::shared_ptr<const Searcher> searcher_;
  std::unique_ptr<LiveBooks> books_;
};

TEST_F(AlertRunTest, TheFirstRunRemembersAndLaterOnesTellWhatIsNewOnce) {
  save("anna", "gophers");
  EXPECT_EQ(run().first_runs, 1U);
  EXPECT_EQ(run().alerts, 0U);
  EXPECT_THAT(alerted("anna"), IsEmpty());
  publish(profile("gina") + profile("otto"));
  EXPECT_EQ(run().alerts, 2U);
  EXPECT_THAT(alerted("anna"), UnorderedElementsAre("gina", "otto"));
  EXPECT_EQ(run().alerts, 0U);
  reopen();
  EXPECT_EQ(run().alerts, 0U);
  publish("");  // they are gone, and come back
  EXPECT_EQ(run().alerts, 0U);
  EXPECT_THAT(alerted("anna"), IsEmpty()) << "who is gone is not shown";
  publish(profile("gina") + profile("pia"));
  EXPECT_EQ(run().alerts, 1U);
  EXPECT_THAT(alerted("anna"), UnorderedElementsAre("gina", "pia"));
}

TEST_F(AlertRunTest, OfALiveProfileToo) {
  save("anna", "gophers");
  run();
  append(RecordKind::kProfile, profile("lena"));
  EXPECT_EQ(run().alerts, 1U);
  publish("");
  EXPECT_EQ(run().alerts, 0U) << "folded into the generation";
  EXPECT_THAT(alerted("anna"), ElementsAre("lena"));
}

TEST_F(AlertRunTest, WhoWantsNoContactIsNeverAlerted) {
  save("anna", "gophers");
  run();
  publish(profile("nick", R"(,"contact_policy":"do_not_contact")") + profile("gina"));
  EXPECT_EQ(run().alerts, 1U);
  EXPECT_THAT(alerted("anna"), ElementsAre("gina"));
  append(RecordKind::kProfile, profile("gina", R"(,"contact_policy":"do_not_contact")"));
  EXPECT_THAT(alerted("anna"), IsEmpty()) << "said since";
  EXPECT_THAT(to_json(list_alerts(desk(), "anna", WhichAlerts::kAll).value()), Not(HasSubstr("gina")));
  const auto body = [&] {
    std::optional<Result<std::string>> made;
    Alert alert;
    SavedSearch search;
    books_->read([&](const Books& books) {
      search = books.searches.all().begin()->second;
      alert = *books.alerts.of(search.id).front();
    });
    return body_of_alert(desk(), search, alert);
  };
  EXPECT_FALSE(body());
}

TEST_F(AlertRunTest, TheOwnerIsNoMatchAndOthersDoNotSeeThem) {
  save("carla", "like me");
  run();
  publish(profile("gina"));
  run();
  EXPECT_THAT(alerted("carla"), ElementsAre("gina"));
  EXPECT_THAT(alerted("anna"), IsEmpty());
  const std::string id = list_alerts(desk(), "carla", WhichAlerts::kAll).value().alerts.front().id;
  const auto of_other = mark_alerts_read(desk(), "anna", {id});
  const auto of_nobody = mark_alerts_read(desk(), "anna", {"no-such-alert"});
  ASSERT_FALSE(of_other);
  EXPECT_EQ(of_other.error().code, of_nobody.error().code);
  EXPECT_EQ(remove_saved_search(desk(), "anna", "like me").error().code, ErrorCode::kUnknownId);
  EXPECT_EQ(run_saved_search(desk(), "anna", "like me").error().code, ErrorCode::kUnknownId);
  EXPECT_EQ(run_saved_search(desk(), "carla", "like me").value().total, 3U);
  ASSERT_TRUE(mark_alerts_read(desk(), "carla", {id}));
  EXPECT_THAT(alerted("carla", WhichAlerts::kUnread), IsEmpty());
  EXPECT_THAT(alerted("carla"), ElementsAre("gina"));
}

TEST_F(AlertRunTest, NoneForAnOwnerWhoIsGone) {
  save("bram", "gophers");
  append(RecordKind::kTeam, R"({"team":"t","person":"anna"})");
  save("anna", "gophers");
  run();
  append(RecordKind::kProfile, R"({"id":"bram","deleted":true})");
  append(RecordKind::kTeam, R"({"team":"t","person":"anna","to":"2025-01-31"})");
  append(RecordKind::kProfile, profile("gina"));
  const AlertRunReport report = run();
  EXPECT_EQ(report.passed_over, 2U);
  EXPECT_EQ(report.alerts, 0U);
}

/// Everything that the journal says of alerts and of what became of them, and of saved searches.
std::string said_of_alerts(const std::filesystem::path& index) {
  std::string said;
  const auto store = std::move(JournalStore::open(index, JournalStore::Access::kRead)).value();
  store->read(0, store->last(), [&](const JournalEntry& entry) {
    said += fmt::format("{} {} {} {}\n", name_of(entry.draft.kind), entry.draft.author, entry.draft.key,
                        entry.draft.record);
  });
  return said;
}

TEST_F(AlertRunTest, WhoIsErasedIsInNoAlertThatIsKeptOrWaits) {
  const std::string search = save("anna", "gophers");
  const auto told = save_search(desk(), {"anna", "told", R"({"query":"go"})", 50, {}, "https://example.org/", ""});
  ASSERT_TRUE(told);
  EXPECT_EQ(run().first_runs, 2U);
  publish(profile("gina") + profile("otto"));
  EXPECT_EQ(run().alerts, 4U);
  const std::string read = id_of_alert(search, "gina");
  ASSERT_TRUE(mark_alerts_read(desk(), "anna", {read}));
  ASSERT_TRUE(journal_->append({draft_of({id_of_alert(told.value().id, "gina"), DeliveryState::kFailed}, "anna")}));
  ASSERT_TRUE(erase_persons({world_.index(), {"gina"}, false}));
  EXPECT_THAT(alerted("anna"), ElementsAre("otto", "otto")) << "also before the next build";
  desk().books.read([&](const Books& books) {
    EXPECT_EQ(books.alerts.find(read), nullptr);
    EXPECT_EQ(books.alerts.of(told.value().id).size(), 1U) << "only otto's waits";
  });
  const std::string said = said_of_alerts(world_.index());
  EXPECT_THAT(said, Not(HasSubstr("gina")));
  EXPECT_THAT(said, Not(HasSubstr(read))) << "the id is made of the person's";
  EXPECT_THAT(said, Not(HasSubstr(id_of_alert(told.value().id, "gina"))));
  EXPECT_THAT(said, HasSubstr(id_of_alert(search, "otto")));
  EXPECT_EQ(run().alerts, 0U);
}

TEST_F(AlertRunTest, TheSavedSearchesOfWhoIsErasedAreGone) {
  const auto saved = save_search(desk(), {"anna", "told", R"({"query":"go"})", 50, {}, "https://example.org/", ""});
  ASSERT_TRUE(saved);
  run();
  ASSERT_TRUE(erase_persons({world_.index(), {"anna"}, false}));
  EXPECT_THAT(said_of_alerts(world_.index()), Not(HasSubstr(saved.value().secret)));
  EXPECT_EQ(run().searches, 0U);
}

TEST_F(AlertRunTest, OnlyTheFirstAndTheBestCount) {
  ASSERT_TRUE(save_search(desk(), {"anna", "top", R"({"query":"go","closeness":0})", 1, {}, "", ""}));
  ASSERT_TRUE(save_search(desk(), {"anna", "best", R"({"query":"","closeness":0})", 50, 0.5, "", ""}));
  run();
  publish(profile("gina") + profile("otto"));
  EXPECT_LE(run().alerts, 1U);
  EXPECT_EQ(list_saved_searches(desk(), "anna").value().searches.front().name, "best");
  EXPECT_EQ(list_saved_searches(desk(), "anna").value().searches.front().alerts, 0U) << "an empty query has fit 0";
}

TEST_F(AlertRunTest, RemovedWithTheirAlerts) {
  save("anna", "gophers");
  run();
  publish(profile("gina"));
  run();
  ASSERT_TRUE(remove_saved_search(desk(), "anna", "gophers"));
  EXPECT_THAT(alerted("anna"), IsEmpty());
  save("anna", "gophers");
  EXPECT_EQ(run().first_runs, 1U);
  EXPECT_EQ(run().alerts, 0U);
}

TEST_F(AlertRunTest, WhatCouldNotRunIsNotSaved) {
  const auto fault = [&](const SaveSearch& wanted) {
    const auto saved = save_search(desk(), wanted);
    EXPECT_FALSE(saved);
    return saved ? ErrorCode::kOverloaded : saved.error().code;
  };
  const std::string good = R"({"query":"go"})";
  EXPECT_EQ(fault({"stranger", "x", good, 50, {}, "", ""}), ErrorCode::kUnknownPerson);
  EXPECT_EQ(fault({"anna", "", good, 50, {}, "", ""}), ErrorCode::kInvalidRequest);
  EXPECT_EQ(fault({"anna", std::string(limit::kNameBytesMax + 1, 'x'), good, 50, {}, "", ""}),
            ErrorCode::kInvalidRequest);
  EXPECT_EQ(fault({"anna", "x", R"({"query":"(go"})", 50, {}, "", ""}), ErrorCode::kInvalidQuery);
  EXPECT_EQ(fault({"anna", "x", R"({"query":"go","closeness":2})", 50, {}, "", ""}), ErrorCode::kInvalidRequest);
  EXPECT_EQ(fault({"anna", "x", "", 50, {}, "", ""}), ErrorCode::kInvalidRequest);
  EXPECT_EQ(fault({"anna", "x", good, 0, {}, "", ""}), ErrorCode::kInvalidRequest);
  EXPECT_EQ(fault({"anna", "x", good, limit::kAlertTopMax + 1, {}, "", ""}), ErrorCode::kInvalidRequest);
  EXPECT_EQ(fault({"anna", "x", good, 50, 1.5, "", ""}), ErrorCode::kInvalidRequest);
  EXPECT_EQ(fault({"anna", "x", good, 50, {}, "ftp://example.org", ""}), ErrorCode::kInvalidRequest);
  EXPECT_EQ(fault({"anna", "x", good, 50, {}, "https://example.org", "short"}), ErrorCode::kInvalidRequest);
  EXPECT_EQ(fault({"anna", "x", good, 50, {}, "", "a secret without a webhook"}), ErrorCode::kInvalidRequest);
  save("anna", "x");
  EXPECT_EQ(fault({"anna", "x", good, 50, {}, "", ""}), ErrorCode::kConflict);
  for (std::size_t i = 1; i < limit::kSavedSearchesMax; ++i) save("anna", "x" + std::to_string(i));
  EXPECT_EQ(fault({"anna", "one more", good, 50, {}, "", ""}), ErrorCode::kConflict);
}

TEST_F(AlertRunTest, SecretsAreShownOnce) {
  const auto saved = save_search(desk(), {"anna", "x", R"({"query": "go"})", 50, {}, "https://example.org/hook", ""});
  ASSERT_TRUE(saved) << saved.error().message;
  EXPECT_EQ(saved.value().secret.size(), 64U);
  EXPECT_THAT(to_json(saved.value()), HasSubstr(saved.value().secret));
  EXPECT_THAT(to_json(list_saved_searches(desk(), "anna").value()), Not(HasSubstr(saved.value().secret)));
  EXPECT_THAT(to_json(saved.value()), HasSubstr(R"("request":{"query":"go"})"));
}

/// Beside the books: sets of who matched at the first run and who was alerted, over random generations, live profiles and restarts.
TEST_F(AlertRunTest, FollowsASlowReferenceOverRandomGenerations) {
  for (const std::uint64_t seed : seeds(1, 2)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 dice(seed);
    const std::string name = "random " + std::to_string(seed);
    save("anna", name);
    std::set<std::string> known;
    bool is_first = true;
    std::size_t sum = 0;
    for (int step = 0; step < 8; ++step) {
      std::string profiles;
      for (int person = 0; person < 12; ++person) {
        if (dice() % 2 == 0) continue;
        profiles += profile(fmt::format("s{}p{}", seed, person),
                            dice() % 5 == 0 ? R"(,"contact_policy":"do_not_contact")" : "");
      }
      publish(profiles);
      std::size_t expected = 0;
      const SearchAnswer answer = run_saved_search(desk(), "anna", name).value();
      for (const Hit& hit : answer.hits) expected += known.insert(hit.id).second && !is_first ? 1U : 0U;
      run();
      if (dice() % 2 == 0) reopen();
      if (dice() % 3 == 0) run();
      sum += expected;
      std::size_t alerts = 0;
      books_->read(
          [&](const Books& books) { alerts = books.alerts.of(books.searches.named("anna", name).value()->id).size(); });
      ASSERT_EQ(alerts, sum) << "step " << step;
      is_first = false;
    }
    EXPECT_GT(sum, 2U);
    ASSERT_TRUE(remove_saved_search(desk(), "anna", name));
  }
}

}  // namespace
}  // namespace kennis
