/// @file
#include "server/routes.h"

#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include "server/url.h"
#include "tests/server/tiny_world.h"

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

constexpr const char* kDana = "https%3A%2F%2Fexample.org%2F~dana%2Fx";

class RoutesTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    world_ = new tests::TinyWorld();
    searcher_ = new std::shared_ptr<const Searcher>(world_->open());
  }
  static void TearDownTestSuite() {
    delete searcher_;
    delete world_;
  }

  void SetUp() override {
    ASSERT_TRUE(*searcher_);
    routes_ = routes_of(*searcher_, true, 4);
  }

  [[nodiscard]] static std::unique_ptr<Routes> routes_of(std::shared_ptr<const Searcher> searcher, bool insecure,
                                                         std::size_t inside_max) {
    return std::make_unique<Routes>([searcher] { return searcher; }, Identity::make(insecure, "127.0.0.1").value(),
                                    GateOptions{.inside_max = inside_max, .waiting_max = 0, .wait_max = {}});
  }

  /// As the HTTP server would: looks the route up and calls it.
  HttpResponse call(Routes& routes, HttpRequest request) {
    Router router;
    routes.add_to([&](std::string method, std::string pattern, HttpHandler handler) {
      router.add(std::move(method), std::move(pattern), std::move(handler));
    });
    auto match = router.find(request.method, path_of(request.target));
    if (match.handler == nullptr) return {.status = -1, .content_type = "", .body = match.allow, .headers = {}};
    request.query = query_of(request.target).value();
    request.path_parameters = std::move(match.path_parameters);
    return (*match.handler)(request);
  }

  HttpResponse get(const std::string& target, const std::string& as = "anna") {
    HttpRequest request;
    request.method = "GET";
    request.target = target;
    if (!as.empty()) request.headers.emplace_back("x-kennis-searcher", as);
    return call(*routes_, request);
  }

  HttpResponse post(const std::string& body, const std::string& type = "application/json",
                    const std::string& target = "/v1/search") {
    HttpRequest request;
    request.method = "POST";
    request.target = target;
    request.headers = {{"x-kennis-searcher", "anna"}, {"content-type", type}};
    request.body = body;
    return call(*routes_, request);
  }

  static tests::TinyWorld* world_;
  static std::shared_ptr<const Searcher>* searcher_;
  std::unique_ptr<Routes> routes_;
};

tests::TinyWorld* RoutesTest::world_ = nullptr;
std::shared_ptr<const Searcher>* RoutesTest::searcher_ = nullptr;

/// An answer's `took_ms` is never the same twice.
std::string without_time(std::string body) {
  const auto begin = body.find("\"took_ms\":");
  if (begin != std::string::npos) body.erase(begin, body.find(',', begin) - begin + 1);
  return body;
}

TEST_F(RoutesTest, SeveralSearchesHaveEachItsAnswerOrProblem) {
  const auto response =
      post(R"({"searches":[{"query":"go"},{"query":"go AND"},{"query":"go","limt":1},{"query":"","limit":1}]})",
           "application/json", "/v1/searches");
  ASSERT_EQ(response.status, 200) << response.body;
  simdjson::dom::parser parser;
  const auto answers = parser.parse(response.body)["answers"];
  ASSERT_EQ(simdjson::dom::array(answers).size(), 4U);
  EXPECT_EQ(std::uint64_t(answers.at(0)["status"]), 200U);
  // Both are written again by the same library: it sets the last digit of a number otherwise than our writer.
  simdjson::dom::parser other;
  const std::string alone = get("/v1/search?q=go").body;
  EXPECT_EQ(without_time(simdjson::minify(simdjson::dom::element(answers.at(0)["answer"]))),
            without_time(simdjson::minify(simdjson::dom::element(other.parse(alone)))));
  EXPECT_EQ(std::uint64_t(answers.at(1)["status"]), 400U);
  EXPECT_EQ(std::uint64_t(answers.at(1)["problem"]["position"]), 3U);
  EXPECT_NE(std::string_view(answers.at(2)["problem"]["detail"]).find("limt"), std::string_view::npos);
  EXPECT_EQ(simdjson::dom::array(answers.at(3)["answer"]["hits"]).size(), 1U);
}

