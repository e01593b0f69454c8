/// @file
/// Boolean strings as recruiters write and paste them: what each is understood as, and what is wrong with the rest.
#include <fstream>
#include <random>

#include <gmock/gmock.h>

#include "schema/fields.h"
#include "searcher/query_shown.h"
#include "tests/fixtures/seeds.h"

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Result<Query> parsed(std::string_view text) {
  static Stemmer stemmer;
  return parse_query(text, stemmer);
}

std::string shown(std::string_view text) {
  const auto query = parsed(text);
  return query ? query.value().parsed : query.error().message;
}

/// All that a tree asks for.
std::string written_tree(const QueryNode& node) {
  const bool is_lone_not = node.kind == QueryNode::Kind::kList && node.children.size() == 1 &&
                           node.children[0].kind == QueryNode::Kind::kNot;
  if (is_lone_not) return written_tree(node.children[0]);
  std::string text =
      std::to_string(static_cast<int>(node.kind)) + (node.narrows ? "n" : "") + "[" + node.leaf.begins_with;
  if (node.condition) text += node.condition->text;
  for (const Alternative& form : node.leaf.alternatives) {
    for (const std::string& term : form.terms) text += term + " ";
    text += "|" + std::to_string(form.row.window);
  }
  for (const QueryNode& child : node.children) {  // whether a clause is required says something in a list
    const bool counts = node.kind == QueryNode::Kind::kList && child.kind != QueryNode::Kind::kNot;
    text += (counts ? std::to_string(static_cast<int>(child.occurs)) : "") + written_tree(child);
  }
  return text + "]";
}

TEST(QueryParser, UnderstandsWhatRecruitersWrite) {
  std::ifstream in(std::string(KENNIS_SOURCE_DIR) + "/tests/cases/boolean_strings.tsv");
  std::string line;
  std::size_t count = 0;
  while (std::getline(in, line)) {
    const std::size_t tab = line.find('\t');
    ASSERT_NE(tab, std::string::npos) << line;
    const std::string text = line.substr(0, tab);
    const auto query = parsed(text);
    ASSERT_TRUE(query) << text << ": " << query.error().message;
    EXPECT_EQ(query.value().parsed, line.substr(tab + 1)) << text;
    EXPECT_EQ(shown(query.value().parsed), query.value().parsed) << "what is shown means something else: " << text;
    EXPECT_FALSE(query_in_words(query.value().root).empty());
    ++count;
  }
  EXPECT_GT(count, 100U);
}

TEST(QueryParser, SaysWhereAndWhatToDo) {
  EXPECT_THAT(shown("go AND (rust"), HasSubstr("at byte 7: this parenthesis is not closed"));
  EXPECT_THAT(shown("“java"), HasSubstr("at byte 0: this quote is not closed"));
  EXPECT_THAT(shown("é (java"), HasSubstr("at byte 3:"));  // bytes of what was typed
  EXPECT_THAT(shown("java near:Ghentt~50km"),
              HasSubstr("at byte 5: no place is called \"Ghentt\": did you mean Gent, BE"));
  EXPECT_THAT(shown("near:Gent~far"), HasSubstr("near:Gent~50km"));
  EXPECT_EQ(shown("near:Gent~50 km java"), shown("near:Gent~50km java"));
  EXPECT_EQ(shown("near:Gent~50 KM"), shown("near:Gent~50km"));
  EXPECT_EQ(shown("near:Gent km"), "near:Gent km");
  EXPECT_THAT(shown("near:91,0~5km"), HasSubstr("-90 to 90"));
  EXPECT_THAT(shown("years:ten"), HasSubstr("years:3..10"));
  EXPECT_THAT(shown("years:10..3"), HasSubstr("years:3..10"));
  EXPECT_THAT(shown("years:"), HasSubstr("wants"));
  EXPECT_THAT(shown("updated:soon"), HasSubstr("updated:2025-01.."));
  EXPECT_THAT(shown("degree:4"), HasSubstr("degree:1..2"));
  EXPECT_THAT(shown("is:tall"), HasSubstr("open_to_work"));
  EXPECT_THAT(shown("d*"), HasSubstr("2 letters"));
  EXPECT_THAT(shown("*dev"), HasSubstr("dev*"));
  EXPECT_THAT(shown("java NEAR/99 go"), HasSubstr("1 to 50"));
  EXPECT_THAT(shown("java NEAR/3"), HasSubstr("NEAR stands between"));
  EXPECT_THAT(shown("a1 NEAR/3 b1 NEAR/3 c1"), HasSubstr("AND b NEAR/5 c"));
  EXPECT_THAT(shown("\"spring boot\" NEAR/3 java"), HasSubstr("NEAR stands between words"));
  EXPECT_THAT(shown("site:linkedin.com"), HasSubstr("no word"));
}

TEST(QueryParser, SaysWhatItPassedOver) {
  EXPECT_THAT(parsed("site:linkedin.com/in java -inurl:dir").value().notes,
              ElementsAre(HasSubstr("site:linkedin.com/in is for web search"), HasSubstr("inurl:dir")));
  EXPECT_THAT(parsed("java").value().notes, IsEmpty());
}

