/// @file
/// What the filters say of a word is never wrong where it means that the word is passed over.
#include "searcher/word_filter.h"

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "schema/text.h"
#include "tests/fixtures/seeds.h"

namespace kennis {
namespace {

/// The words of everything that the project says in four languages, and made-up ones.
std::vector<std::string> all_words() {
  std::vector<std::string> words = {"dying", "lying", "tying", "skies", "ys", "'bout", "l'eau", "x", "yy"};
  const auto read = [&](const std::filesystem::path& path) {
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    std::vector<Token> tokens;
    const std::string all = text.str();
    const std::string folded = fold_case(all);
    tokenise(folded, tokens);
    for (const Token& token : tokens) words.emplace_back(token.text);
  };
  const std::filesystem::path data = std::filesystem::path(KENNIS_SOURCE_DIR) / "data";
  for (const char* folder : {"lexicon", "taxonomy", "vocabulary", "sample", "vacancy"}) {
    for (const auto& entry : std::filesystem::directory_iterator(data / folder)) {
      if (entry.is_regular_file()) read(entry.path());
    }
  }
  constexpr std::uint64_t kSeed = 7;
  std::mt19937_64 random(seed_of(kSeed));
  const std::vector<std::string> letters = {"a", "e", "i", "o", "u", "y", "b", "d", "g", "k", "l", "n",  "r",
                                            "s", "t", "z", "é", "ä", "ü", "ß", "œ", "ç", "1", "'", "qu", "ij"};
  for (int i = 0; i < 50'000; ++i) {
    std::string word;
    for (std::size_t size = 1 + random() % 9; size > 0; --size) word += letters[random() % letters.size()];
    words.push_back(word);
  }
  return words;
}

TEST(StemFilter, LetsPassEveryWordWhoseStemIsAsked) {
  Stemmer stemmer;
  const std::vector<std::string> words = all_words();
  ASSERT_GT(words.size(), 60'000U);
  for (const std::string& word : words) {
    for (std::size_t language = 0; language < kTextLanguageCount; ++language) {
      const std::string stem(stemmer.term(word, static_cast<TextLanguage>(language)));
      StemFilter filter;
      filter.add(stem);
      ASSERT_TRUE(filter.may_have(word)) << word << " in language " << language << " is " << stem;
    }
  }
}

TEST(StemFilter, PassesOverWhatBeginsOtherwise) {
  StemFilter filter;
  filter.add("kubernet");
  filter.add("c++");
  EXPECT_FALSE(filter.may_have("docker"));
  EXPECT_FALSE(filter.may_have("kantoor"));
  EXPECT_TRUE(filter.may_have("kubernetes"));
  EXPECT_TRUE(filter.may_have("c++"));
}

TEST(WordFilter, LetsPassWhatWasAddedWithItsAccentsOrWithout) {
  WordFilter filter;
  filter.add("controleur");
  filter.add("gestion");
  EXPECT_TRUE(filter.may_have("contr\u00F4leur"));
  EXPECT_TRUE(filter.may_have("controleur"));
  EXPECT_TRUE(filter.may_have("gestion"));
}

TEST(WordFilter, PassesOverAlmostEverythingElse) {
  WordFilter filter;
  filter.add("kubernetes");
  std::size_t passed = 0;
  for (const std::string& word : all_words()) passed += filter.may_have(word) ? 1U : 0U;
  EXPECT_LT(passed, 1000U);
}

}  // namespace
}  // namespace kennis