TEST_F(RoutesTest, SeveralSearchesAreRefusedWhereTheyAreNone) {
  const auto refused = [&](const std::string& body) { return post(body, "application/json", "/v1/searches").status; };
  for (const char* body :
       {"", "[]", "{}", R"({"searches":[]})", R"({"searches":{}})", R"({"searches":[{"query":"a"}],"as":"bram"})"}) {
    EXPECT_EQ(refused(body), 400) << body;
  }
  std::string many;
  for (std::size_t i = 0; i < 51; ++i) many += std::string(i > 0 ? "," : "") + R"({"query":"go","limit":0})";
  EXPECT_EQ(refused(R"({"searches":[)" + many + "]}"), 400);
  EXPECT_EQ(refused(R"({"searches":[)" + many.substr(many.find(',', 20) + 1) + "]}"), 200);
  EXPECT_EQ(refused(R"({"searches":[1]})"), 200);
}

TEST_F(RoutesTest, SuggestsWhileSomebodyTypes) {
  const auto response = get("/v1/suggest?q=rus&field=skill,title&limit=1");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_THAT(response.body, HasSubstr(R"({"text":"rus","suggestions":[{"text":"Rust","field":"skill","count":)"));
  EXPECT_THAT(response.body, HasSubstr(R"("query":"skill:=\"Rust\"","errors":0}])"));
  EXPECT_EQ(get("/v1/suggest?q=rus&field=skill&field=company").status, 200);
  EXPECT_EQ(get("/v1/suggest?q=").status, 200);
  for (const char* wrong :
       {"/v1/suggest", "/v1/suggest?q=a&q=b", "/v1/suggest?q=a&as=bram", "/v1/suggest?q=a&limit=101",
        "/v1/suggest?q=a&limit=x", "/v1/suggest?q=a&field=colour", "/v1/suggest?q=a&field=skill,"})
    EXPECT_EQ(get(wrong).status, 400) << wrong;
  EXPECT_EQ(get("/v1/suggest?q=" + std::string(161, 'a')).status, 400);
  EXPECT_EQ(get("/v1/suggest?q=a", "").status, 401);
  EXPECT_EQ(get("/v1/suggest?q=a", "stranger").status, 403);
}

TEST_F(RoutesTest, ReadsAVacancyAsAQuery) {
  const std::string text = "Data engineer\nRequirements\nSpring Boot, Java\nNice to have\nMachine learning";
  const auto response = post(text, "text/plain; charset=utf-8", "/v1/vacancy");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(
      response.body,
      R"({"title":"Data engineer","place":null,"remote":null,"years":null,"languages":[],)"
      R"("required":["Spring Boot","Java"],)"
      R"("wished":["Machine learning"],"query":"skill:\"Spring Boot\" skill:Java data-engineer machine-learning"})"
      "\n");
  EXPECT_EQ(post(text, "application/json", "/v1/vacancy").status, 415);
  EXPECT_EQ(post("", "text/plain", "/v1/vacancy").status, 400);
}

TEST_F(RoutesTest, SearchRanksAndExplains) {
  const auto response = get("/v1/search?q=go&explain=true");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(response.content_type, "application/json");
  simdjson::dom::parser parser;
  const auto answer = parser.parse(response.body);
  ASSERT_EQ(answer.error(), simdjson::SUCCESS);
  EXPECT_EQ(std::uint64_t(answer["total"]), 2U) << response.body;
  const auto first = answer["hits"].at(0);
  EXPECT_EQ(std::string_view(first["id"]), "carla");
  EXPECT_EQ(std::uint64_t(first["degree"]), 2U);
  EXPECT_EQ(std::string_view(first["introductions"].at(0)["via"].at(0)["id"]), "bram");
  EXPECT_EQ(first["explanation"]["asked"].at(0)["level"].error(), simdjson::SUCCESS);
  const auto second = answer["hits"].at(1);
  EXPECT_EQ(std::string_view(second["contact_policy"]), "ask_first");
  EXPECT_EQ(bool(second["address_only"]), true);
  EXPECT_TRUE(second["degree"].is_null());
}

TEST_F(RoutesTest, BothWaysOfAskingAnswerTheSame) {
  const auto asked = get("/v1/search?q=go+rust&closeness=0.5&limit=1&paths=2&explain=true&exact=true");
  const auto posted = post(R"({"query":"go rust","closeness":0.5,"limit":1,"paths":2,"explain":true,"exact":true})",
                           "Application/JSON; charset=utf-8");
  EXPECT_EQ(asked.status, 200);
  EXPECT_EQ(without_time(posted.body), without_time(asked.body));
}

