/// @file
#include "searcher/skill_recognition.h"

#include <gmock/gmock.h>

#include "schema/fields.h"
#include "schema/skill_knowledge.h"
#include "schema/taxonomy_reader.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

using testing::ElementsAre;

/// The leaves of a query by what they ask for: skills as `=id`, others as they are written.
std::vector<std::string> asked(std::string_view text, const std::vector<std::string>& had) {
  const TemporaryFolder folder;
  static const SkillKnowledge knowledge = skill_knowledge_of("built-in", built_in_taxonomy()).value();
  std::vector<TermEntry> entries;
  for (const std::string& id : had) entries.push_back({hash_of_term(make_term(prefix::kConcept, id)), {1, 4}});
  write_statistics(folder / "terms.bin", entries, 10);
  Stemmer stemmer;
  auto query = parse_query(text, stemmer);
  EXPECT_TRUE(query);
  recognise_skills(query.value().root, knowledge.finder(), Statistics(folder / "terms.bin"));
  std::vector<std::string> leaves;
  const std::function<void(const QueryNode&)> collect = [&](const QueryNode& node) {
    if (node.kind == QueryNode::Kind::kLeaf) {
      leaves.push_back(node.leaf.skill.empty() ? node.leaf.text : "=" + node.leaf.skill);
    }
    for (const QueryNode& child : node.children) collect(child);
  };
  collect(query.value().root);
  return leaves;
}

TEST(SkillRecognition, AnyNameOfASkillIsTheSkill) {
  EXPECT_THAT(asked("k8s", {}), ElementsAre("=kubernetes"));
  EXPECT_THAT(asked("+Kubernetes -\"spring boot\"", {}), ElementsAre("=kubernetes", "=spring-boot"));
  EXPECT_THAT(asked("skill:\"gestion de projet\"", {}), ElementsAre("=project-management"));
  EXPECT_THAT(asked("title:java name:java", {}), ElementsAre("title:java", "name:java"))
      << "other fields ask for words";
}

TEST(SkillRecognition, WordsSideBySideAreOneSkillWhereSomebodyHasIt) {
  EXPECT_THAT(asked("senior spring boot developer", {"spring-boot"}),
              ElementsAre("senior", "=spring-boot", "=job-software-developer"));
  EXPECT_THAT(asked("qqq boot", {"spring-boot"}), ElementsAre("qqq", "boot"));
  EXPECT_THAT(asked("project management qqq project management", {"project-management"}),
              ElementsAre("=project-management", "qqq", "=project-management"));
  EXPECT_THAT(asked("spring +boot", {"spring-boot"}), ElementsAre("spring", "boot"));
  const auto nobody = asked("spring boot", {});
  EXPECT_EQ(nobody.size(), 2U);
}

TEST(SkillRecognition, AnAmbiguousNameNeedsAReason) {
  EXPECT_THAT(asked("go", {}), ElementsAre("go"));
  EXPECT_THAT(asked("skill:go", {}), ElementsAre("=go"));
  EXPECT_THAT(asked("go microservices docker", {}).front(), "=go");
}

TEST(SkillRecognition, WhatIsBroaderMakesNobodyMatch) {
  static const SkillKnowledge knowledge = skill_knowledge_of("built-in", built_in_taxonomy()).value();
  Stemmer stemmer;
  auto query = parse_query("java", stemmer);
  recognise_skills(query.value().root, knowledge.finder(), Statistics());
  const Leaf& leaf = query.value().root.leaf;
  ASSERT_EQ(leaf.credits.size(), 1U);
  EXPECT_EQ(leaf.credits[0].terms[0], make_term(prefix::kConcept, "programming"));
  EXPECT_EQ(leaf.credits[0].factor, relation::kBroader);
  EXPECT_EQ(leaf.alternatives.back().terms[0], make_term(prefix::kNarrower, "java"));
  EXPECT_EQ(leaf.alternatives.back().factor, relation::kNarrower);
}

}  // namespace
}  // namespace kennis
