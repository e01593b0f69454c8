/// @file
/// Alerts told to a receiver on this machine, which fails when it is told to.
#include "server/delivery.h"

#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "journal/draft.h"
#include "server/alert_desk.h"
#include "server/alert_run.h"
#include "server/desk_json.h"
#include "server/http_server.h"
#include "server/webhook.h"
#include "tests/server/tiny_world.h"

namespace kennis {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using tests::TinyWorld;

constexpr const char* kSecret = "a secret of the receiver's";

/// Takes calls, and answers with the status that is set.
class Receiver {
 public:
  Receiver() : server_(HttpServerOptions{}) {
    server_.add_route("POST", "/hook", [this](const HttpRequest& request) {
      const std::lock_guard lock(mutex_);
      calls_.push_back(request);
      HttpResponse response;
      response.status = status;
      response.body = "a long story that nobody reads";
      return response;
    });
    port_ = server_.bind("127.0.0.1", 0).value();
    thread_ = std::jthread([this] { (void)server_.run(); });
  }
  ~Receiver() { server_.stop(); }
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  [[nodiscard]] std::string url() const { return fmt::format("http://127.0.0.1:{}/hook", port_); }
  [[nodiscard]] std::vector<HttpRequest> calls() {
    const std::lock_guard lock(mutex_);
    return calls_;
  }
  std::atomic<int> status = 200;

