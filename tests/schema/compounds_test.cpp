/// @file
#include "schema/compounds.h"

#include <gmock/gmock.h>

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Compounds, DutchAndGermanOnesFallIntoTheirWords) {
  CompoundSplitter splitter;
  EXPECT_THAT(splitter.parts("kwaliteitsmanager", TextLanguage::kDutch), ElementsAre("kwaliteit", "manager"));
  EXPECT_THAT(splitter.parts("kwaliteitsmanagers", TextLanguage::kDutch), ElementsAre("kwaliteit", "manager"));
  EXPECT_THAT(splitter.parts("personeelsadviseur", TextLanguage::kDutch), ElementsAre("personeel", "adviseur"));
  EXPECT_THAT(splitter.parts("kinderopvang", TextLanguage::kDutch), ElementsAre("kind", "opvang"));
  EXPECT_THAT(splitter.parts("qualitätsmanager", TextLanguage::kGerman), ElementsAre("qualitat", "manager"));
  EXPECT_THAT(splitter.parts("projektleiterin", TextLanguage::kGerman), ElementsAre("projekt", "leiter"));
  EXPECT_THAT(splitter.parts("kwaliteitsmanager", TextLanguage::kDutch), ElementsAre("kwaliteit", "manager"))
      << "remembered";
}

TEST(Compounds, WhatIsAWordByItselfStaysWhole) {
  CompoundSplitter splitter;
  for (const char* word :
       {"verkoper", "verkopers", "ziekenhuis", "management", "accountant", "xyzmanager", "manager"}) {
    EXPECT_THAT(splitter.parts(word, TextLanguage::kDutch), IsEmpty()) << word;
  }
}

TEST(Compounds, OtherLanguagesAndHostileWordsAreLeftAlone) {
  CompoundSplitter splitter;
  EXPECT_THAT(splitter.parts("kwaliteitsmanager", TextLanguage::kEnglish), IsEmpty());
  EXPECT_THAT(splitter.parts("kwaliteitsmanager", TextLanguage::kNone), IsEmpty());
  for (const std::string& word : {std::string(), std::string("a"), std::string(64, 's'), std::string(64, '\xC3'),
                                  std::string("kwaliteit/manager"), std::string("projectprojectprojectproject")}) {
    EXPECT_THAT(splitter.parts(word, TextLanguage::kDutch), IsEmpty()) << word;
    EXPECT_THAT(splitter.parts(word, TextLanguage::kGerman), IsEmpty()) << word;
  }
}

}  // namespace
}  // namespace kennis
