/// @file
#include "server/identity.h"

#include <string>
#include <variant>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kennis {
namespace {

using testing::HasSubstr;

HttpRequest request_with(NameValues headers) {
  HttpRequest request;
  request.method = "GET";
  request.target = "/v1/search?q=go";
  request.headers = std::move(headers);
  return request;
}

Identity development() { return Identity::make(true, "127.0.0.1").value(); }

ProblemKind kind_of(const std::variant<std::string, Problem>& who) {
  const auto* problem = std::get_if<Problem>(&who);
  EXPECT_NE(problem, nullptr);
  return problem == nullptr ? ProblemKind::kInternal : problem->kind;
}

TEST(Loopback, IsThisMachineOnly) {
  for (const auto* host : {"localhost", "127.0.0.1", "127.8.9.10", "::1"}) EXPECT_TRUE(is_loopback(host)) << host;
  for (const auto* host : {"0.0.0.0", "::", "", "10.0.0.1", "128.0.0.1", "localhost.example.org",
                           "127.0.0.1.example.org", "127.1", "::ffff:127.0.0.1"}) {
    EXPECT_FALSE(is_loopback(host)) << host;
  }
}

TEST(Identity, AnInsecureOneIsForThisMachineOnly) {
  const auto refused = Identity::make(true, "0.0.0.0");
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().message, HasSubstr("listen on 127.0.0.1"));
  EXPECT_TRUE(Identity::make(false, "0.0.0.0").ok());
  EXPECT_TRUE(Identity::make(true, "::1").ok());
}

TEST(Identity, TheHeaderNamesTheSearcher) {
  const auto who =
      development().searcher_of(request_with({{"host", "localhost"}, {"x-kennis-searcher", "mailto:a@b"}}));
  ASSERT_TRUE(std::holds_alternative<std::string>(who));
  EXPECT_EQ(std::get<std::string>(who), "mailto:a@b");
}

TEST(Identity, NobodyIsNobody) {
  EXPECT_EQ(kind_of(development().searcher_of(request_with({}))), ProblemKind::kUnauthenticated);
  EXPECT_EQ(kind_of(development().searcher_of(request_with({{"x-kennis-searcher", ""}}))),
            ProblemKind::kUnauthenticated);
  EXPECT_FALSE(development().challenge().empty());
}

TEST(Identity, TwoNamesAreNoName) {
  EXPECT_EQ(kind_of(development().searcher_of(request_with({{"x-kennis-searcher", "a"}, {"x-kennis-searcher", "a"}}))),
            ProblemKind::kInvalidRequest);
}

TEST(Identity, AnOddNameIsRefused) {
  EXPECT_EQ(kind_of(development().searcher_of(request_with({{"x-kennis-searcher", "\xFF"}}))),
            ProblemKind::kInvalidRequest);
  EXPECT_EQ(kind_of(development().searcher_of(request_with({{"x-kennis-searcher", std::string(201, 'a')}}))),
            ProblemKind::kInvalidRequest);
}

TEST(Identity, WithoutAnInsecureOneTheHeaderCountsForNothing) {
  const auto identity = Identity::make(false, "127.0.0.1").value();
  const auto who = identity.searcher_of(request_with({{"x-kennis-searcher", "anna"}}));
  EXPECT_EQ(kind_of(who), ProblemKind::kUnauthenticated);
  EXPECT_EQ(identity.challenge(), "Bearer realm=\"kennis\"");
}

TEST(Identity, NamesMadeToPointHereAreRefused) {
  for (const auto* host : {"localhost", "localhost:8080", "127.0.0.1:1", "[::1]", "[::1]:8080", "LocalHost"}) {
    EXPECT_FALSE(development().check_origin(request_with({{"host", host}}))) << host;
  }
  for (const auto* host :
       {"evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::1",
        "localhost:80@evil.example", "[::1].evil.example", "localhost:8080:1", "127.0.0.2"}) {
    const auto problem = development().check_origin(request_with({{"host", host}}));
    ASSERT_TRUE(problem) << host;
    EXPECT_EQ(problem->kind, ProblemKind::kMisdirected) << host;
  }
}

TEST(Identity, PagesOfOthersAreRefused) {
  EXPECT_FALSE(
      development().check_origin(request_with({{"host", "localhost:8080"}, {"origin", "http://localhost:8080"}})));
  for (const auto* origin : {"http://evil.example", "null", "http://localhost", "http://localhost:9090", "",
                             "http://localhost:8080.evil.example"}) {
    for (const bool insecure : {true, false}) {
      const auto identity = Identity::make(insecure, "127.0.0.1").value();
      const auto problem = identity.check_origin(request_with({{"host", "localhost:8080"}, {"origin", origin}}));
      ASSERT_TRUE(problem) << origin;
      EXPECT_EQ(problem->kind, ProblemKind::kForbidden) << origin;
    }
  }
  EXPECT_TRUE(development().check_origin(
      request_with({{"host", "localhost"}, {"origin", "http://localhost"}, {"origin", "http://evil.example"}})));
}

}  // namespace
}  // namespace kennis