TEST_F(RoutesTest, ReferrersAreRankedHoweverTheyAreAskedFor) {
  const auto asked = get("/v1/referrers?q=go&limit=5&candidates=2");
  ASSERT_EQ(asked.status, 200) << asked.body;
  simdjson::dom::parser parser;
  const auto answer = parser.parse(asked.body);
  const auto first = answer["referrers"].at(0);
  EXPECT_EQ(std::string_view(first["id"]), "bram");
  EXPECT_EQ(std::string_view(first["relation"]), "contact");
  EXPECT_EQ(std::string_view(first["candidates"].at(0)["id"]), "carla");
  const auto posted = post(R"({"query":"go","limit":5,"candidates":2})", "application/json", "/v1/referrers");
  EXPECT_EQ(without_time(posted.body), without_time(asked.body));
  EXPECT_EQ(get("/v1/referrers").status, 400);
  EXPECT_EQ(get("/v1/referrers?q=go&as=bram").status, 400);
  EXPECT_EQ(get("/v1/referrers?q=go&candidates=21").status, 400);
  EXPECT_EQ(get("/v1/referrers?q=go+AND+%28rust").status, 400);
  EXPECT_EQ(get("/v1/referrers?q=go", "").status, 401);
  EXPECT_EQ(get("/v1/referrers?q=go", "stranger").status, 403);
  EXPECT_EQ(post("[]", "application/json", "/v1/referrers").status, 400);
  EXPECT_EQ(post(R"({"query":1})", "application/json", "/v1/referrers").status, 400);
  EXPECT_EQ(post(R"({"query":"go","query":"go"})", "application/json", "/v1/referrers").status, 400);
  EXPECT_EQ(post("{}", "text/plain", "/v1/referrers").status, 415);
}

TEST_F(RoutesTest, DormantTiesHaveALimit) {
  const auto response = get("/v1/dormant?limit=3");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_THAT(response.body, HasSubstr("\"total\":0"));
  EXPECT_EQ(get("/v1/dormant?q=x").status, 400);
  EXPECT_EQ(get("/v1/dormant?limit=10001").status, 400);
  EXPECT_EQ(get("/v1/dormant", "stranger").status, 403);
}

TEST_F(RoutesTest, HitsComeInTheOrderThatIsAskedFor) {
  const auto asked = get("/v1/search?q=go&order=help");
  ASSERT_EQ(asked.status, 200) << asked.body;
  EXPECT_THAT(asked.body, HasSubstr("\"order\":\"help\""));
  EXPECT_THAT(asked.body, HasSubstr("\"help\":"));
  EXPECT_EQ(without_time(post(R"({"query":"go","order":"help"})").body), without_time(asked.body));
  EXPECT_THAT(get("/v1/search?q=go").body, Not(HasSubstr("\"help\":")));
  EXPECT_EQ(get("/v1/search?q=go&order=best").status, 400);
  EXPECT_EQ(post(R"({"query":"go","order":3})").status, 400);
}

TEST_F(RoutesTest, BadQueryNamesThePosition) {
  const auto response = get("/v1/search?q=go+AND+%28rust");
  EXPECT_EQ(response.status, 400);
  EXPECT_THAT(response.body, HasSubstr("/problems/invalid-query"));
  EXPECT_THAT(response.body, HasSubstr("\"position\":"));
}

TEST_F(RoutesTest, BadParametersAreNamed) {
  for (const auto& [target, name] :
       std::vector<std::pair<std::string, std::string>>{{"?closeness=0.1", "q is missing"},
                                                        {"?q=go&as=bram", "'as'"},
                                                        {"?q=go&closeness=nan", "closeness"},
                                                        {"?q=go&limit=10001", "limit"},
                                                        {"?q=go&Q=1", "'Q'"}}) {
    const auto response = get("/v1/search" + target);
    EXPECT_EQ(response.status, 400) << target;
    EXPECT_THAT(response.body, HasSubstr(name));
  }
  EXPECT_EQ(get("/v1/people/anna?as=bram").status, 400);
  EXPECT_EQ(get("/v1/people/anna/introductions?paths=3").status, 400);
  EXPECT_EQ(post("{\"query\":\"go\",\"as\":\"bram\"}").status, 400);
  EXPECT_EQ(post("{\"query\":\"go\"}", "application/json", "/v1/search?as=bram").status, 400);
}

TEST_F(RoutesTest, OtherMediaTypesAreRefused) {
  for (const auto* type : {"text/plain", "application/x-www-form-urlencoded", "", "application/jsonp"}) {
    const auto response = post(R"({"query":"go"})", type);
    EXPECT_EQ(response.status, 415) << type;
  }
}

