/// @file
#include "server/journal_routes.h"

#include <gmock/gmock.h>
#include <simdjson.h>

#include "server/url.h"
#include "tests/server/tiny_world.h"

namespace kennis {
namespace {

using testing::HasSubstr;

constexpr const char* kMeeting = R"({"at":"2025-01-20T10:00:00Z","from":"anna","to":["carla"],"channel":"meeting"})";

class JournalRoutesTest : public testing::Test {
 protected:
  void SetUp() override {
    searcher_ = world_.open();
    ASSERT_TRUE(searcher_);
    routes_ = routes_of(Journal::open(world_.index()));
  }

  [[nodiscard]] std::unique_ptr<JournalRoutes> routes_of(Result<std::unique_ptr<Journal>> journal) {
    return std::make_unique<JournalRoutes>([this] { return searcher_; }, Identity::make(true, "127.0.0.1").value(),
                                           std::move(journal));
  }

  HttpResponse send(const std::string& method, const std::string& target, const std::string& body,
                    NameValues headers = {{"x-kennis-searcher", "anna"}, {"content-type", "application/json"}}) {
    HttpRequest request;
    request.method = method;
    request.target = target;
    request.body = body;
    request.headers = std::move(headers);
    Router router;
    routes_->add_to([&](std::string its_method, std::string pattern, HttpHandler handler) {
      router.add(std::move(its_method), std::move(pattern), std::move(handler));
    });
    auto match = router.find(request.method, path_of(request.target));
    if (match.handler == nullptr) return {.status = -1, .content_type = "", .body = match.allow, .headers = {}};
    request.query = query_of(request.target).value();
    request.path_parameters = std::move(match.path_parameters);
    return (*match.handler)(request);
  }

  std::uint64_t total(const std::string& query) {
    SearchRequest request;
    request.as = "anna";
    request.query = query;
    return searcher_->search(request).value().total;
  }

  tests::TinyWorld world_;
  std::shared_ptr<const Searcher> searcher_;
  std::unique_ptr<JournalRoutes> routes_;
};

TEST_F(JournalRoutesTest, AnInteractionCountsInTheNextSearch) {
  EXPECT_EQ(searcher_->person("anna", "carla").value().degree, 2);
  const auto response = send("POST", "/v1/interactions", kMeeting);
  EXPECT_EQ(response.status, 201) << response.body;
  EXPECT_THAT(response.body, HasSubstr("\"journal_position\":1"));
  const auto carla = searcher_->person("anna", "carla").value();
  EXPECT_EQ(carla.degree, 1);
  EXPECT_EQ(carla.provenance.journal_position, 1U);
}

TEST_F(JournalRoutesTest, AProfileIsFoundChangedAndGone) {
  EXPECT_EQ(total("cobol"), 0U);
  EXPECT_EQ(send("PUT", "/v1/people/gijs", R"({"headline":"Cobol"})").status, 200);
  EXPECT_EQ(total("cobol"), 1U);
  EXPECT_EQ(send("PUT", "/v1/people/carla", R"({"headline":"Cobol","updated_at":"2030-01-01"})").status, 200);
  EXPECT_EQ(total("cobol"), 2U);
  EXPECT_EQ(total("go"), 1U) << "her old profile is masked";
  EXPECT_EQ(send("DELETE", "/v1/people/gijs", "").status, 200);
  EXPECT_EQ(total("cobol"), 1U);
  EXPECT_FALSE(searcher_->person("anna", "gijs"));
}

TEST_F(JournalRoutesTest, TheSameRequestAgainIsOneEvent) {
  const NameValues headers = {
      {"x-kennis-searcher", "anna"}, {"content-type", "application/json"}, {"idempotency-key", "k1"}};
  const auto first = send("POST", "/v1/interactions", kMeeting, headers);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(send("POST", "/v1/interactions", kMeeting, headers).body, first.body);
  EXPECT_EQ(send("POST", "/v1/interactions", kMeeting).body, first.body) << "the same content is the same event";
}

TEST_F(JournalRoutesTest, LinesAreTakenOneByOne) {
  const NameValues headers = {{"x-kennis-searcher", "anna"}, {"content-type", "application/x-ndjson"}};
  const auto response =
      send("POST", "/v1/interactions", std::string(kMeeting) + "\n\n{\"at\":1}\n" + kMeeting, headers);
  EXPECT_EQ(response.status, 200);
  simdjson::dom::parser parser;
  const auto answer = parser.parse(response.body);
  EXPECT_EQ(answer["accepted"].get_array().size(), 2U) << response.body;
  EXPECT_EQ(std::uint64_t(answer["refused"].at(0)["line"]), 3U);
  EXPECT_EQ(std::uint64_t(answer["journal_position"]), 1U) << "the same content twice is one event";
  EXPECT_EQ(send("POST", "/v1/interactions", kMeeting, headers).status, 201);
  const auto none = send("POST", "/v1/interactions", "{}\n", headers);
  EXPECT_EQ(none.status, 400);
  EXPECT_THAT(none.body, HasSubstr("line 1: "));
  EXPECT_EQ(send("POST", "/v1/interactions", "\n", headers).status, 400);
}

TEST_F(JournalRoutesTest, BadRequestsAreRefusedAndNothingIsWritten) {
  EXPECT_EQ(send("POST", "/v1/interactions", "{}").status, 400);
  EXPECT_EQ(send("POST", "/v1/interactions?as=bram", kMeeting).status, 400);
  EXPECT_EQ(send("POST", "/v1/interactions", kMeeting, {{"x-kennis-searcher", "anna"}}).status, 415);
  EXPECT_EQ(send("POST", "/v1/interactions", kMeeting, {{"content-type", "application/json"}}).status, 401);
  EXPECT_EQ(send("PUT", "/v1/people/carla", R"({"id":"bram"})").status, 400);
  EXPECT_EQ(send("PUT", "/v1/people/carla", "[]").status, 400);
  EXPECT_EQ(send("DELETE", "/v1/people/carla", "{}").status, 400);
  const NameValues twice = {{"x-kennis-searcher", "anna"},
                            {"content-type", "application/json"},
                            {"idempotency-key", "a"},
                            {"idempotency-key", "b"}};
  EXPECT_EQ(send("POST", "/v1/interactions", kMeeting, twice).status, 400);
  EXPECT_EQ(searcher_->follow_journal(), 0U);
}

TEST_F(JournalRoutesTest, WithoutAJournalWritesAreToldWhy) {
  routes_ = routes_of(Error{ErrorCode::kNotWritten, "journal.sqlite: no space", {}});
  const auto response = send("POST", "/v1/interactions", kMeeting);
  EXPECT_EQ(response.status, 503);
  EXPECT_THAT(response.body, HasSubstr("/problems/not-written"));
  EXPECT_THAT(response.body, HasSubstr("no space"));
}

}  // namespace
}  // namespace kennis
