/// @file
#include "schema/word_rows.h"

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "schema/fields.h"
#include "schema/word_runs.h"
#include "tests/fixtures/seeds.h"

namespace kennis {
namespace {

constexpr ValueKinds kEveryKind = (1U << kValueKindCount) - 1;

/// Values of words, beside what the slow way looks at: for each value, the positions of every word.
class Values {
 public:
  void add(ValueKind kind, std::string_view text) {
    const std::string folded = fold_case(text);
    std::vector<Token> tokens;
    tokenise(folded, tokens);
    std::vector<std::uint64_t> hashes;
    Value value{bit_of(kind), {}};
    for (const Token& token : tokens) {
      hashes.push_back(hash_of_run(0, token.text));
      value.positions[number_of_word(hashes.back())].push_back(token.position);
    }
    append_value(kind, tokens, hashes, sequence_);
    values_.push_back(std::move(value));
  }

  [[nodiscard]] bool has(const WordRow& row) const { return has_row(sequence_, row); }
  [[nodiscard]] bool has_slowly(const WordRow& row) const {
    return std::any_of(values_.begin(), values_.end(), [&](const Value& value) {
      return (value.kind & row.kinds) != 0 && continues(value, row, 0, 0, 0);
    });
  }
  [[nodiscard]] const std::vector<std::uint32_t>& sequence() const { return sequence_; }

 private:
  struct Value {
    ValueKinds kind;
    std::map<std::uint32_t, std::vector<std::uint32_t>> positions;
  };
  static bool continues(const Value& value, const WordRow& row, std::size_t at, std::uint32_t first,
                        std::uint32_t last) {
    if (at == row.words.size()) return true;
    const auto found = value.positions.find(row.words[at]);
    if (found == value.positions.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(), [&](std::uint32_t position) {
      const bool fits = at == 0 || (position > last && position - first < row.window);
      return fits && continues(value, row, at + 1, at == 0 ? position : first, position);
    });
  }

