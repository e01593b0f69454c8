/// @file
#include "server/http_head.h"

#include <string>
#include <variant>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/error_response.h"

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

HttpHead read(std::string_view text) {
  auto head = parse_head(text);
  EXPECT_TRUE(std::holds_alternative<HttpHead>(head)) << text;
  return std::holds_alternative<HttpHead>(head) ? std::get<HttpHead>(head) : HttpHead{};
}

int refusal(std::string_view text) {
  const auto head = parse_head(text);
  const auto* problem = std::get_if<Problem>(&head);
  if (problem == nullptr) return 0;
  EXPECT_FALSE(problem->detail.empty());
  return status_of(problem->kind);
}

std::string post(std::string_view headers) {
  return "POST /v1/search HTTP/1.1\r\nHost: a\r\n" + std::string(headers) + "\r\n";
}

TEST(HttpHead, IsReadIntoItsParts) {
  const auto head =
      read("GET /a?b=c HTTP/1.1\r\nHost: example.org:80\r\nX-Kennis-Searcher:\t anna  \r\nEMPTY:\r\n\r\n");
  EXPECT_EQ(head.method, "GET");
  EXPECT_EQ(head.target, "/a?b=c");
  EXPECT_THAT(head.headers,
              ElementsAre(Pair("host", "example.org:80"), Pair("x-kennis-searcher", "anna"), Pair("empty", "")));
  EXPECT_TRUE(head.keep_alive);
  EXPECT_FALSE(head.has_body());
}

TEST(HttpHead, FramesABodyOneWay) {
  EXPECT_EQ(read(post("Content-Length: 12\r\n")).content_length, 12U);
  EXPECT_TRUE(read(post("Transfer-Encoding: Chunked\r\n")).chunked);
  EXPECT_FALSE(read(post("Content-Length: 0\r\n")).has_body());
  EXPECT_TRUE(read(post("Content-Length: 1048576\r\n")).has_body());
  EXPECT_EQ(refusal(post("Content-Length: 1048577\r\n")), 413);
  EXPECT_EQ(refusal(post("")), 411);
  EXPECT_EQ(refusal(post("Content-Length: 1\r\nContent-Length: 1\r\n")), 400);
  EXPECT_EQ(refusal(post("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n")), 400);
  EXPECT_EQ(refusal(post("Content-Length: 0x1\r\n")), 400);
  EXPECT_EQ(refusal(post("Content-Length:\r\n")), 400);
  EXPECT_EQ(refusal(post("Transfer-Encoding: identity\r\n")), 501);
  EXPECT_EQ(refusal("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
}

TEST(HttpHead, RefusesWhatThisServerDoesNotDo) {
  EXPECT_EQ(refusal(post("Content-Length: 1\r\nContent-Encoding: br\r\n")), 415);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-\r\n\r\n"), 400);
  EXPECT_EQ(refusal("CONNECT /x HTTP/1.1\r\nHost: a\r\n\r\n"), 501);
  EXPECT_EQ(refusal("get / HTTP/1.1\r\nHost: a\r\n\r\n"), 501);
}

TEST(HttpHead, WantsOneHost) {
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n"), 400);
}

TEST(HttpHead, LinesAreStrict) {
  EXPECT_EQ(refusal(""), 400);
  EXPECT_EQ(refusal("\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET /  HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET /#a HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET * HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\nNo colon\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\n: v\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\nX : v\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\n X: v\r\n\r\n"), 400);
  EXPECT_EQ(refusal(std::string("GET / HTTP/1.1\r\nHost: a\0\r\n\r\n", 30)), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\n\r\nmore"), 400);
}

TEST(HttpHead, LimitsAreExact) {
  const auto target = [](std::size_t bytes) {
    return "GET /" + std::string(bytes - 1, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n";
  };
  EXPECT_EQ(refusal(target(kTargetBytesMax)), 0);
  EXPECT_EQ(refusal(target(kTargetBytesMax + 1)), 414);
  std::string head = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (std::size_t i = 1; i < kHeadersMax; ++i) head += "X: 1\r\n";
  EXPECT_EQ(refusal(head + "\r\n"), 0);
  EXPECT_EQ(refusal(head + "X: 1\r\n\r\n"), 431);
}

TEST(HttpHead, KnowsWhetherTheConnectionStays) {
  EXPECT_FALSE(read("GET / HTTP/1.0\r\nHost: a\r\n\r\n").keep_alive);
  EXPECT_FALSE(read("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n").keep_alive);
  EXPECT_TRUE(read("GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n\r\n").keep_alive);
}

}  // namespace
}  // namespace kennis
