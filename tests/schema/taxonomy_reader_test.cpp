/// @file
#include "schema/taxonomy_reader.h"

#include <gmock/gmock.h>

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TaxonomyReading read(std::string_view text) {
  const TaxonomyText one{"t.tsv", text};
  return read_taxonomy(std::span(&one, 1));
}

TEST(TaxonomyReader, TheBuiltInOneHasNoFault) {
  const std::string text = built_in_taxonomy();
  const TaxonomyReading reading = read(text);
  EXPECT_THAT(reading.faults, IsEmpty());
  EXPECT_GE(reading.taxonomy.skills().size(), 1500U);
  std::size_t dutch = 0;
  std::size_t french = 0;
  for (const TaxonomySkill& skill : reading.taxonomy.skills()) {
    const auto has = [&](TextLanguage language) {
      return std::any_of(skill.labels.begin(), skill.labels.end(),
                         [&](const auto& l) { return l.language == language; });
    };
    dutch += has(TextLanguage::kDutch) ? 1U : 0U;
    french += has(TextLanguage::kFrench) ? 1U : 0U;
  }
  EXPECT_GE(dutch, 500U);
  EXPECT_GE(french, 500U);
}

TEST(TaxonomyReader, WhatIsWrittenIsReadBackAsTheSame) {
  const std::string text = built_in_taxonomy();
  EXPECT_EQ(taxonomy_text(read(text).taxonomy), taxonomy_text(read(taxonomy_text(read(text).taxonomy)).taxonomy));
}

TEST(TaxonomyReader, LabelsAndLinksAreRead) {
  const auto reading = read("java\tJava\tJ2SE; core Java\t\t\t\t\t\nspring\tSpring\t\tlente\t\t\tjava\t\r\n\n");
  ASSERT_THAT(reading.faults, IsEmpty());
  const auto skills = reading.taxonomy.skills();
  ASSERT_THAT(skills, SizeIs(2));
  EXPECT_EQ(skills[0].label(), "Java");
  EXPECT_THAT(skills[0].narrower, ElementsAre(1));
  EXPECT_THAT(skills[1].broader, ElementsAre(0));
  EXPECT_EQ(skills[1].labels[1].language, TextLanguage::kDutch);
  EXPECT_THAT(reading.taxonomy.with_label("CORE  java"), ElementsAre(0));
  EXPECT_EQ(reading.taxonomy.with_id("spring"), 1U);
}

TEST(TaxonomyReader, EveryFaultIsNamedWithItsLine) {
  EXPECT_THAT(read("a\tA\n").faults, ElementsAre(HasSubstr("t.tsv:1: has 2 columns")));
  EXPECT_THAT(read("a\tAx\t\t\t\t\t\t\na\tBx\t\t\t\t\t\t\n").faults,
              ElementsAre(HasSubstr("t.tsv:2: the id a stands there twice")));
  EXPECT_THAT(read("a\tAx\t\t\t\t\tb\t\n").faults, ElementsAre(HasSubstr("there is no skill b")));
  EXPECT_THAT(read("a\tAx\t\t\t\t\ta\t\n").faults, ElementsAre(HasSubstr("broader than itself")));
  EXPECT_THAT(read("a\tAx\t\t\t\t\tb\t\nb\tBx\t\t\t\t\tc\t\nc\tCx\t\t\t\t\ta\t\n").faults, SizeIs(1));
  EXPECT_THAT(read("a\tAx\tsame\t\t\t\t\t\nb\tBx\tSame\t\t\t\t\t\n").faults,
              ElementsAre(HasSubstr("belongs to a too")));
  EXPECT_THAT(read("a\t?Go\t\t\t\t\t\t\n").faults, ElementsAre(HasSubstr("evidence words")));
  EXPECT_THAT(read("a\t++\t\t\t\t\t\t\n").faults, ElementsAre(HasSubstr("no word in the label")));
  EXPECT_THAT(read("\tAx\t\t\t\t\t\t\n").faults, ElementsAre(HasSubstr("the id")));
  EXPECT_THAT(read("a\t\xFF\t\t\t\t\t\t\n").faults, ElementsAre(HasSubstr("UTF-8")));
  const TaxonomyText bad{"t", "a\n"};
  EXPECT_THAT(taxonomy_from(std::span(&bad, 1)).error().message, HasSubstr("1 faults"));
}

TEST(TaxonomyReader, ALabelOfTwoMayBeAmbiguousInBoth) {
  const auto reading = read("a\tAx\t?ap\t\t\t\t\tinvoice\nb\tBx\t?AP\t\t\t\t\twireless\n");
  EXPECT_THAT(reading.faults, IsEmpty());
  EXPECT_THAT(reading.taxonomy.with_label("AP"), ElementsAre(0, 1));
}

TEST(Taxonomy, KeysKeepWhatTellsSkillsApart) {
  EXPECT_EQ(label_key("Front-End"), "front end");
  EXPECT_EQ(label_key("C"), "c");
  EXPECT_EQ(label_key("C++"), "c++");
  EXPECT_EQ(label_key("c++17"), "c++");
  EXPECT_EQ(label_key("C#"), "c#");
  EXPECT_EQ(label_key(".NET"), ".net");
  EXPECT_EQ(label_key("A/B testing"), "a/b testing");
  EXPECT_EQ(label_key("Objective-C"), "objective-c");
  EXPECT_EQ(label_key("Ingénierie"), "ingenierie");
  EXPECT_EQ(label_key(" - "), "");
}

TEST(Taxonomy, AncestorsAreFoundOnce) {
  const auto taxonomy =
      read("a\tAx\t\t\t\t\t\t\nb\tBx\t\t\t\t\ta\t\nc\tCx\t\t\t\t\ta\t\nd\tDx\t\t\t\t\tb; c\t\n").taxonomy;
  EXPECT_THAT(taxonomy.ancestors(3), ElementsAre(0, 1, 2));
  EXPECT_THAT(taxonomy.ancestors(0), IsEmpty());
}

}  // namespace
}  // namespace kennis
