/// @file
#include "schema/document.h"

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schema/evidence.h"
#include "schema/fields.h"
#include "schema/statement_weight.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;
using testing::SizeIs;

const std::string kHit(prefix::kSearchable);
std::string skill_term(std::string_view word) { return make_term(prefix::kSkill, word); }
std::string company_term(std::string_view word) { return make_term(prefix::kCompany, word); }

Profile person(std::string_view id = "anna") {
  Profile profile;
  profile.id = id;
  return profile;
}

/// A document as the index will hold it: evidence and positions by term.
struct Built {
  std::map<std::string, std::uint32_t> evidence;
  std::map<std::string, std::vector<std::uint32_t>> positions;
};

Built built_of(const DocumentTerms& terms) {
  Built built;
  std::map<std::string, std::uint32_t> wdfs;
  for (const Mention& mention : terms.mentions()) {
    wdfs[std::string(mention.term)] += mention.wdf;
    if (mention.position > 0) built.positions[std::string(mention.term)].push_back(mention.position);
  }
  for (const auto& [term, sum] : wdfs) built.evidence[term] = wdf::evidence_of(sum, has_forms(term));
  return built;
}

Built build(const Profile& profile, const std::vector<SkillStatement>& statements = {}) {
  DocumentBuilder builder;
  DocumentTerms terms;
  builder.build(profile, statements, terms);
  return built_of(terms);
}

TEST(Document, AnEmptyProfileIsFoundByItsIdAlone) {
  const Built built = build(person());
  EXPECT_THAT(built.evidence, ElementsAre(Pair("Qanna", 0), Pair(kHit, 0)));
  EXPECT_THAT(built.positions, IsEmpty());
}

TEST(Document, WhoMustNotBeContactedHasTheIdAlone) {
  Profile profile = person();
  profile.name = "Anna";
  profile.headline = "Java developer";
  profile.skills = {{"Java", 5, ""}};
  profile.contact_policy = ContactPolicy::kDoNotContact;
  EXPECT_THAT(build(profile, {{"java", 3, 1}}).evidence, ElementsAre(Pair("Qanna", 0)));
  profile.contact_policy = ContactPolicy::kAskFirst;
  EXPECT_THAT(build(profile).evidence, Contains(Pair(kHit, 0)));
}

/// What is said once, in a profile without dates.
std::uint32_t stored(const Profile& profile, double points) {
  return evidence::stored(points * StatementWeights(profile, 0).of_profile());
}

TEST(Document, WhoVouchesForOthersHasMoreOfWhatIsThere) {
  Profile profile = person();
  profile.skills = {{"Patient care", {}, ""}};
  const std::uint32_t own = stored(profile, evidence::kSkill);
  const Built built = build(profile, {{"patient care", 0, 80}, {"java", 0, 80}});
  EXPECT_EQ(built.evidence.at(skill_term("patient care")), own + 80);
  EXPECT_EQ(built.evidence.at(skill_term("care")), own + 80);
  EXPECT_EQ(built.evidence.at("care"), own + 80);
  EXPECT_EQ(built.evidence.count("java"), 0U) << "it makes nobody have a skill";
}

TEST(Document, AnOldPositionSaysLessThanOneThatIsHeld) {
  constexpr Days kToday = 20'000;
  Profile profile = person();
  profile.positions = {{"", "", "", kToday - 9000, kToday - 4000, "cobol", ""},
                       {"", "", "", kToday - 4000, {}, "rust", ""}};
  DocumentBuilder builder(DocumentContext{nullptr, kToday});
  DocumentTerms terms;
  builder.build(profile, {}, terms);
  const std::map<std::string, std::uint32_t> evidence = built_of(terms).evidence;
  EXPECT_LT(evidence.at("cobol"), evidence.at("rust"));
  const StatementWeights weights(profile, kToday);
  EXPECT_EQ(evidence.at("cobol"), evidence::stored(evidence::kDescription * weights.of_position(profile.positions[0])));
  EXPECT_EQ(weights.of_profile(), weights.of_position(profile.positions[1])) << "as old as the latest position";
}

