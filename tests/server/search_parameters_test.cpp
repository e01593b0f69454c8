/// @file
#include "server/search_parameters.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schema/fields.h"

namespace kennis {
namespace {

using testing::HasSubstr;

std::string fault(const NameValues& query) {
  const auto request = search_from_query(query);
  return request ? "" : request.error().message;
}

std::string fault(std::string_view body) {
  const auto request = search_from_json(body);
  if (!request) {
    EXPECT_EQ(request.error().code, ErrorCode::kInvalidRequest);
  }
  return request ? "" : request.error().message;
}

TEST(SearchFromQuery, ReadsEverything) {
  const auto request = search_from_query(
      {{"q", "go"}, {"closeness", "0.25"}, {"limit", "0"}, {"paths", "20"}, {"explain", "true"}, {"exact", "false"}});
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request.value().query, "go");
  EXPECT_EQ(request.value().closeness, 0.25);
  EXPECT_EQ(request.value().limit, 0U);
  EXPECT_EQ(request.value().paths, 20U);
  EXPECT_TRUE(request.value().explain);
  EXPECT_FALSE(request.value().exact);
  EXPECT_EQ(request.value().as, "");
}

TEST(SearchFromQuery, HasDefaults) {
  const auto request = search_from_query({{"q", ""}});
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request.value().closeness, 0.3);
  EXPECT_EQ(request.value().limit, 20U);
  EXPECT_EQ(request.value().paths, 3U);
}

TEST(SearchFromQuery, RefusesNumbersOutOfTheirRange) {
  for (const auto* value :
       {"nan", "inf", "-0.1", "1.0000001", "", " 0.5", "0.5 ", "0,5", "+0.5", "0x1", "1e400", "half"}) {
    EXPECT_THAT(fault({{"q", "go"}, {"closeness", value}}), HasSubstr("closeness")) << value;
  }
  for (const auto* value : {"0", "1", "1e-3", "0.5", ".5"})
    EXPECT_EQ(fault({{"q", "go"}, {"closeness", value}}), "") << value;
  for (const auto* value : {"-1", "10001", "1.5", "", "ten", "+5", " 5", "99999999999999999999"}) {
    EXPECT_THAT(fault({{"q", "go"}, {"limit", value}}), HasSubstr("limit")) << value;
  }
  EXPECT_EQ(fault({{"q", "go"}, {"limit", "10000"}}), "");
  EXPECT_THAT(fault({{"q", "go"}, {"paths", "21"}}), HasSubstr("paths"));
  for (const auto* value : {"1", "yes", "", "True"})
    EXPECT_THAT(fault({{"q", "go"}, {"explain", value}}), HasSubstr("explain"));
}

TEST(SearchFromQuery, ATimeoutIsBetweenAMillisecondAndAMinute) {
  for (const auto* value : {"0", "60001", "-1", "", "1.5", "soon"}) {
    EXPECT_THAT(fault({{"q", "go"}, {"timeout_ms", value}}), HasSubstr("timeout_ms")) << value;
  }
  EXPECT_EQ(search_from_query({{"q", "go"}, {"timeout_ms", "1"}}).value().timeout.count(), 1);
  EXPECT_EQ(search_from_query({{"q", "go"}, {"timeout_ms", "60000"}}).value().timeout.count(), 60'000);
  EXPECT_EQ(search_from_query({{"q", "go"}}).value().timeout.count(), limit::kSearchTimeoutMs);
  EXPECT_THAT(fault(R"({"query": "a", "timeout_ms": 0})"), HasSubstr("timeout_ms"));
  EXPECT_EQ(search_from_json(R"({"query": "a", "timeout_ms": 250})").value().timeout.count(), 250);
}

TEST(SearchFromQuery, NamesWhatItDoesNotKnow) {
  EXPECT_THAT(fault({{"q", "go"}, {"as", "bram"}}), HasSubstr("'as'"));
  EXPECT_THAT(fault({{"q", "go"}, {"rights_date", "2020-01-01"}}), HasSubstr("'rights_date'"));
  EXPECT_THAT(fault({{"q", "go"}, {std::string(59, 'x') + "\xC3\xA9tail", "1"}}), HasSubstr("x…'"));
}

TEST(SearchFromQuery, WantsEachOnce) {
  EXPECT_THAT(fault({{"limit", "1"}}), HasSubstr("q is missing"));
  EXPECT_THAT(fault({{"q", "a"}, {"q", "b"}}), HasSubstr("q is there more than once"));
}

TEST(SearchFromQuery, QueriesHaveAnEnd) {
  EXPECT_EQ(fault({{"q", std::string(8192, 'a')}}), "");
  EXPECT_THAT(fault({{"q", std::string(8193, 'a')}}), HasSubstr("8192"));
}

TEST(SearchFromJson, ReadsEverything) {
  const auto request = search_from_json(
      R"({"query": "caf\u00e9", "closeness": 1, "limit": 5, "paths": 0, "explain": true, "exact": true})");
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request.value().query, "café");
  EXPECT_EQ(request.value().closeness, 1.0);
  EXPECT_EQ(request.value().limit, 5U);
  EXPECT_EQ(request.value().paths, 0U);
  EXPECT_TRUE(request.value().explain && request.value().exact);
}

