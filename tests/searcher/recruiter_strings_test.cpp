/// @file
/// A thousand Boolean strings as recruiters write them, in four languages, with what goes wrong in pasting: each is understood, or refused with the place and a proposal.
#include <algorithm>
#include <fstream>

#include <gmock/gmock.h>

#include "searcher/query.h"
#include "searcher/searcher.h"
#include "tests/reference/indexed_world.h"

namespace kennis {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::vector<std::string> recruiter_strings() {
  std::vector<std::string> strings;
  std::ifstream in(std::string(KENNIS_SOURCE_DIR) + "/tests/cases/recruiter_strings.txt");
  for (std::string line; std::getline(in, line);) strings.push_back(line);
  return strings;
}

bool has_word(const std::string& text, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return text.find(" " + word) != std::string::npos; });
}
bool has_small_operator(const std::string& text) { return has_word(text, {"and", "or", "not"}); }

/// With a NOT behind it, in small letters where operators are.
std::string without_java(const std::string& text) {
  const bool small = has_small_operator(text) && !has_word(text, {"AND", "OR", "NOT"});
  return text + (small ? " not java" : " NOT java");
}

TEST(RecruiterStrings, AreUnderstoodOrRefusedWithThePlaceAndAProposal) {
  const auto strings = recruiter_strings();
  ASSERT_EQ(strings.size(), 1000U);
  Stemmer stemmer;
  std::size_t understood = 0;
  for (const std::string& text : strings) {
    const auto query = parse_query(text, stemmer);
    if (!query) {
      ASSERT_TRUE(query.error().position.has_value()) << text;
      EXPECT_LE(*query.error().position, text.size()) << text;
      EXPECT_THAT(query.error().message, StartsWith("at byte " + std::to_string(*query.error().position) + ": "));
      // What to do about it stands behind a colon of its own.
      EXPECT_THAT(query.error().message.substr(query.error().message.find(": ") + 2),
                  testing::AnyOf(HasSubstr(": "), HasSubstr("as in")))
          << text;
      continue;
    }
    ++understood;
    // What is shown as understood is understood as the same.
    const auto again = parse_query(query.value().parsed, stemmer);
    ASSERT_TRUE(again) << text << "\n" << query.value().parsed;
    EXPECT_EQ(again.value().parsed, query.value().parsed) << text;
  }
  EXPECT_GT(understood, 700U);
}

TEST(RecruiterStrings, FindNobodyMoreWithANotBehindThem) {
  const reference::IndexedWorld world(300, 9);
  const auto searcher = Searcher::open(world.index(), {}).value();
  std::string me;
  searcher->for_each_profile([&](const Searcher::HeldProfile& held) { me = held.id; });
  const auto total = [&](const std::string& query) -> std::optional<std::uint64_t> {
    SearchRequest request;
    request.query = query;
    request.as = me;
    request.limit = 0;
    const auto answer = searcher->search(request);
    return answer ? std::optional(answer.value().total) : std::nullopt;
  };
  std::size_t compared = 0;
  std::size_t fewer = 0;
  for (const std::string& text : recruiter_strings()) {
    const auto all = total(text);
    const auto without = total(without_java(text));
    if (!all || !without) continue;
    EXPECT_LE(*without, *all) << text;
    fewer += *without < *all ? 1U : 0U;
    ++compared;
  }
  EXPECT_GT(compared, 700U);
  EXPECT_GT(fewer, 50U);
}

}  // namespace
}  // namespace kennis