TEST_F(RoutesTest, WithoutANameNobodySearches) {
  for (const auto* target : {"/v1/search?q=go", "/v1/people/anna", "/v1/people/anna/introductions"}) {
    const auto response = get(target, "");
    EXPECT_EQ(response.status, 401) << target;
    EXPECT_THAT(response.headers, ElementsAre(Pair("WWW-Authenticate", HasSubstr("X-Kennis-Searcher"))));
    EXPECT_THAT(response.body, HasSubstr("/problems/unauthenticated"));
  }
}

TEST_F(RoutesTest, WithoutAnInsecureIdentityNobodySearches) {
  routes_ = routes_of(*searcher_, false, 4);
  const auto response = get("/v1/search?q=go");
  EXPECT_EQ(response.status, 401);
  EXPECT_THAT(response.body, HasSubstr("keys"));
  EXPECT_EQ(get("/healthz").status, 200);
  EXPECT_EQ(get("/readyz").status, 200);
}

TEST_F(RoutesTest, ASearcherWhoIsNotThereIsToldSo) {
  for (const auto* target :
       {"/v1/search?q=go", "/v1/people/anna", "/v1/people/nobody", "/v1/people/anna/introductions"}) {
    const auto response = get(target, "nobody-at-all");
    EXPECT_EQ(response.status, 403) << target;
    EXPECT_THAT(response.body, HasSubstr("searcher")) << target;
  }
}

TEST_F(RoutesTest, PersonEmbedsTheRecord) {
  const auto response = get("/v1/people/carla");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_THAT(response.body, HasSubstr(R"("own_field": [1, 2.50])"));
  simdjson::dom::parser parser;
  EXPECT_EQ(std::string_view(parser.parse(response.body)["profile"]["headline"]), "Go developer");
}

TEST_F(RoutesTest, IdsWithSlashesAreEncoded) {
  EXPECT_EQ(get(std::string("/v1/people/") + kDana).status, 200);
  EXPECT_EQ(get(std::string("/v1/people/") + kDana + "/introductions").status, 200);
  EXPECT_EQ(get("/v1/people/https://example.org/~dana/x").status, -1);
}

TEST_F(RoutesTest, PersonWithoutAProfileHasNull) {
  const auto response = get("/v1/people/mailto%3Azoe%40example.org");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_THAT(response.body, HasSubstr(R"("name":null,"profile":null)"));
}

TEST_F(RoutesTest, HiddenPersonsAreNotThereInTheSameWords) {
  const auto hidden = get("/v1/people/mailto%3Azoe%40example.org", "carla");  // no contact of hers
  const auto absent = get("/v1/people/mailto%3Aabc%40example.org", "carla");
  EXPECT_EQ(hidden.status, 404);
  auto expected = absent.body;
  const auto at = expected.find("abc");
  ASSERT_NE(at, std::string::npos) << expected;
  EXPECT_EQ(hidden.body, expected.replace(at, 3, "zoe"));
}

TEST_F(RoutesTest, IntroductionsNameTheWay) {
  const auto response = get("/v1/people/carla/introductions?limit=1");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_THAT(response.body, HasSubstr(R"("via":[{"id":"bram","name":"Bram"}])"));
}

TEST_F(RoutesTest, SaysWhetherItIsReady) {
  EXPECT_EQ(get("/healthz", "").body, "{\"status\":\"ok\"}\n");
  EXPECT_EQ(get("/readyz", "").body,
            "{\"status\":\"ready\",\"generation\":\"" + (*searcher_)->manifest().generation + "\"}\n");
  routes_ = routes_of(nullptr, true, 4);
  for (const auto* target : {"/readyz", "/v1/search?q=go", "/v1/people/anna"}) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 503) << target;
    EXPECT_THAT(response.body, HasSubstr("/problems/no-generation"));
  }
  EXPECT_EQ(get("/healthz", "").status, 200);
}

TEST_F(RoutesTest, AFullHouseSendsClientsAway) {
  routes_ = routes_of(*searcher_, true, 0);
  const auto response = get("/v1/search?q=go");
  EXPECT_EQ(response.status, 503);
  EXPECT_THAT(response.headers, ElementsAre(Pair("Retry-After", "1")));
  EXPECT_EQ(get("/healthz").status, 200);
}

TEST_F(RoutesTest, TheFrontPageNamesTheApi) {
  const auto response = get("/", "");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "text/plain; charset=utf-8");
  EXPECT_THAT(response.body, HasSubstr("/v1/search"));
}

TEST_F(RoutesTest, DoNotContactIsNoHit) { EXPECT_THAT(get("/v1/search?q=go").body, Not(HasSubstr("erik"))); }

}  // namespace
}  // namespace kennis
