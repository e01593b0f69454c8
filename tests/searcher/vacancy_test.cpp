/// @file
/// Job texts in four languages, each with what a reader finds in it (tests/searcher/vacancies.json), and texts that are none.
#include "searcher/vacancy.h"

#include <filesystem>
#include <random>

#include <gtest/gtest.h>
#include <simdjson.h>

#include "schema/taxonomy_reader.h"
#include "searcher/query.h"
#include "searcher/vacancy_text.h"
#include "tests/fixtures/seeds.h"

namespace kennis {
namespace {

using Element = simdjson::dom::element;

class VacancyTest : public testing::Test {
 protected:
  VacancyTest()
      : text_(built_in_taxonomy()), taxonomy_(taxonomy_from(std::vector<TaxonomyText>{{"taxonomy", text_}}).value()) {}

  std::string text_;
  Taxonomy taxonomy_;
  SkillFinder finder_{taxonomy_};
  VacancyReader reader_{finder_};
};

std::vector<std::string> texts_of(Element element) {
  std::vector<std::string> texts;
  for (const Element text : simdjson::dom::array(element)) texts.emplace_back(std::string_view(text));
  return texts;
}

TEST_F(VacancyTest, ReadsWhatAReaderReads) {
  simdjson::dom::parser parser;
  const Element cases =
      parser.load((std::filesystem::path(KENNIS_SOURCE_DIR) / "tests/searcher/vacancies.json").string());
  std::size_t count = 0;
  Stemmer stemmer;
  for (const Element wanted : simdjson::dom::array(cases)) {
    SCOPED_TRACE(std::string(std::string_view(wanted["name"])));
    const auto read = reader_.read(std::string_view(wanted["text"]));
    ASSERT_TRUE(read.ok()) << read.error().message;
    const Vacancy& vacancy = read.value();
    EXPECT_EQ(vacancy.title, std::string_view(wanted["title"]));
    EXPECT_EQ(vacancy.place, std::string_view(wanted["place"]));
    EXPECT_EQ(vacancy.required, texts_of(wanted["required"]));
    EXPECT_EQ(vacancy.wished, texts_of(wanted["wished"]));
    EXPECT_EQ(vacancy.languages, texts_of(wanted["languages"]));
    EXPECT_EQ(vacancy.years.has_value(), !wanted["years"].is_null());
    if (vacancy.years && !wanted["years"].is_null()) {
      EXPECT_EQ(*vacancy.years, std::uint64_t(wanted["years"]));
    }
    EXPECT_TRUE(parse_query(vacancy.query, stemmer).ok()) << vacancy.query;
    ++count;
  }
  EXPECT_GE(count, 24U);
}

TEST_F(VacancyTest, SaysItAsAQuery) {
  const auto vacancy = reader_.read("Data engineer\nRequirements\nSpring Boot, Java\nNice to have\nMachine learning");
  EXPECT_EQ(vacancy.value().query, "skill:\"Spring Boot\" skill:Java data-engineer machine-learning");
}

/// Place and years narrow; whoever works from anywhere may live anywhere.
TEST_F(VacancyTest, AsksForPlaceAndYears) {
  const auto query = [&](std::string_view text) { return reader_.read(text).value().query; };
  EXPECT_EQ(
      query("Java-ontwikkelaar (m/v/x) - Gent\nJouw profiel\n- Minstens 3 jaar ervaring met Java\n- Je spreekt vlot "
            "Nederlands en je werkt graag in een team van ontwikkelaars"),
      "skill:Java java-ontwikkelaar near:\"Gent, BE\"~40km years:3..");
  EXPECT_EQ(
      query(
          "Backend developer\nLocation: Leuven, Belgium\nHybrid work\nRequirements\nfive to seven years of experience "
          "with Java"),
      "skill:Java backend-developer near:\"Leuven, BE\"~80km years:5..");
  EXPECT_EQ(
      query("Comptable\nLieu de travail : Li\u00e8ge\nProfil recherch\u00e9 :\ncinq ann\u00e9es d'exp\u00e9rience"),
      "comptable near:\"Li\u00e8ge, BE\"~40km years:5..");
  EXPECT_EQ(query("Softwareentwickler\nStandort: M\u00fcnchen\nAnforderungen\n5-j\u00e4hrige Berufserfahrung mit Java"),
            "skill:Java softwareentwickler near:\"Munich, DE\"~40km years:5..");
  EXPECT_EQ(query("Data engineer\nLocation: Remote\nRequirements\nJava"), "skill:Java data-engineer");
  EXPECT_EQ(query("Data engineer - Antwerpen\n100% remote\nRequirements\nJava"), "skill:Java data-engineer");
  EXPECT_EQ(query("Developer\nYou will be based in Ghent.\nRequirements\nJava"),
            "skill:Java developer near:\"Gent, BE\"~40km");
  EXPECT_EQ(query("Developer\nVereisten\n3-5 jaar ervaring met Java"), "skill:Java developer years:3..");
  EXPECT_EQ(query("Developer\nJava 8, with 5 years of experience"), "developer java years:5..");
}

/// What a vacancy asks for can be edited: it is understood as it stands.
TEST_F(VacancyTest, SaysWhatParsesToItself) {
  simdjson::dom::parser parser;
  const Element cases =
      parser.load((std::filesystem::path(KENNIS_SOURCE_DIR) / "tests/searcher/vacancies.json").string());
  Stemmer stemmer;
  std::size_t with_place = 0;
  for (const Element wanted : simdjson::dom::array(cases)) {
    const Vacancy vacancy = reader_.read(std::string_view(wanted["text"])).value();
    const auto query = parse_query(vacancy.query, stemmer);
    ASSERT_TRUE(query.ok()) << vacancy.query;
    EXPECT_EQ(query.value().parsed, vacancy.query);
    with_place += vacancy.near.empty() ? 0U : 1U;
  }
  EXPECT_GE(with_place, 10U);
}

TEST_F(VacancyTest, RefusesWhatIsNoText) {
  EXPECT_FALSE(reader_.read("").ok());
  EXPECT_FALSE(reader_.read(" \n\t\n - ").ok());
  EXPECT_FALSE(reader_.read("<script>Java</script><p></p>").ok());
  EXPECT_FALSE(reader_.read("Java \xFF").ok());
  EXPECT_TRUE(reader_.read(std::string(kVacancyBytesMax, 'a')).ok());
  EXPECT_FALSE(reader_.read(std::string(kVacancyBytesMax + 1, 'a')).ok());
}

TEST_F(VacancyTest, HoldsWhateverIsPasted) {
  constexpr unsigned kSeed = 20261127;
  SCOPED_TRACE(seed_of(kSeed));
  std::mt19937 random(seed_of(kSeed));
  const std::vector<std::string> pieces = {
      "<",       ">",     "<p>", "</li",         "<!--",           "-->",
      "<script", "&",     "&#",  "&#x41;",       "&#99999999999;", ";",
      ":",       "Java",  "\n",  "Requirements", " a plus",        "3 years experience",
      "é",       "(",     ")",   " in ",         "Locatie: ",      "\"",
      " - ",     "\u2022"};
  Stemmer stemmer;
  for (int round = 0; round < 500; ++round) {
    std::string text;
    const std::size_t count = random() % 40;
    for (std::size_t i = 0; i < count; ++i) text += pieces[random() % pieces.size()];
    const auto vacancy = reader_.read(text);
    if (vacancy.ok() && !vacancy.value().query.empty()) {
      EXPECT_TRUE(parse_query(vacancy.value().query, stemmer).ok()) << text << " → " << vacancy.value().query;
    }
  }
}

TEST(VacancyLines, AreThoseOfTextAndOfHtml) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(lines_of_vacancy(" - one\n\n* two \r\n"), (Lines{"one", "two"}));
  EXPECT_EQ(lines_of_vacancy("<p>one <b>bold</b> &amp; more</p><ul><li>two<li>three</ul>"),
            (Lines{"one bold & more", "two", "three"}));
  EXPECT_EQ(lines_of_vacancy("a < b & c"), (Lines{"a < b & c"}));
  EXPECT_EQ(lines_of_vacancy("<p>x</p><style>p{}</style><!-- <p>y</p> --><p>z"), (Lines{"x", "z"}));
}

}  // namespace
}  // namespace kennis
