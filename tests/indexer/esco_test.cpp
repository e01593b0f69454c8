/// @file
#include "indexer/esco.h"

#include <gmock/gmock.h>

#include "indexer/csv_file.h"
#include "schema/taxonomy_reader.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kHeader = "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,status\r\n";

class Esco : public testing::Test {
 protected:
  void SetUp() override {
    write_file(folder_ / "skills_en.csv", std::string("\xEF\xBB\xBF") + kHeader +
                                              "KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/"
                                              "a1,skill,x,manage musical staff,\"manage staff of "
                                              "music\ncoordinate duties of musical staff\nshared; label\",released\r\n"
                                              "KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/"
                                              "b2,knowledge,x,\"Haskell, \"\"lazy\"\"\",\"shared; "
                                              "label\",released\r\n"
                                              "KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/"
                                              "c3,knowledge,x,computer programming,,released\r\n");
    write_file(
        folder_ / "skills_nl.csv",
        std::string(kHeader) +
            "K,http://data.europa.eu/esco/skill/c3,knowledge,x,computerprogrammering,\"programmeren\n\n\",released\n");
    write_file(folder_ / "broaderRelationsSkillPillar_en.csv",
               "conceptType,conceptUri,broaderType,broaderUri\n"
               "K,http://data.europa.eu/esco/skill/b2,K,http://data.europa.eu/esco/skill/c3\n"
               "K,http://data.europa.eu/esco/skill/b2,S,http://data.europa.eu/esco/isced-f/0613\n");
  }
  TemporaryFolder folder_;
};

TEST_F(Esco, SkillsLabelsAndLinksAreRead) {
  const auto imported = import_esco(folder_.path());
  ASSERT_TRUE(imported) << imported.error().message;
  const Taxonomy& taxonomy = imported.value().taxonomy;
  ASSERT_EQ(taxonomy.skills().size(), 3U);
  EXPECT_THAT(taxonomy.with_label("Coordinate duties of musical staff"), ElementsAre(0));
  EXPECT_THAT(taxonomy.with_label("haskell lazy"), ElementsAre(1));
  EXPECT_THAT(taxonomy.with_label("programmeren"), ElementsAre(2));
  EXPECT_THAT(taxonomy.with_label("shared label"), IsEmpty()) << "nobody can say which is meant";
  EXPECT_THAT(taxonomy.skills()[1].broader, ElementsAre(2));
  EXPECT_EQ(imported.value().labels_dropped, 2U);
  EXPECT_EQ(imported.value().links_dropped, 1U);
}

TEST_F(Esco, WhatIsWrittenHasNoFault) {
  const std::string text = taxonomy_text(import_esco(folder_.path()).value().taxonomy);
  const TaxonomyText one{"esco.tsv", text};
  EXPECT_THAT(read_taxonomy(std::span(&one, 1)).faults, IsEmpty());
}

TEST_F(Esco, WhatIsMissingOrBrokenIsNamed) {
  EXPECT_THAT(import_esco(folder_ / "gone").error().message, HasSubstr("skills_en.csv: cannot be read"));
  write_file(folder_ / "skills_en.csv", "conceptUri,preferredLabel\n");
  EXPECT_THAT(import_esco(folder_.path()).error().message, HasSubstr("no column altLabels"));
  write_file(folder_ / "skills_en.csv", std::string(kHeader) + "K,u/1,s,x,\"cut off");
  EXPECT_THAT(import_esco(folder_.path()).error().message, HasSubstr("record 2"));
  write_file(folder_ / "skills_en.csv", std::string(kHeader) + "K,u/1,s,x,\"stray\"quote\",,\n");
  EXPECT_THAT(import_esco(folder_.path()).error().message, HasSubstr("record 2"));
  write_file(folder_ / "skills_en.csv", "");
  EXPECT_THAT(import_esco(folder_.path()).error().message, HasSubstr("empty"));
}

}  // namespace
}  // namespace kennis
