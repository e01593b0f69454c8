/// @file
#include "schema/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kennis {
namespace {

using testing::EndsWith;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

TEST(Fields, ATermIsPrefixAndValue) {
  EXPECT_EQ(make_term(prefix::kText, "java"), "java");
  EXPECT_EQ(make_term(prefix::kSkill, "c++"), std::string(prefix::kSkill) + "c++");
  EXPECT_EQ(make_term(prefix::kSearchable, ""), prefix::kSearchable);
}

TEST(Fields, AColonKeepsACapitalApartFromThePrefix) {
  EXPECT_EQ(make_term(prefix::kId, "Anna"), "Q:Anna");
  EXPECT_EQ(make_term(prefix::kId, "anna"), "Qanna");
  EXPECT_EQ(make_term(prefix::kId, ":anna"), "Q::anna");
  EXPECT_EQ(make_term(prefix::kId, "Éva"), "QÉva") << "only capitals of ASCII make prefixes";
  EXPECT_EQ(make_term(prefix::kText, "Anna"), "Anna") << "no prefix, no colon";
  EXPECT_NE(make_term("X", "SKILLc"), make_term(prefix::kSkill, "c"));
  EXPECT_NE(make_term(prefix::kId, "A"), make_term(prefix::kId, ":A"));
}

TEST(Fields, ATermUpToTheLimitIsWhole) {
  const std::string value(limit::kTermBytesMax - 1, 'x');
  EXPECT_EQ(make_term("Q", value), "Q" + value);
  EXPECT_EQ(make_term("Q", value.substr(1)), "Q" + value.substr(1));
  EXPECT_EQ(make_term("Q", "A" + value.substr(2)), "Q:A" + value.substr(2)) << "the colon counts";
}

TEST(Fields, ALongerTermEndsInAHashOfItself) {
  const std::string value(limit::kTermBytesMax, 'x');
  const std::string one = make_term("Q", value + "1");
  const std::string two = make_term("Q", value + "2");
  EXPECT_THAT(one, SizeIs(limit::kTermBytesMax));
  EXPECT_THAT(one, StartsWith("Qxxxx"));
  EXPECT_NE(one, two);
  EXPECT_EQ(one, make_term("Q", value + "1"));
  EXPECT_THAT(make_term("Q", "A" + value.substr(1)), SizeIs(limit::kTermBytesMax));
  EXPECT_NE(make_term("Q", value), "Q" + value) << "121 bytes";
}

TEST(Fields, ALongTermIsCutBetweenCharacters) {
  for (std::size_t shift = 0; shift < 4; ++shift) {
    std::string value(shift, 'x');
    while (value.size() < 200) value += "é";
    const std::string term = make_term("Q", value);
    EXPECT_LE(term.size(), limit::kTermBytesMax);
    const std::string kept = term.substr(0, term.size() - 32);
    EXPECT_EQ(kept, "Q" + value.substr(0, kept.size() - 1));
    EXPECT_THAT(kept, EndsWith("é")) << shift;
  }
}

TEST(Fields, ATermHoldsNoZeroByte) {
  const std::string value("a\0b", 3);
  EXPECT_EQ(make_term("Q", value), "Qa b");
  std::string other(200, 'x');
  other[150] = '\0';
  EXPECT_THAT(make_term("Q", other), Not(testing::Contains('\0')));
  EXPECT_NE(make_term("Q", other), make_term("Q", std::string(150, 'x') + " " + std::string(49, 'x')));
}

TEST(Fields, CutsTextBetweenCharacters) {
  EXPECT_EQ(cut_text("abc", 3), "abc");
  EXPECT_EQ(cut_text("abc", 2), "ab");
  EXPECT_EQ(cut_text("abc", 0), "");
  EXPECT_EQ(cut_text("", 0), "");
  EXPECT_EQ(cut_text("aé", 2), "a");
  EXPECT_EQ(cut_text("aé", 3), "aé");
  EXPECT_EQ(cut_text("a😀b", 4), "a");
  EXPECT_EQ(cut_text("a😀b", 5), "a😀");
  EXPECT_EQ(cut_text("\x80\x80\x80", 2), "") << "continuation bytes alone are no text";
}

}  // namespace
}  // namespace kennis
