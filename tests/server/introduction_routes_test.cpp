/// @file
#include "server/introduction_routes.h"

#include <gmock/gmock.h>
#include <simdjson.h>

#include "server/url.h"
#include "tests/server/tiny_world.h"

namespace kennis {
namespace {

using ::testing::HasSubstr;

class IntroductionRoutesTest : public testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<IntroductionRoutes> routes_with(Journal* journal) {
    return std::make_unique<IntroductionRoutes>([this] { return searcher_; }, Identity::make(true, "127.0.0.1").value(),
                                                journal, world_.index());
  }
  HttpResponse send(const std::string& as, const std::string& method, const std::string& target,
                    const std::string& body = "") {
    HttpRequest request;
    request.method = method;
    request.target = target;
    request.body = body;
    if (!as.empty()) request.headers.emplace_back("x-kennis-searcher", as);
    if (!body.empty()) request.headers.emplace_back("content-type", content_type_);
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
  static std::string id_of(const HttpResponse& response) {
    simdjson::dom::parser parser;
    return std::string(std::string_view(parser.parse(response.body)["id"]));
  }

  tests::TinyWorld world_;
  std::shared_ptr<const Searcher> searcher_ = world_.open();
  std::unique_ptr<Journal> journal_ = std::move(Journal::open(world_.index())).value();
  std::unique_ptr<IntroductionRoutes> routes_ = routes_with(journal_.get());
  std::string content_type_ = "application/json";
};

constexpr const char* kAsk = R"({"introducer":"bram","candidate":"carla","message":"a word"})";

TEST_F(IntroductionRoutesTest, FromQuestionToIntroduction) {
  const auto asked = send("anna", "POST", "/v1/introductions", kAsk);
  ASSERT_EQ(asked.status, 201) << asked.body;
  const std::string one = "/v1/introductions/" + id_of(asked);
  EXPECT_EQ(send("bram", "GET", one).status, 200);
  EXPECT_EQ(send("carla", "GET", one).status, 404);
  EXPECT_THAT(send("carla", "GET", "/v1/introductions").body, HasSubstr(R"("introductions":[])"));
  EXPECT_EQ(send("anna", "POST", "/v1/introductions", kAsk).status, 409);
  EXPECT_EQ(send("anna", "POST", one + "/answer", R"({"answer":"yes"})").status, 409);
  EXPECT_EQ(send("bram", "POST", one + "/answer", R"({"answer":"yes"})").status, 200);
  EXPECT_THAT(send("bram", "POST", one + "/made").body, HasSubstr(R"("state":"introduced")"));
  EXPECT_EQ(searcher_->person("anna", "carla").value().degree, 2);
  EXPECT_EQ(send("carla", "GET", one).status, 200);
  EXPECT_EQ(send("anna", "POST", one + "/withdraw").status, 409);
}

TEST_F(IntroductionRoutesTest, RefusalsAreSetAndTakenBack) {
  EXPECT_THAT(send("bram", "PUT", "/v1/refusals", R"({"asker":"anna"})").body, HasSubstr(R"("id":"anna")"));
  EXPECT_EQ(send("anna", "POST", "/v1/introductions", kAsk).status, 404);
  EXPECT_THAT(send("anna", "GET", "/v1/refusals").body, HasSubstr(R"("askers":[])")) << "said of anna, not by her";
  EXPECT_EQ(send("bram", "PUT", "/v1/refusals", R"({"asker":"anna","refused":false})").status, 200);
  EXPECT_EQ(send("anna", "POST", "/v1/introductions", kAsk).status, 201);
}

TEST_F(IntroductionRoutesTest, BadRequestsAreRefused) {
  EXPECT_EQ(send("", "GET", "/v1/introductions").status, 401);
  EXPECT_EQ(send("stranger", "GET", "/v1/introductions").status, 403);
  EXPECT_EQ(send("stranger", "POST", "/v1/introductions", kAsk).status, 403);
  EXPECT_EQ(send("anna", "GET", "/v1/introductions?as=bram").status, 400);
  EXPECT_EQ(send("anna", "POST", "/v1/introductions", "{").status, 400);
  EXPECT_EQ(send("anna", "POST", "/v1/introductions", R"({"introducer":"bram","candidate":"erik"})").status, 404);
  EXPECT_EQ(send("anna", "POST", "/v1/introductions/x/answer", R"({"answer":"yes"})").status, 404);
  EXPECT_EQ(send("anna", "POST", "/v1/introductions/x/withdraw", "{}").status, 400);
  content_type_ = "text/plain";
  EXPECT_EQ(send("anna", "POST", "/v1/introductions", kAsk).status, 415);
}

TEST_F(IntroductionRoutesTest, WithoutAJournalOnlyReads) {
  routes_ = routes_with(nullptr);
  EXPECT_EQ(send("anna", "GET", "/v1/introductions").status, 200);
  EXPECT_EQ(send("anna", "POST", "/v1/introductions", kAsk).status, 503);
  searcher_ = nullptr;
  EXPECT_EQ(send("anna", "GET", "/v1/introductions").status, 503);
}

}  // namespace
}  // namespace kennis