  std::vector<Value> values_;
  std::vector<std::uint32_t> sequence_;
};

WordRow row_of_words(const std::vector<std::string>& words, std::uint32_t window, ValueKinds kinds = kEveryKind) {
  WordRow row{{}, window, kinds};
  for (const std::string& word : words) row.words.push_back(number_of_word(hash_of_run(0, word)));
  return row;
}

TEST(WordRows, AreFoundInTheirOrderWithinTheirWindow) {
  Values values;
  values.add(ValueKind::kText, "we paint old boats and new boats");
  EXPECT_TRUE(values.has(row_of_words({"old", "boats"}, 2)));
  EXPECT_TRUE(values.has(row_of_words({"boats"}, 1)));
  EXPECT_TRUE(values.has(row_of_words({"old", "new", "boats"}, 5)));
  EXPECT_FALSE(values.has(row_of_words({"old", "new", "boats"}, 4)));
  EXPECT_FALSE(values.has(row_of_words({"boats", "old"}, 9)));
  EXPECT_FALSE(values.has(row_of_words({"boats", "boats"}, 3)));
  EXPECT_TRUE(values.has(row_of_words({"boats", "boats"}, 4)));
  EXPECT_FALSE(values.has(row_of_words({"boats", "here"}, 4)));
  EXPECT_FALSE(Values().has(row_of_words({"boats"}, 1)));
}

TEST(WordRows, StandInOneValueOfTheKindsThatCount) {
  Values values;
  values.add(ValueKind::kTitle, "ship painter");
  values.add(ValueKind::kSkill, "boat building");
  values.add(ValueKind::kName, "Anna Boat");
  EXPECT_FALSE(values.has(row_of_words({"painter", "boat"}, 32)));
  EXPECT_TRUE(values.has(row_of_words({"ship", "painter"}, 2, kinds_of(prefix::kTitle))));
  EXPECT_FALSE(values.has(row_of_words({"ship", "painter"}, 2, kinds_of(prefix::kSkill))));
  EXPECT_TRUE(values.has(row_of_words({"boat", "building"}, 2, kinds_of(prefix::kText))));
  EXPECT_FALSE(values.has(row_of_words({"anna", "boat"}, 2, kinds_of(prefix::kText))));
  EXPECT_TRUE(values.has(row_of_words({"anna", "boat"}, 2, kinds_of(prefix::kName))));
  EXPECT_FALSE(values.has(row_of_words({"anna", "boat"}, 2, kinds_of(prefix::kCompany))));
}

TEST(WordRows, MaySharePlacesAndLeaveSomeEmpty) {
  Values values;
  values.add(ValueKind::kText, "node.js in r&d and aa-b-c-dd with c++17");
  EXPECT_TRUE(values.has(row_of_words({"node", "js", "in"}, 3)));
  EXPECT_TRUE(values.has(row_of_words({"node.js", "js"}, 2)));
  EXPECT_FALSE(values.has(row_of_words({"node.js", "node"}, 2)));  // one place
  EXPECT_TRUE(values.has(row_of_words({"in", "r&d"}, 2)));
  EXPECT_FALSE(values.has(row_of_words({"r&d", "and"}, 2)));  // d takes a place and is no word
  EXPECT_TRUE(values.has(row_of_words({"r&d", "and"}, 3)));
  EXPECT_FALSE(values.has(row_of_words({"aa", "dd"}, 3)));
  EXPECT_TRUE(values.has(row_of_words({"aa", "dd"}, 4)));
  EXPECT_TRUE(values.has(row_of_words({"with", "c++"}, 2)));
  EXPECT_TRUE(values.has(row_of_words({"with", "c++17"}, 2)));
}

TEST(WordRows, NoWordIsAMark) {
  std::vector<std::uint32_t> numbers;
  for (std::uint64_t hash = 0; hash < 8; ++hash) numbers.push_back(number_of_word(hash << 32U | hash));
  for (const ValueKind kind : {ValueKind::kText, ValueKind::kCompany}) {
    const std::string text = "r&d";
    std::vector<Token> tokens;
    tokenise(text, tokens);
    std::vector<std::uint32_t> marks;
    append_value(kind, tokens, std::vector<std::uint64_t>(tokens.size(), 99), marks);
    for (const std::uint32_t mark : marks) EXPECT_EQ(std::count(numbers.begin(), numbers.end(), mark), 0) << mark;
  }
}

TEST(WordRows, AreThoseThatASlowSearchFinds) {
  constexpr std::array kPieces = {"aa", "bb", "cc", "aa.bb", "b&a", "aa-b-c-dd", "c++17", "c++", "aa/bb/cc", "a-b-c-d"};
  constexpr std::array kWords = {"aa", "bb", "cc", "dd", "aa.bb", "b&a", "c++", "c++17", "aa/bb/cc"};
  std::size_t found = 0;
  for (const std::uint64_t seed : seeds(1, 300)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const auto below = [&](std::size_t bound) -> std::size_t { return random() % bound; };
    Values values;
    for (std::size_t i = below(6); i > 0; --i) {
      std::string text;
      for (std::size_t words = below(30); words > 0; --words) text += std::string(kPieces[below(kPieces.size())]) + " ";
      values.add(static_cast<ValueKind>(below(kValueKindCount)), text);
    }
    for (int round = 0; round < 60; ++round) {
      std::vector<std::string> words(below(5) + 1U);
      for (std::string& word : words) word = kWords[below(kWords.size())];
      const auto window = static_cast<std::uint32_t>(words.size() + below(4));
      const WordRow row = row_of_words(words, window, static_cast<ValueKinds>(1 + below(kEveryKind)));
      ASSERT_EQ(values.has(row), values.has_slowly(row)) << testing::PrintToString(words) << " within " << window;
      found += values.has(row) ? 1U : 0U;
    }
  }
  EXPECT_GT(found, 1000U);
}

}  // namespace
}  // namespace kennis
