/// @file
#include "server/problem.h"

#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/error_response.h"

namespace kennis {
namespace {

TEST(Problem, IsWrittenAsRfc9457Says) {
  EXPECT_EQ(
      to_json(
          Problem{.kind = ProblemKind::kInvalidQuery, .detail = "a ) is missing", .position = 7, .instance = "/x/1"},
          400),
      R"({"type":"https://kennis.example/problems/invalid-query","title":"The query cannot be understood","status":400,)"
      R"("detail":"a ) is missing","position":7,"instance":"/x/1"})");
}

TEST(Problem, LeavesOutWhatItDoesNotKnow) {
  const auto text =
      to_json(Problem{.kind = ProblemKind::kInternal, .detail = "d", .position = {}, .instance = {}}, 500);
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("position")));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("instance")));
}

TEST(Problem, EveryKindHasWordsOfItsOwn) {
  std::set<std::string_view> slugs;
  for (std::size_t i = 0; i < kProblemKindCount; ++i) {
    const auto kind = static_cast<ProblemKind>(i);
    EXPECT_TRUE(slugs.insert(slug_of(kind)).second) << i;
    EXPECT_FALSE(title_of(kind).empty()) << i;
    EXPECT_GE(status_of(kind), 400) << slug_of(kind);
    EXPECT_LT(status_of(kind), 600) << slug_of(kind);
  }
  EXPECT_EQ(slug_of(ProblemKind::kNoGeneration), "no-generation");
  EXPECT_EQ(slug_of(ProblemKind::kMisdirected), "misdirected-request");
}

TEST(ErrorResponse, MapsEveryErrorCode) {
  const auto status = [](ErrorCode code) { return error_response(Error{code, "m", {}}).status; };
  EXPECT_EQ(status(ErrorCode::kInvalidRecord), 400);
  EXPECT_EQ(status(ErrorCode::kInvalidQuery), 400);
  EXPECT_EQ(status(ErrorCode::kInvalidRequest), 400);
  EXPECT_EQ(status(ErrorCode::kUnknownPerson), 404);
  EXPECT_EQ(status(ErrorCode::kForbidden), 403);
  EXPECT_EQ(status(ErrorCode::kNoGeneration), 503);
  EXPECT_EQ(status(ErrorCode::kOverloaded), 503);
  EXPECT_EQ(status(ErrorCode::kTimeout), 504);
  EXPECT_EQ(status(ErrorCode::kStaleCursor), 410);
}

TEST(ErrorResponse, CarriesMessageAndPosition) {
  const auto response = error_response(Error{ErrorCode::kInvalidQuery, "unbalanced \"", 3});
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_THAT(response.body, testing::HasSubstr(R"("detail":"unbalanced \"","position":3)"));
}

TEST(ErrorResponse, SaysWhenToComeBack) {
  const auto response = error_response(Error{ErrorCode::kOverloaded, "full", {}});
  EXPECT_THAT(response.headers, testing::ElementsAre(testing::Pair("Retry-After", "1")));
}

}  // namespace
}  // namespace kennis