TEST(QueryParser, SaysWhichFieldThereIsNot) {
  EXPECT_THAT(parsed("skil:rust").value().notes, ElementsAre(HasSubstr("no field skil:")));
  EXPECT_THAT(parsed("skil:rust").value().notes[0], HasSubstr("did you mean skill:?"));
  EXPECT_THAT(parsed("curent_title:chef").value().notes[0], HasSubstr("did you mean current_title:?"));
  EXPECT_THAT(parsed("lokation:Gent").value().notes[0], HasSubstr("did you mean location:?"));
  EXPECT_THAT(parsed("foo:bar java").value().notes, ElementsAre(Not(HasSubstr("did you mean"))));
  for (const char* query : {"https://example.org/~anna", "std::vector", "1:1", "10:30", "skill: rust", "c:", "a:b"}) {
    EXPECT_THAT(parsed(query).value().notes, IsEmpty()) << query;
  }
}

TEST(QueryParser, HasLimits) {
  const auto many = [](std::string_view piece, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += piece;
    return text;
  };
  EXPECT_TRUE(parsed(many("country:BE ", limit::kQueryFiltersMax)));
  EXPECT_THAT(shown(many("country:BE ", limit::kQueryFiltersMax + 1)), HasSubstr("more than 64 conditions"));
  EXPECT_TRUE(parsed(many("dev* ", 8)));
  EXPECT_THAT(shown(many("dev* ", 9)), HasSubstr("more than 8 words with a star"));
  EXPECT_TRUE(parsed(many("(", limit::kQueryDepthMax - 1) + "java" + many(")", limit::kQueryDepthMax - 1)));
  EXPECT_THAT(shown(many("(", limit::kQueryDepthMax) + "java" + many(")", limit::kQueryDepthMax)), HasSubstr("levels"));
}

TEST(QueryParser, TellsATree) {
  const ParsedNode tree = tree_of(parsed("java +kotlin -php country:BE (a1 OR b1)").value().root);
  EXPECT_EQ(tree.op, "list");
  ASSERT_EQ(tree.of.size(), 5U);
  EXPECT_EQ(tree.of[0].occurs, "optional");
  EXPECT_EQ(tree.of[1].occurs, "required");
  EXPECT_EQ(tree.of[2].op, "not");
  EXPECT_EQ(tree.of[3].op, "filter");
  EXPECT_EQ(tree.of[3].text, "country:BE");
  EXPECT_EQ(tree.of[4].op, "or");
  EXPECT_EQ(query_in_words(parsed("java +kotlin -php country:BE").value().root),
            "with kotlin; if possible with java; without php; only country:BE");
}

/// Whatever is written, what is shown back is understood as the same tree, also where operators were meant as words.
TEST(QueryParser, ShowsWhatMeansTheSame) {
  EXPECT_EQ(shown("java and spring"), "java and spring");
  EXPECT_EQ(shown("\"spring boot\" -and NOT site:x.com"), "\"spring boot\" NOT and");
  EXPECT_EQ(shown("(java go) +or site:x.com OR kotlin"), shown(shown("(java go) +or site:x.com OR kotlin")));
  EXPECT_EQ(shown("and NEAR/5 \"x\" title: OR"), "'and' NEAR/5 \"x\" title:OR");
  constexpr unsigned kSeed = 20261129;
  SCOPED_TRACE(seed_of(kSeed));
  std::mt19937 random(seed_of(kSeed));
  const std::vector<std::string> pieces = {"java",
                                           "kotlin",
                                           "and",
                                           "or",
                                           "not",
                                           "AND",
                                           "OR",
                                           "NOT",
                                           "(",
                                           ")",
                                           "\"spring boot\"",
                                           "-",
                                           "+",
                                           "!",
                                           "&&",
                                           "||",
                                           "|",
                                           "NEAR/3",
                                           "NEAR",
                                           "near",
                                           "W/5",
                                           "site:x.com",
                                           "dev*",
                                           "title:",
                                           "c++",
                                           "a/b",
                                           "country:BE",
                                           "years:3..",
                                           "is:member",
                                           "skill:=\"go\"",
                                           ",",
                                           ";",
                                           "\u201cor\u201d",
                                           "R&D",
                                           "\"",
                                           ":",
                                           "*",
                                           "l'eau",
                                           "degree:1",
                                           "near:Gent~5km",
                                           "Not",
                                           "'or'",
                                           "\u2013",
                                           "\u0130"};
  std::size_t understood = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    const std::size_t count = 1 + random() % 9;
    for (std::size_t i = 0; i < count; ++i) text += pieces[random() % pieces.size()] + (random() % 4 == 0 ? "" : " ");
    const auto query = parsed(text);
    if (!query) continue;
    ++understood;
    const auto again = parsed(query.value().parsed);
    ASSERT_TRUE(again) << text << " is shown as " << query.value().parsed << ": " << again.error().message;
    EXPECT_EQ(again.value().parsed, query.value().parsed) << text;
    EXPECT_EQ(written_tree(again.value().root), written_tree(query.value().root))
        << text << " is shown as " << query.value().parsed;
  }
  EXPECT_GT(understood, 5'000U);
}

/// Conditions leave people out; they do not make optional what was to be there.
TEST(QueryParser, MarksWhatOnlyNarrows) {
  EXPECT_TRUE(parsed("country:BE").value().root.narrows);
  EXPECT_TRUE(parsed("country:BE OR country:NL").value().root.narrows);
  EXPECT_TRUE(parsed("country:BE AND NOT java").value().root.narrows);
  EXPECT_FALSE(parsed("country:BE OR java").value().root.narrows);
  EXPECT_FALSE(parsed("NOT java").value().root.narrows);
  EXPECT_FALSE(parsed("java").value().root.narrows);
}

}  // namespace
}  // namespace kennis