TEST(SearchFromJson, NamesTheFieldThatIsWrong) {
  EXPECT_THAT(fault(R"({"query": 5})"), HasSubstr("query"));
  EXPECT_THAT(fault(R"({"query": "a", "closeness": "0.5"})"), HasSubstr("closeness"));
  EXPECT_THAT(fault(R"({"query": "a", "closeness": -0.5})"), HasSubstr("closeness"));
  EXPECT_THAT(fault(R"({"query": "a", "closeness": null})"), HasSubstr("closeness"));
  EXPECT_THAT(fault(R"({"query": "a", "limit": 1.5})"), HasSubstr("limit"));
  EXPECT_THAT(fault(R"({"query": "a", "limit": -1})"), HasSubstr("limit"));
  EXPECT_THAT(fault(R"({"query": "a", "limit": 10001})"), HasSubstr("limit"));
  EXPECT_THAT(fault(R"({"query": "a", "explain": "true"})"), HasSubstr("explain"));
  EXPECT_THAT(fault(R"({"query": "a", "exact": 1})"), HasSubstr("exact"));
  EXPECT_THAT(fault(R"({"query": "a", "as": "bram"})"), HasSubstr("'as'"));
  EXPECT_THAT(fault(R"({"query": "a", "query": "b"})"), HasSubstr("more than once"));
  EXPECT_THAT(fault(R"({"limit": 1})"), HasSubstr("query is missing"));
}

TEST(SearchFromJson, RefusesWhatIsNoObject) {
  for (const auto* body : {"", "[]", "\"go\"", "{", "{\"query\": \"a\"} {}", "{\"query\": \"a\",}",
                           "{\"query\": \"\xFF\"}", "{'query': 'a'}", "nul"}) {
    EXPECT_THAT(fault(std::string_view(body)), HasSubstr("the body is not")) << body;
  }
  EXPECT_THAT(fault(std::string(100'000, '[')), HasSubstr("the body is not"));
}

TEST(LimitFromQuery, TakesNothingElse) {
  EXPECT_EQ(limit_from_query({}, 5, 1000).value(), 5U);
  EXPECT_EQ(limit_from_query({{"limit", "7"}}, 5, 1000).value(), 7U);
  EXPECT_FALSE(limit_from_query({{"limit", "1001"}}, 5, 1000).ok());
  EXPECT_FALSE(limit_from_query({{"limit", "1"}, {"limit", "1"}}, 5, 1000).ok());
  EXPECT_THAT(limit_from_query({{"as", "bram"}}, 5, 1000).error().message, HasSubstr("'as'"));
}

TEST(NoParameters, TakesNothing) {
  EXPECT_TRUE(no_parameters({}).ok());
  EXPECT_THAT(no_parameters({{"x", "1"}}).error().message, HasSubstr("'x'"));
}

}  // namespace
}  // namespace kennis
