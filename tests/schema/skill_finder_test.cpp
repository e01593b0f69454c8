/// @file
#include "schema/skill_finder.h"

#include <random>

#include <gmock/gmock.h>

#include "schema/taxonomy_reader.h"

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Taxonomy& built_in() {
  static const Taxonomy kTaxonomy = [] {
    const std::string text = built_in_taxonomy();
    const TaxonomyText one{"built-in", text};
    return taxonomy_from(std::span(&one, 1)).value();
  }();
  return kTaxonomy;
}

std::vector<std::string> found(std::string_view text, LabelTrust trust = LabelTrust::kRunningText) {
  static const SkillFinder kFinder(built_in());
  const std::string folded = fold_case(text);
  std::vector<Token> tokens;
  tokenise(folded, tokens);
  std::vector<FoundSkill> skills;
  kFinder.find(tokens, trust, skills);
  std::vector<std::string> ids;
  for (const FoundSkill& skill : skills) ids.push_back(built_in().skills()[skill.skill].id);
  return ids;
}

TEST(SkillFinder, LabelsOfAnyLanguageAndSpellingAreTheSkill) {
  EXPECT_THAT(found("Ik werk met Kubernetes (k8s)."), ElementsAre("kubernetes", "kubernetes"));
  EXPECT_THAT(found("machinaal leren"), ElementsAre("machine-learning"));
  EXPECT_THAT(found("Apprentissage Automatique"), ElementsAre("machine-learning"));
  EXPECT_THAT(found("maschinelles Lernen"), ElementsAre("machine-learning"));
  EXPECT_THAT(found("gestion de projets"), ElementsAre("project-management"));
  EXPECT_THAT(found("nodejs; Node.js; node js"), ElementsAre("node-js", "node-js", "node-js"));
}

TEST(SkillFinder, AccentsMakeNoDifference) {
  EXPECT_THAT(found("Kubernétes"), ElementsAre("kubernetes"));
  EXPECT_THAT(found("máchine leárning"), ElementsAre("machine-learning"));
}

TEST(SkillFinder, TechnologiesAreToldApart) {
  EXPECT_THAT(found("C#"), ElementsAre("c-sharp"));
  EXPECT_THAT(found("C++17 and c++"), ElementsAre("c-plus-plus", "c-plus-plus"));
  EXPECT_THAT(found("PL/SQL"), ElementsAre("pl-sql"));
  EXPECT_THAT(found("Objective-C"), ElementsAre("objective-c"));
  EXPECT_THAT(found("CI/CD"), ElementsAre("ci-cd"));
  EXPECT_THAT(found("UI/UX"), ElementsAre("ui-ux"));
  EXPECT_THAT(found("A/B testing"), ElementsAre("a-b-testing"));
}

TEST(SkillFinder, TheLongestLabelWins) {
  EXPECT_THAT(found("Spring Boot"), ElementsAre("spring-boot"));
  EXPECT_THAT(found("SQL Server"), ElementsAre("microsoft-sql-server"));
  EXPECT_THAT(found("SQL, server"), ElementsAre("microsoft-sql-server"));
  EXPECT_THAT(found("Java Script"), ElementsAre("java"));
}

TEST(SkillFinder, AmbiguousLabelsWantEvidence) {
  EXPECT_THAT(found("I go swift to the rest room in spark of c and r"), IsEmpty());
  EXPECT_THAT(found("backend in Go and gRPC"), testing::Contains("go"));
  EXPECT_THAT(found("statistics in R with tidyverse"), testing::Contains("r"));
  EXPECT_THAT(found("Go", LabelTrust::kSkillName), ElementsAre("go"));
  EXPECT_THAT(found("R", LabelTrust::kSkillName), ElementsAre("r"));
}

TEST(SkillFinder, NothingIsFoundInNothing) {
  EXPECT_THAT(found(""), IsEmpty());
  EXPECT_THAT(found("++ -- ??"), IsEmpty());
}

/// All labels at all words, the longest first: slow and obvious.
std::vector<std::string> found_slowly(std::string_view text) {
  std::vector<std::string> words{""};
  for (const char c : label_key(text)) {
    if (c == ' ') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  std::vector<std::string> ids;
  for (std::size_t at = 0; at < words.size();) {
    std::size_t taken = 0;
    std::string joined;
    std::string id;
    for (std::size_t end = at; end < words.size() && end < at + 12; ++end) {
      joined += (end == at ? "" : " ") + words[end];
      for (const SkillIndex owner : built_in().with_label(joined)) {
        taken = end + 1 - at;
        id = built_in().skills()[owner].id;
        break;
      }
    }
    if (taken > 0) ids.push_back(id);
    at += std::max<std::size_t>(1, taken);
  }
  return ids;
}

TEST(SkillFinder, FindsWhatALookAtEveryLabelFinds) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int i = 0; i < 6; ++i) {
      const auto& labels = built_in().skills()[random() % built_in().skills().size()].labels;
      std::string label = label_key(labels[random() % labels.size()].text);
      if (random() % 3 == 0) label = label.substr(0, label.find(' '));
      text += label + " ";
    }
    EXPECT_EQ(found(text, LabelTrust::kSkillName), found_slowly(text)) << text;
  }
}

}  // namespace
}  // namespace kennis
