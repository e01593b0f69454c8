/// @file
#include "schema/word_runs.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

std::vector<std::string> runs_of(std::string_view text) {
  std::vector<std::string> runs;
  RunReader().read(text, runs);
  return runs;
}

std::vector<std::string> row(std::string_view text) {
  const std::string folded = fold_case(text);
  std::vector<Token> tokens;
  tokenise(folded, tokens);
  std::vector<std::string> row;
  for (const Token& token : row_of(tokens)) row.emplace_back(token.text);
  return row;
}

bool is_run_of_words(std::string_view text) {
  const std::string folded = fold_case(text);
  std::vector<Token> tokens;
  tokenise(folded, tokens);
  return is_run(row_of(tokens));
}

std::uint64_t hash_of(const std::vector<std::string>& words) {
  std::uint64_t hash = 0;
  for (const std::string& word : words) hash = hash_of_run(hash, word);
  return hash;
}

TEST(WordRuns, ARowHasOneTokenAPlace) {
  EXPECT_THAT(row("Acute patient care"), ElementsAre("acute", "patient", "care"));
  EXPECT_THAT(row("Node.js developer"), ElementsAre("node", "js", "developer"));
  EXPECT_THAT(row("A/B testing"), ElementsAre("a/b", "testing"));
  EXPECT_THAT(row("C++17 developer"), ElementsAre("c++17", "developer"));
}

TEST(WordRuns, ARunIsOfTwoToFourWordsWithoutAHole) {
  EXPECT_FALSE(is_run_of_words(""));
  EXPECT_FALSE(is_run_of_words("java"));
  EXPECT_TRUE(is_run_of_words("patient care"));
  EXPECT_TRUE(is_run_of_words("one two three four"));
  EXPECT_FALSE(is_run_of_words("one two three four five"));
  EXPECT_TRUE(is_run_of_words("A/B testing"));
  EXPECT_FALSE(is_run_of_words("plan-b strategy")) << "the b is no token by itself";
}

TEST(WordRuns, ATextHasTheRunsInIt) {
  EXPECT_THAT(runs_of("java"), IsEmpty());
  EXPECT_THAT(runs_of("Acute patient care"),
              UnorderedElementsAre("acute patient", "acute patient care", "patient care"));
  EXPECT_THAT(runs_of("a1 b1 c1 d1 e1"), SizeIs(3 + 3 + 3)) << "at most four words, from each of the first four";
  EXPECT_THAT(runs_of("plan-b strategy"), IsEmpty());
}

TEST(WordRuns, TheMostCountedAreKnownInAllTheirForms) {
  const TemporaryFolder folder;
  RunCounter counter;
  for (int i = 0; i < 2; ++i) counter.add("machines learning");
  for (std::size_t i = 0; i + 1 < limit::kKnownRunsMax; ++i) {
    for (int times = 0; times < 2; ++times) counter.add("word number" + std::to_string(i));
  }
  counter.add("used once");
  counter.write(folder / "runs.bin");
  const KnownRuns known(folder / "runs.bin");
  EXPECT_TRUE(known.of(hash_of({"machines", "learning"})).is_known);
  EXPECT_TRUE(known.of(hash_of({"machin", "learn"})).is_known);
  EXPECT_TRUE(known.of(hash_of({"word", "number77"})).is_known);
  EXPECT_FALSE(known.of(hash_of({"used", "once"})).is_known) << "beyond the limit";
  EXPECT_FALSE(known.of(hash_of({"machin", "care"})).is_known);
  EXPECT_TRUE(known.may_begin(hash_of({"machin"})));
  EXPECT_TRUE(known.may_begin(hash_of({"word"})));
}

TEST(WordRuns, BeginningsOfLongerOnesAreTold) {
  const TemporaryFolder folder;
  RunCounter counter;
  counter.add("key account management");
  counter.write(folder / "runs.bin");
  const KnownRuns known(folder / "runs.bin");
  const KnownRuns::Answer two = known.of(hash_of({"key", "account"}));
  EXPECT_TRUE(two.is_beginning);
  EXPECT_FALSE(two.is_known);
  const KnownRuns::Answer three = known.of(hash_of({"key", "account", "management"}));
  EXPECT_TRUE(three.is_known);
  EXPECT_FALSE(three.is_beginning);
}

TEST(WordRuns, WithoutRunsNothingIsKnown) {
  const TemporaryFolder folder;
  RunCounter().write(folder / "runs.bin");
  const KnownRuns known(folder / "runs.bin");
  EXPECT_FALSE(known.may_begin(hash_of({"java"})));
  EXPECT_FALSE(known.of(hash_of({"java", "developer"})).is_known);
}

}  // namespace
}  // namespace kennis
