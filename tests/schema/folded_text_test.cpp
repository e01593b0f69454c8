/// @file
#include "schema/folded_text.h"

#include <random>

#include <gtest/gtest.h>

#include "schema/text.h"
#include "tests/fixtures/seeds.h"

namespace kennis {
namespace {

std::string found(std::string_view text, std::string_view folded_word) {
  FoldedText folded;
  folded.fold(text);
  const std::size_t at = folded.text().find(folded_word);
  if (at == std::string_view::npos) return "not found";
  const std::size_t begin = folded.origin(at);
  return std::string(text.substr(begin, folded.origin_of_end(at + folded_word.size()) - begin));
}

TEST(FoldedText, LeadsBackToWhatWasWritten) {
  EXPECT_EQ(found("Senior JAVA developer", "java"), "JAVA");
  EXPECT_EQ(found("ÉTÉ à Liège: INGÉNIEUR Java", "ingénieur"), "INGÉNIEUR");
  EXPECT_EQ(found("ÉTÉ à Liège: INGÉNIEUR Java", "java"), "Java");
  EXPECT_EQ(found("Straße nach Gießen", "giessen"), "Gießen");
  EXPECT_EQ(found("ＪＡＶＡ and C", "java"), "ＪＡＶＡ");
  EXPECT_EQ(found("e\u0301tude de cas", "\u00e9tude"), "e\u0301tude");
  EXPECT_EQ(found("", "java"), "not found");
}

TEST(FoldedText, MarksAPartOfAWordWithItsWholeCharacters) {
  EXPECT_EQ(found("Große", "os"), "oß");
  EXPECT_EQ(found("Große", "se"), "ße");
}

TEST(FoldedText, FoldsAsTheIndexDoesWhateverTheBytes) {
  constexpr unsigned kSeed = 20261127;
  SCOPED_TRACE(seed_of(kSeed));
  std::mt19937 random(seed_of(kSeed));
  const std::vector<std::string> pieces = {
      "a", "B",  " ", "é",      "É",      "e\u0301",      "ß",      "İ",      "ﬁ", "\xFF", "\xE2\x82", "漢", "ﷺ", "\n",
      ".", "++", "ό", "\u0301", "\u200D", "\u1100\u1161", "\u00AD", "\u0345", "𝐀", "Σ"};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    const std::size_t count = random() % 12;
    for (std::size_t i = 0; i < count; ++i) text += pieces[random() % pieces.size()];
    FoldedText folded;
    folded.fold(text);
    ASSERT_EQ(folded.text(), fold_case(text)) << text;
    std::size_t before = 0;
    for (std::size_t i = 0; i <= folded.text().size(); ++i) {
      ASSERT_GE(folded.origin(i), before);
      before = folded.origin(i);
      ASSERT_LE(before, text.size());
      if (i == 0) continue;
      ASSERT_LE(folded.origin_of_end(i), text.size());
      ASSERT_GE(folded.origin_of_end(i), folded.origin(i - 1));
    }
  }
}

}  // namespace
}  // namespace kennis