 private:
  HttpServer server_;
  int port_ = 0;
  std::mutex mutex_;
  std::vector<HttpRequest> calls_;
  std::jthread thread_;
};

class DeliveryTest : public testing::Test {
 protected:
  DeliveryTest() {
    options_.hosts = {"127.0.0.1"};
    options_.timeout = std::chrono::milliseconds(5000);
    searcher_ = world_.open();
  }
  [[nodiscard]] Desk desk() {
    return {*searcher_, books_, journal_.get(), [this] { return now_; }};
  }
  /// Saves a search with a webhook and has so many persons match it newly.
  void alert(const std::string& name, const std::string& url, int persons) {
    ASSERT_TRUE(save_search(desk(), {"anna", name, R"({"query":"rust"})", 50, {}, url, kSecret}));
    ASSERT_TRUE(run_saved_searches(desk(), {}));
    for (int i = 0; i < persons; ++i) put(fmt::format("{}{}", name, i), "");
    ASSERT_TRUE(run_saved_searches(desk(), {}));
  }
  void put(const std::string& id, const std::string& more) {
    const std::string json = fmt::format(R"({{"id":"{}","name":"{}","headline":"Rust","updated_at":"{}"{}}})", id, id,
                                         format_instant(1'730'000'000 + ++puts_), more);
    ASSERT_TRUE(journal_->append({DraftMaker("test", now()).record(RecordKind::kProfile, json).value()}));
  }
  DeliveryReport deliver() {
    const auto report = deliver_due(desk(), options_, world_.index(), {});
    EXPECT_TRUE(report) << report.error().message;
    return report ? report.value() : DeliveryReport{};
  }

  TinyWorld world_;
  std::unique_ptr<Journal> journal_ = std::move(Journal::open(world_.index(), [this] { return now_; })).value();
  std::shared_ptr<const Searcher> searcher_;
  LiveBooks books_{world_.index()};
  Receiver receiver_;
  DeliveryOptions options_;
  Seconds now_ = now();
  Seconds puts_ = 0;
};

TEST_F(DeliveryTest, EachAlertIsToldOnceWithItsIdAndSignature) {
  alert("a", receiver_.url(), 3);
  EXPECT_EQ(deliver().delivered, 3U);
  EXPECT_EQ(deliver().delivered, 0U);
  const auto calls = receiver_.calls();
  ASSERT_THAT(calls, SizeIs(3));
  std::map<std::string, std::string> bodies;
  for (const HttpRequest& call : calls) {
    const std::string id(header_values(call.headers, "x-kennis-alert").front());
    bodies[id] = call.body;
    EXPECT_THAT(call.body, HasSubstr("\"id\":\"" + id + "\""));
    EXPECT_EQ(header_values(call.headers, "x-kennis-signature").front(), signature_of(kSecret, now_, call.body));
    EXPECT_EQ(header_values(call.headers, "content-type").front(), "application/json");
  }
  EXPECT_EQ(bodies.size(), 3U);
}

TEST_F(DeliveryTest, WhatFailsIsTriedAgainLaterAndGivenUpInTheEnd) {
  options_.tries_max = 3;
  alert("a", receiver_.url(), 1);
  receiver_.status = 500;
  EXPECT_EQ(deliver().failed, 1U);
  EXPECT_EQ(deliver().failed, 0U) << "not due yet";
  EXPECT_THAT(receiver_.calls(), SizeIs(1));
  now_ += options_.first_wait;
  EXPECT_EQ(deliver().failed, 1U);
  now_ += 4 * options_.first_wait;
  const DeliveryReport last = deliver();
  EXPECT_EQ(last.dead, 1U);
  EXPECT_EQ(last.waiting, 0U);
  now_ += 30 * kSecondsPerDay;
  EXPECT_EQ(deliver().delivered, 0U);
  EXPECT_THAT(receiver_.calls(), SizeIs(3));
  const auto dead = list_alerts(desk(), "anna", WhichAlerts::kDead).value().alerts;
  ASSERT_THAT(dead, SizeIs(1));
  EXPECT_EQ(dead.front().attempts, 3U);
  EXPECT_EQ(dead.front().failure, "the receiver answered with status 500");
  EXPECT_EQ(send_again(desk(), "bram", {dead.front().id}).error().code, ErrorCode::kUnknownId);
  ASSERT_TRUE(send_again(desk(), "anna", {dead.front().id}));
  EXPECT_EQ(send_again(desk(), "anna", {dead.front().id}).error().code, ErrorCode::kConflict);
  receiver_.status = 204;
  EXPECT_EQ(deliver().delivered, 1U);
  const auto calls = receiver_.calls();
  ASSERT_THAT(calls, SizeIs(4));
  EXPECT_EQ(header_values(calls.front().headers, "x-kennis-alert"),
            header_values(calls.back().headers, "x-kennis-alert"));
}

TEST_F(DeliveryTest, OneCallTellsThatAWebhookIsDown) {
  alert("a", receiver_.url(), 5);
  receiver_.status = 503;
  EXPECT_EQ(deliver().failed, 5U);
  EXPECT_THAT(receiver_.calls(), SizeIs(1));
  receiver_.status = 302;
  now_ += options_.first_wait;
  EXPECT_EQ(deliver().failed, 5U) << "redirections are not followed";
  receiver_.status = 200;
  now_ += 4 * options_.first_wait;
  EXPECT_EQ(deliver().delivered, 5U);
}

TEST_F(DeliveryTest, RoundsAreBoundedAndTheRestWaits) {
  options_.round_max = 2;
  alert("a", receiver_.url(), 5);
  const DeliveryReport first = deliver();
  EXPECT_EQ(first.delivered, 2U);
  EXPECT_EQ(first.waiting, 3U);
  EXPECT_EQ(deliver().delivered, 2U);
  EXPECT_EQ(deliver().delivered, 1U);
}

TEST_F(DeliveryTest, HostsThatAreNotAllowedAreNotCalled) {
  alert("a", receiver_.url(), 1);
  options_.hosts = {};
  EXPECT_EQ(deliver().failed, 1U);
  EXPECT_THAT(receiver_.calls(), SizeIs(0));
  EXPECT_THAT(to_json(list_alerts(desk(), "anna", WhichAlerts::kAll).value()), HasSubstr("own network"));
}

TEST_F(DeliveryTest, NothingIsToldOfWhoMayNotBeShownAnyMore) {
  alert("a", receiver_.url(), 2);
  put("a0", R"(,"contact_policy":"do_not_contact")");
  const DeliveryReport report = deliver();
  EXPECT_EQ(report.delivered, 1U);
  EXPECT_EQ(report.withheld, 1U);
  ASSERT_THAT(receiver_.calls(), SizeIs(1));
  EXPECT_THAT(receiver_.calls().front().body, HasSubstr("a1"));
}

TEST_F(DeliveryTest, OneProcessDeliversAtATime) {
  alert("a", receiver_.url(), 1);
  const std::string path = (world_.index() / "DELIVERY.LOCK").string();
  EXPECT_EQ(deliver().delivered, 1U);
  const std::string command = fmt::format("flock -n '{}' -c true", path);
  EXPECT_EQ(std::system(command.c_str()), 0) << "given back";
}

TEST(DeliveryOptions, WaitsGrowUpToTheLongest) {
  const DeliveryOptions options;
  EXPECT_EQ(wait_after(options, 1, 0), 15);
  EXPECT_EQ(wait_after(options, 1, 0.999999), 30);
  EXPECT_EQ(wait_after(options, 2, 0), 60);
  EXPECT_EQ(wait_after(options, 3, 0.5), 360);
  EXPECT_EQ(wait_after(options, 8, 0.999999), 6 * 3600);
  EXPECT_EQ(wait_after(options, 4'000'000'000U, 0), 3 * 3600);
}

}  // namespace
}  // namespace kennis
