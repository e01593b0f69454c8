/// @file
#include "searcher/free_words.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "schema/fields.h"
#include "schema/function_words.h"
#include "schema/skill_knowledge.h"
#include "schema/taxonomy.h"
#include "schema/taxonomy_reader.h"
#include "searcher/query_meaning.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Read {
  std::vector<std::string> leaves;
  std::vector<std::string> notes;
};

/// The leaves that are left of a query, in a generation where somebody has these skills.
Read read(std::string_view text, const std::vector<std::string>& skills = {}) {
  const TemporaryFolder folder;
  static const SkillKnowledge knowledge = skill_knowledge_of("built-in", built_in_taxonomy()).value();
  std::vector<TermEntry> entries;
  for (const std::string& id : skills) entries.push_back({hash_of_term(make_term(prefix::kConcept, id)), {1, 4}});
  write_statistics(folder / "terms.bin", entries, 10);
  Stemmer stemmer;
  auto query = parse_query(text, stemmer);
  EXPECT_TRUE(query) << text;
  find_meaning(query.value(), knowledge.finder(), Statistics(folder / "terms.bin"), stemmer);
  Read made;
  const std::function<void(const QueryNode&)> collect = [&](const QueryNode& node) {
    if (node.kind == QueryNode::Kind::kLeaf) made.leaves.push_back(node.leaf.text);
    for (const QueryNode& child : node.children) collect(child);
  };
  collect(query.value().root);
  made.notes = query.value().notes;
  return made;
}

TEST(FreeWords, WordsThatOnlyJoinOthersArePassedOverInEveryLanguage) {
  EXPECT_THAT(read("zoek een lasser met ervaring in Utrecht").leaves, ElementsAre("lasser", "ervaring", "Utrecht"));
  EXPECT_THAT(read("a welder with the patience of a saint").leaves, ElementsAre("welder", "patience", "saint"));
  EXPECT_THAT(read("un soudeur avec de la patience à Gand").leaves, ElementsAre("soudeur", "patience", "Gand"));
  EXPECT_THAT(read("ein Schweißer für die Werft").leaves, ElementsAre("Schweißer", "die", "Werft"));
  EXPECT_THAT(read("een lasser in Gent").notes, ElementsAre(HasSubstr("een, in;")));
}

TEST(FreeWords, WhatIsAskedForOnPurposeStays) {
  EXPECT_THAT(read("lasser \"in\" Gent").leaves, ElementsAre("lasser", "\"in\"", "Gent"));
  EXPECT_THAT(read("lasser +met").leaves, ElementsAre("lasser", "met"));
  EXPECT_THAT(read("lasser -met").leaves, ElementsAre("lasser", "met"));
  EXPECT_THAT(read("lasser AND met").leaves, ElementsAre("lasser", "met"));
  EXPECT_THAT(read("lasser text:met").leaves, ElementsAre("lasser", "text:met"));
  EXPECT_THAT(read("to be or not to be").leaves, ElementsAre("to", "be", "or", "not", "to", "be"))
      << "where nothing else is asked for, these are";
  EXPECT_THAT(read("in").leaves, ElementsAre("in"));
}

TEST(FreeWords, AWordInCapitalsIsAName) {
  EXPECT_THAT(read("WE manager").leaves, ElementsAre("WE", "manager"));
  EXPECT_THAT(read("MANAGER MET ERVARING").leaves, ElementsAre("MANAGER", "MET", "ERVARING"));
  EXPECT_THAT(read("it van go").leaves, ElementsAre("it", "go"))
      << "what recruiters or another language mean something by";
  EXPECT_THAT(read("van driver").leaves, ElementsAre("van", "driver"));
  EXPECT_THAT(read("driver van").leaves, ElementsAre("driver", "van"));
}

TEST(FreeWords, AJoiningWordInTheNameOfASkillStays) {
  const Read kept = read("internet of things engineer", {"internet-of-things"});
  EXPECT_THAT(kept.leaves, ElementsAre("internet of things", "engineer"));
  EXPECT_THAT(kept.notes, IsEmpty());
}

TEST(FreeWords, SpansOfYearsArePassedOverWithTheConditionThatAsksForThem) {
  const Read dutch = read("ontwikkelaar met minstens 5 jaar ervaring in Utrecht");
  EXPECT_THAT(dutch.leaves, ElementsAre("ontwikkelaar", "Utrecht"));
  EXPECT_THAT(dutch.notes, Contains(HasSubstr("5 jaar ervaring; who has fewer years is left out by years:5..")));
  EXPECT_THAT(read("welder 3+ years of experience").leaves, ElementsAre("welder"));
  EXPECT_THAT(read("soudeur 10 ans d'expérience").leaves, ElementsAre("soudeur"));
  EXPECT_THAT(read("Schweißer 3-5 Jahre Berufserfahrung").leaves, ElementsAre("Schweißer"));
  EXPECT_THAT(read("welder 5").leaves, ElementsAre("welder", "5"));
  EXPECT_THAT(read("welder 500 years").leaves, ElementsAre("welder", "500", "years"));
  EXPECT_THAT(read("5 years").leaves, ElementsAre("5", "years")) << "nothing else is asked for";
}

TEST(FreeWords, GroupsInParenthesesAreReadAlike) {
  EXPECT_THAT(read("lasser AND (met ervaring)").leaves, ElementsAre("lasser", "ervaring"));
  EXPECT_THAT(read("lasser AND (met OR in)").leaves, ElementsAre("lasser", "met", "in"));
}

TEST(FreeWords, ABareWordIsLookedForInNamesAndPlacesToo) {
  Stemmer stemmer;
  const auto names_of = [&](std::string_view text) {
    auto query = parse_query(text, stemmer);
    look_in_names(query.value().root, stemmer);
    std::vector<std::pair<std::string, double>> terms;
    for (const Alternative& form : query.value().root.leaf.alternatives) {
      if (form.is_name) terms.emplace_back(form.terms.front(), form.factor);
    }
    return terms;
  };
  EXPECT_THAT(names_of("Écluse"), ElementsAre(std::pair(make_term(prefix::kLocation, "ecluse"), 1.0),
                                              std::pair(make_term(prefix::kName, "ecluse"), relation::kNamed),
                                              std::pair(make_term(prefix::kCompany, "ecluse"), relation::kNamed),
                                              std::pair(make_term(prefix::kSchool, "ecluse"), relation::kNamed)));
  EXPECT_EQ(names_of("\"new york\"").size(), 4U);
  EXPECT_THAT(names_of("text:gent"), IsEmpty());
  EXPECT_THAT(names_of("title:gent"), IsEmpty());
  EXPECT_THAT(names_of("gen*"), IsEmpty());
}

TEST(FunctionWords, AreInSmallLettersWithoutAccents) {
  EXPECT_TRUE(is_function_word("met"));
  EXPECT_FALSE(is_function_word("Met"));
  EXPECT_FALSE(is_function_word(""));
  EXPECT_FALSE(is_function_word("java"));
}

}  // namespace
}  // namespace kennis
