/// @file
#include "schema/word_forms.h"

#include <array>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "schema/document.h"
#include "schema/fields.h"
#include "schema/text.h"

namespace kennis {
namespace {

WordForm form_in_language(std::string_view word, TextLanguage language) {
  Stemmer stemmer;
  const std::string folded = fold_case(word);
  return form_of(strip_accents(folded), stemmer.term(folded, language));
}

TEST(WordForms, ATermOfTextTitlesOrSkillsHasThem) {
  for (const std::string_view term : {"java", "c++", ".net", "42", "über"}) EXPECT_TRUE(has_forms(term)) << term;
  for (const std::string_view field : {prefix::kTitle, prefix::kSkill, prefix::kCurrentTitle}) {
    EXPECT_TRUE(has_forms(make_term(field, "java"))) << field;
  }
  for (const std::string_view field : {prefix::kId, prefix::kName, prefix::kCompany, prefix::kCurrentCompany,
                                       prefix::kSchool, prefix::kLocation, prefix::kConcept, prefix::kNarrower}) {
    EXPECT_FALSE(has_forms(make_term(field, "java"))) << field;
  }
  EXPECT_FALSE(has_forms(prefix::kSearchable));
  EXPECT_FALSE(has_forms(""));
}

TEST(WordForms, WordsOfOneStemThatAreOftenMixedUpDiffer) {
  const std::vector<std::pair<TextLanguage, std::vector<std::string>>> families = {
      {TextLanguage::kEnglish, {"engineer", "engineers", "engineering", "engine"}},
      {TextLanguage::kEnglish, {"manager", "managers", "management", "managing", "manages", "manage"}},
      {TextLanguage::kEnglish, {"developer", "developers", "development", "developing", "develops", "develop"}},
      {TextLanguage::kEnglish, {"consultant", "consultants", "consulting", "consultancy", "consult"}},
      {TextLanguage::kDutch, {"ontwikkelaar", "ontwikkelaars"}},
      {TextLanguage::kDutch, {"verpleegkundige", "verpleegkundigen"}},
      {TextLanguage::kFrench, {"ingénieur", "ingénieurs", "ingénieure"}},
      {TextLanguage::kGerman, {"Entwickler", "Entwicklung"}},
  };
  Stemmer stemmer;
  for (const auto& [language, words] : families) {
    std::map<std::string, std::set<WordForm>> by_stem;
    for (const std::string& word : words) {
      const std::string folded = fold_case(word);
      EXPECT_TRUE(by_stem[std::string(stemmer.term(folded, language))].insert(form_in_language(word, language)).second)
          << word;
    }
  }
}

TEST(WordForms, AccentsAndCaseAreNoForms) {
  EXPECT_EQ(form_in_language("INGÉNIEUR", TextLanguage::kFrench), WordForm::kStem);
  EXPECT_EQ(form_in_language("Ingenieur", TextLanguage::kFrench), WordForm::kStem);
  EXPECT_EQ(form_in_language("Node.js", TextLanguage::kEnglish), WordForm::kStem);
}

TEST(WordForms, AWordIsNotItsStemIfItIsShorter) {
  EXPECT_EQ(form_of("qualit", "qualiti"), WordForm::kOther);
  EXPECT_EQ(form_of("", "x"), WordForm::kOther);
  EXPECT_EQ(form_of("", ""), WordForm::kStem);
}

/// A wdf, beside sets and sums that are kept as they are.
TEST(WordForms, AWdfSaysWhatWasMentioned) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 20'000; ++i) {
    std::uint32_t wdf = 0;
    std::uint64_t sum = 0;
    std::set<WordForm> forms;
    const auto most = static_cast<std::uint32_t>(1 + random() % (1U << random() % 12));
    for (auto mentions = 1 + random() % 4; mentions > 0; --mentions) {
      const auto form = static_cast<WordForm>(random() % static_cast<unsigned>(WordForm::kSeveral));
      const auto evidence = static_cast<std::uint32_t>(1 + random() % most);
      const bool is_silent = sum > 0 && random() % 5 == 0;
      wdf = wdf::with_mention(wdf, evidence, is_silent ? WordForm::kUnsaid : form);
      sum += evidence;
      if (!is_silent) forms.insert(form);
    }
    if (forms.size() > 1) forms.erase(WordForm::kCompound);
    ASSERT_EQ(wdf::evidence_of(wdf, true), sum);
    const bool has_any = forms.size() > 1;
    ASSERT_EQ(wdf::form_of(wdf), has_any ? WordForm::kSeveral : *forms.begin());
    for (unsigned asked = 0; asked < static_cast<unsigned>(WordForm::kSeveral); ++asked) {
      const auto form = static_cast<WordForm>(asked);
      const std::uint32_t evidence = wdf::evidence_for(wdf, form);
      if (has_any || forms.count(form) > 0) {
        ASSERT_EQ(evidence, sum);
      } else {
        ASSERT_GE(evidence, 1U);
        ASSERT_LE(evidence, sum);
        ASSERT_TRUE(sum == 1 || evidence < sum) << "the form that is asked for is ahead";
        ASSERT_GE(evidence * 5 + 5, sum * 4);
      }
    }
    ASSERT_EQ(wdf::evidence_for(wdf, WordForm::kUnsaid), sum);
    ASSERT_LE(wdf, 16 * sum + 15);
  }
}

