/// @file
#include "server/url.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

TEST(PercentDecode, DecodesOnce) {
  EXPECT_EQ(percent_decode("a%20b%2Fc%2f%2520", false), "a b/c/%20");
  EXPECT_EQ(percent_decode("a+b", false), "a+b");
  EXPECT_EQ(percent_decode("a+b%2B", true), "a b+");
}

TEST(PercentDecode, RefusesHalfCodes) {
  for (const auto* text : {"%", "a%2", "%zz", "%2", "%-1", "%+1"})
    EXPECT_EQ(percent_decode(text, false), std::nullopt) << text;
}

TEST(Query, IsReadInOrder) {
  EXPECT_THAT(query_of("/a?q=go+%26+c%2B%2B&&limit=5&flag&q=").value(),
              ElementsAre(Pair("q", "go & c++"), Pair("limit", "5"), Pair("flag", ""), Pair("q", "")));
  EXPECT_THAT(query_of("/a").value(), IsEmpty());
  EXPECT_THAT(query_of("/a?").value(), IsEmpty());
  EXPECT_THAT(query_of("/a?q=a=b?c").value(), ElementsAre(Pair("q", "a=b?c")));
}

TEST(Query, NamesTheParameterThatIsBroken) {
  EXPECT_THAT(query_of("/a?q=100%").error().message, HasSubstr("'q'"));
  EXPECT_THAT(query_of("/a?q=%C3%28").error().message, HasSubstr("'q'"));
  EXPECT_FALSE(query_of("/a?%FF=1").ok());
}

TEST(Query, HasAnEnd) {
  std::string target = "/a?";
  for (std::size_t i = 0; i < kParametersMax; ++i) target += "a&";
  EXPECT_TRUE(query_of(target).ok());
  EXPECT_FALSE(query_of(target + "a").ok());
}

TEST(MatchPath, TakesWholeSegments) {
  EXPECT_THAT(match_path("/v1/people/{}", "/v1/people/anna").value(), ElementsAre("anna"));
  EXPECT_THAT(match_path("/v1/people/{}", "/v1/people/mailto:a%40b%2Fc").value(), ElementsAre("mailto:a@b/c"));
  EXPECT_THAT(match_path("/v1/people/{}/introductions", "/v1/people/a/introductions").value(), ElementsAre("a"));
  EXPECT_TRUE(match_path("/", "/"));
  for (const auto* path : {"/v1/people", "/v1/people/", "/v1/people/a/b", "/v1/peoples/a", "v1/people/a", "",
                           "/v1/people/a/", "/v1/people/%zz"}) {
    EXPECT_FALSE(match_path("/v1/people/{}", path)) << path;
  }
}

}  // namespace
}  // namespace kennis