TEST(Document, TheLengthOfACvDoesNotCount) {
  const auto evidence_of = [](std::size_t words_besides) {
    Profile profile = person();
    profile.skills = {{"Rust", {}, ""}};
    std::string description;
    for (std::size_t i = 0; i < words_besides; ++i) description += "meetings ";
    profile.positions = {{"", "", "", {}, {}, description, ""}};
    return build(profile).evidence.at("rust");
  };
  EXPECT_EQ(evidence_of(2000), evidence_of(0)) << "18 KB";
  EXPECT_LT(evidence_of(20'000), evidence_of(0));
  EXPECT_GT(2 * evidence_of(20'000), evidence_of(0));
}

TEST(Document, AnIdIsATermWhateverItHolds) {
  EXPECT_THAT(build(person("Anna")).evidence, Contains(Pair("Q:Anna", 0)));
  const std::string id(200, 'x');
  EXPECT_THAT(build(person(id)).evidence, Contains(Pair(make_term(prefix::kId, id), 0)));
}

TEST(Document, EvidenceIsSummedOverFields) {
  Profile profile = person();
  profile.headline = "Rust engineer";
  profile.summary = "Rust, rust and RUST";
  profile.positions = {{"Rust lead", "Rust Works", "", {}, {}, "wrote rust", ""}};
  profile.skills = {{"Rust", 4.9, ""}};
  const Built built = build(profile, {{"rust", 3, 0}});
  const auto of = [&](double points) { return stored(profile, points); };
  const std::uint32_t skill = of(evidence::kSkill + 4) + 3;
  EXPECT_EQ(built.evidence.at("rust"), of(evidence::kHeadline) + 3 * of(evidence::kSummary) + of(evidence::kTitle) +
                                           of(evidence::kDescription) + skill);
  EXPECT_EQ(built.evidence.at("Srust"), of(evidence::kHeadline) + of(evidence::kTitle));
  EXPECT_EQ(built.evidence.at(skill_term("rust")), skill);
  EXPECT_EQ(built.evidence.at(company_term("rust")), evidence::kField);
}

TEST(Document, YearsOfASkillCountUpToALimit) {
  const auto expect_points = [](std::optional<double> years, double points) {
    Profile profile = person();
    profile.skills = {{"Go", years, ""}};
    EXPECT_EQ(build(profile).evidence.at(skill_term("go")), stored(profile, points));
  };
  expect_points(std::nullopt, evidence::kSkill);
  expect_points(0.9, evidence::kSkill);
  expect_points(10, evidence::kSkill + evidence::kSkillYearsMax);
  expect_points(40, evidence::kSkill + evidence::kSkillYearsMax);
}

TEST(Document, NamesAndOrganisationsAreNoSkills) {
  Profile profile = person();
  profile.name = "Java Jansen";
  profile.positions = {{"", "Oracle Developers", "", {}, {}, "", ""}};
  const Built built = build(profile);
  EXPECT_EQ(built.evidence.count("java"), 0U);
  EXPECT_EQ(built.evidence.count(skill_term("java")), 0U);
  EXPECT_EQ(built.evidence.at("Ajava"), evidence::kField);
  EXPECT_EQ(built.evidence.at(company_term("developers")), evidence::kField) << "not stemmed";
}

TEST(Document, WordsOfOneFieldFollowOneAnother) {
  Profile profile = person();
  profile.headline = "Senior Java developer";
  const Built built = build(profile);
  const std::uint32_t first = built.positions.at("senior").at(0);
  EXPECT_EQ(built.positions.at("java").at(0), first + 1);
  EXPECT_EQ(built.positions.at("develop").at(0), first + 2);
  EXPECT_EQ(built.positions.at("Sjava").at(0), built.positions.at("Ssenior").at(0) + 1);
  EXPECT_GT(first, 0U) << "position 0 means none";
}

TEST(Document, NoPhraseSpansTwoValues) {
  Profile profile = person();
  profile.headline = "senior java";
  profile.summary = "developer";
  profile.positions = {{"machine", "north", "", {}, {}, "learning", ""}, {"learning", "star", "", {}, {}, "", ""}};
  profile.skills = {{"project", {}, ""}, {"management", {}, ""}};
  const Built built = build(profile);
  const auto apart = [&](const std::string& a, const std::string& b) {
    for (const std::uint32_t x : built.positions.at(a)) {
      for (const std::uint32_t y : built.positions.at(b)) {
        if ((x > y ? x - y : y - x) < limit::kPositionGap) return false;
      }
    }
    return true;
  };
  EXPECT_TRUE(apart("java", "develop"));
  EXPECT_TRUE(apart("machin", "learn"));
  EXPECT_TRUE(apart("Smachin", "Slearn"));
  EXPECT_TRUE(apart(skill_term("project"), skill_term("manag")));
  EXPECT_TRUE(apart(company_term("north"), company_term("star")));
}

TEST(Document, ATermAtOnePositionIsMentionedOnceAPlace) {
  Profile profile = person();
  profile.summary = "C++17 and C++";
  const Built built = build(profile);
  EXPECT_EQ(built.evidence.at("c++"), 2 * stored(profile, evidence::kSummary));
  EXPECT_EQ(built.evidence.at("c++17"), stored(profile, evidence::kSummary));
  EXPECT_THAT(built.positions.at("c++"), SizeIs(2));
}

TEST(Document, EveryRunInASkillsNameIsATerm) {
  Profile profile = person();
  profile.skills = {{"Acute patient care", 3, ""}, {"A/B testing", {}, ""}, {"Patient care", {}, ""}};
  const Built built = build(profile, {{"patient care", 2, 0}});
  const std::uint32_t long_one = stored(profile, evidence::kSkill + 3);
  const std::uint32_t listed = stored(profile, evidence::kSkill);
  EXPECT_EQ(built.evidence.at(skill_term("acut patient care")), long_one);
  EXPECT_EQ(built.evidence.at(skill_term("acut patient")), long_one);
  EXPECT_EQ(built.evidence.at(skill_term("patient care")), long_one + listed + 2);
  EXPECT_EQ(built.evidence.at(skill_term("a/b test")), listed);
  EXPECT_EQ(built.evidence.count("patient care"), 0U) << "not in running text, where it is not known";
  EXPECT_EQ(built.positions.count(skill_term("patient care")), 0U);
}

TEST(Document, KnownRunsAreTermsWhereverTheyStand) {
  const TemporaryFolder folder;
  RunCounter counter;
  counter.add("patient care");
  counter.write(folder / "runs.bin");
  const KnownRuns known(folder / "runs.bin");
  Profile profile = person();
  profile.headline = "Head of patient care";
  profile.summary = "Patient care, patients care and patient, care. Care patient.";
  profile.skills = {{"Patient care", {}, ""}};
  DocumentBuilder builder(DocumentContext{&known, 0});
  DocumentTerms terms;
  builder.build(profile, {}, terms);
  const std::map<std::string, std::uint32_t> evidence = built_of(terms).evidence;
  const auto of = [&](double points) { return stored(profile, points); };
  EXPECT_EQ(evidence.at("patient care"), of(evidence::kHeadline) + 3 * of(evidence::kSummary) + of(evidence::kSkill));
  EXPECT_EQ(evidence.at("Spatient care"), of(evidence::kHeadline));
  EXPECT_EQ(evidence.at(skill_term("patient care")), of(evidence::kSkill));
  EXPECT_EQ(evidence.count("care patient"), 0U);
}

TEST(Document, MentionsAreSortedAndDoNotDependOnWhatWasBuiltBefore) {
  Profile long_one = person("zoe");
  long_one.summary = std::string(5000, 'q') + " many words of another person";
  Profile profile = person();
  profile.headline = "Engineer";
  profile.skills = {{"Go", 2, ""}, {"Ada", 1, ""}};
  DocumentBuilder builder;
  DocumentTerms used;
  builder.build(long_one, {}, used);
  builder.build(profile, {}, used);
  DocumentBuilder other;
  DocumentTerms fresh;
  other.build(profile, {}, fresh);
  ASSERT_EQ(used.mentions().size(), fresh.mentions().size());
  for (std::size_t i = 0; i < fresh.mentions().size(); ++i) {
    const Mention& a = used.mentions()[i];
    const Mention& b = fresh.mentions()[i];
    EXPECT_EQ(std::tie(a.term, a.position, a.wdf), std::tie(b.term, b.position, b.wdf));
  }
}

/// So many words, of which some are in every language's lexicon, joined, or with accents.
std::string random_text(std::mt19937& random, std::uint32_t words) {
  static constexpr std::array kWords = {"Kubernetes",    "node.js",   "softwareontwikkelaar",
                                        "Projektleiter", "ingénieur", "C++17",
                                        "het",           "von",       "Go",
                                        "patient",       "care",      "läuft",
                                        "développement", "a/b",       "und"};
  std::string text;
  for (std::uint32_t i = 0; i < words; ++i) {
    text += random() % 4 != 0 ? std::string(kWords[random() % kWords.size()]) : "w" + std::to_string(random() % 5000);
    text += random() % 9 == 0 ? ". " : " ";
  }
  return text;
}

Profile random_profile(std::mt19937& random) {
  Profile profile = person("p" + std::to_string(random()));
  profile.headline = random_text(random, 5);
  profile.summary = random_text(random, static_cast<std::uint32_t>(random() % 80));
  profile.positions = {{random_text(random, 3), random_text(random, 2), {}, 19'000, {}, random_text(random, 60), {}},
                       {random_text(random, 3), random_text(random, 2), {}, 17'000, 18'000, {}, {}}};
  for (auto i = random() % 8; i > 0; --i)
    profile.skills.push_back({random_text(random, static_cast<std::uint32_t>(1 + random() % 4)), {}, {}});
  return profile;
}

TEST(Document, ABuilderThatKnowsItsWordsMakesWhatANewOneMakes) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  DocumentBuilder builder;
  DocumentTerms used;
  for (int i = 0; i < 200; ++i) {
    const Profile profile = random_profile(random);
    const std::vector<SkillStatement> statements = {{random_text(random, 2), 24, 0}, {random_text(random, 1), 0, 80}};
    builder.build(profile, statements, used);
    DocumentBuilder other;
    DocumentTerms fresh;
    other.build(profile, statements, fresh);
    ASSERT_THAT(used.words(), testing::ElementsAreArray(fresh.words()));
    ASSERT_EQ(used.mentions().size(), fresh.mentions().size());
    for (std::size_t n = 0; n < fresh.mentions().size(); ++n) {
      const Mention& a = used.mentions()[n];
      const Mention& b = fresh.mentions()[n];
      ASSERT_EQ(std::tie(a.term, a.position, a.wdf), std::tie(b.term, b.position, b.wdf));
    }
  }
}

TEST(Document, ABuilderThatHasToForgetMakesTheSame) {
  Profile profile = person();
  for (int i = 0; i < 12; ++i) {
    Position& position = profile.positions.emplace_back();
    for (int n = 0; n < 20'000; ++n) position.description += "w" + std::to_string(i) + "x" + std::to_string(n) + " ";
  }
  DocumentBuilder builder;
  DocumentTerms first;
  builder.build(profile, {}, first);
  const auto texts = first.texts();
  DocumentTerms again;
  Profile other = profile;
  for (Position& position : other.positions)
    std::replace(position.description.begin(), position.description.end(), 'x', 'y');
  builder.build(other, {}, again);
  builder.build(profile, {}, again);
  EXPECT_NE(again.texts(), texts) << "it did not forget";
  ASSERT_EQ(again.mentions().size(), first.mentions().size());
  for (std::size_t n = 0; n < first.mentions().size(); n += 1000) {
    EXPECT_EQ(again.mentions()[n].term, first.mentions()[n].term);
  }
}

TEST(Document, StemsInTheLanguageOfTheProfile) {
  Profile profile = person();
  profile.headline = "Ontwikkelaars gezocht";
  profile.summary =
      "Ik ben een ervaren softwareontwikkelaar die al jaren betrouwbare systemen bouwt voor banken en ziekenhuizen, "
      "en ik vind het leuk om mijn collega's iets te leren.";
  Stemmer stemmer;
  EXPECT_THAT(build(profile).evidence,
              Contains(testing::Key(std::string(stemmer.term("ontwikkelaars", TextLanguage::kDutch)))));
}

TEST(Document, AFieldIsIndexedUpToItsLimitAndNoFurther) {
  Profile profile = person();
  profile.summary = std::string(limit::kIndexedTextBytesMax, ' ') + "beyond";
  EXPECT_EQ(build(profile).evidence.count("beyond"), 0U);
  profile.summary = std::string(limit::kIndexedTextBytesMax - 6, ' ') + "within";
  EXPECT_EQ(build(profile).evidence.count("within"), 1U);
}

TEST(Document, NoTermIsTooLongForTheIndex) {
  Profile profile = person(std::string(200, 'i'));
  std::string jamo;
  for (int i = 0; i < 40; ++i) jamo += "각";  // decomposed: nine bytes a syllable
  profile.summary = std::string(500, 'a') + " " + jamo + " " + std::string(60, 'b') + "." + std::string(60, 'c');
  profile.skills = {{jamo, {}, ""}, {std::string(300, 'd'), {}, ""}};
  DocumentBuilder builder;
  DocumentTerms terms;
  builder.build(profile, {}, terms);
  EXPECT_THAT(terms.mentions(), Not(IsEmpty()));
  for (const Mention& mention : terms.mentions()) {
    EXPECT_LE(mention.term.size(), limit::kTermBytesMax);
    EXPECT_GT(mention.term.size(), 0U);
  }
}

}  // namespace
}  // namespace kennis