TEST(WordForms, MoreEvidenceInAFormIsNeverWorthLess) {
  for (unsigned has = 0; has < static_cast<unsigned>(WordForm::kSeveral); ++has) {
    for (unsigned asked = 0; asked < static_cast<unsigned>(WordForm::kSeveral); ++asked) {
      std::uint32_t before = 0;
      for (std::uint32_t evidence = 1; evidence < 1500U; ++evidence) {
        const std::uint32_t worth =
            wdf::evidence_for(wdf::with_mention(0, evidence, static_cast<WordForm>(has)), static_cast<WordForm>(asked));
        ASSERT_GE(worth, before);
        before = worth;
      }
    }
  }
}

TEST(WordForms, RowsThatDifferInOneWordDiffer) {
  const auto form = [](const std::vector<WordForm>& words) {
    RunForm run;
    for (const WordForm word : words) run.add(word);
    return run.form();
  };
  using enum WordForm;
  EXPECT_EQ(form({kStem, kStem, kStem}), kStem);
  std::set<WordForm> forms;
  for (const WordForm last : {kStem, kPlural, kDoer, kDoers, kDoing, kState, kOther}) {
    EXPECT_TRUE(forms.insert(form({kStem, last})).second);
  }
  EXPECT_NE(form({kDoing, kOther}), form({kState, kState})) << "managing consultant, management consultancy";
  EXPECT_NE(form({kDoers, kDoer}), form({kDoer, kDoers}));
}

/// Of all terms of a document.
std::map<std::string, WordForm> forms_in(const Profile& profile, const std::vector<SkillStatement>& statements = {}) {
  DocumentBuilder builder;
  DocumentTerms terms;
  builder.build(profile, statements, terms);
  std::map<std::string, std::uint32_t> wdfs;
  for (const Mention& mention : terms.mentions()) wdfs[std::string(mention.term)] += mention.wdf;
  std::map<std::string, WordForm> forms;
  for (const auto& [term, sum] : wdfs) forms[term] = has_forms(term) ? wdf::form_of(sum) : WordForm::kFormless;
  return forms;
}

TEST(WordForms, OfADocumentAreThoseThatItWrites) {
  Profile profile;
  profile.id = "anna";
  profile.headline = "Engineering manager";
  profile.positions = {{"Project managers", "Manager Labs", "", 19'000, {}, "engineering", ""}};
  profile.skills = {{"Project management", {}, ""}, {"Managers", {}, ""}};
  const auto forms = forms_in(profile, {{"Projects", 24, 0}, {"Projects", 0, 80}});
  EXPECT_EQ(forms.at("engin"), WordForm::kDoing);
  EXPECT_EQ(forms.at("Sengin"), WordForm::kDoing);
  EXPECT_EQ(forms.at("project"), WordForm::kSeveral) << "somebody said projects";
  EXPECT_EQ(forms.at("Sproject"), WordForm::kStem);
  EXPECT_EQ(forms.at("manag"), WordForm::kSeveral);
  EXPECT_EQ(forms.at(make_term(prefix::kSkill, "manag")), WordForm::kSeveral);
  EXPECT_EQ(forms.at(make_term(prefix::kCurrentTitle, "manag")), WordForm::kDoers);
  EXPECT_EQ(forms.at(make_term(prefix::kCompany, "manager")), WordForm::kFormless);
  RunForm run;
  for (const WordForm form : {WordForm::kStem, WordForm::kState}) run.add(form);
  EXPECT_EQ(forms.at(make_term(prefix::kSkill, "project manag")), run.form());
}

TEST(WordForms, APartOfACompoundIsOneUnlessTheWordIsThereToo) {
  Profile profile;
  profile.id = "anna";
  profile.headline = "Kwaliteitsmanager";
  profile.summary =
      "Ik ben een ervaren medewerker die al jaren de kwaliteit bewaakt van wat wij in het ziekenhuis doen.";
  const auto forms = forms_in(profile);
  EXPECT_EQ(forms.at("manager"), WordForm::kCompound);
  EXPECT_EQ(forms.at("kwaliteit"), WordForm::kStem);
  EXPECT_EQ(forms.at("Skwaliteit"), WordForm::kCompound);
}

TEST(WordForms, TooMuchEvidenceIsAsMuchAsCanBeStored) {
  const std::uint32_t most = wdf::with_mention(0, 0xFFFF'FFFF, WordForm::kDoer);
  EXPECT_EQ(wdf::evidence_of(most, true), wdf::kEvidenceMax);
  EXPECT_EQ(wdf::evidence_of(wdf::with_mention(most, 0xFFFF'FFFF, WordForm::kStem), true), wdf::kEvidenceMax);
}

}  // namespace
}  // namespace kennis
