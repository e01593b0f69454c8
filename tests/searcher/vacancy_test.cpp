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

using Names = std::vector<std::string>;

/// A heading that is not known ends what the employer says of itself; below it skills are wished for.
TEST_F(VacancyTest, EndsAboutUsAtAnUnknownHeading) {
  for (const std::string_view text :
       {"Developer\nAbout us\nWe have taught Python since 2009.\n\nOur stack\n- Java\n- Docker",
        "Ontwikkelaar\nOver ons\nWij geven al jaren les in Python.\n\nWaar je mee werkt:\nJava\nDocker",
        "D\u00e9veloppeur\n\u00c0 propos de nous\nNous enseignons Python.\n\nAvec quoi ?\n- Java\n- Docker",
        "<p>Entwickler</p><h2>\u00dcber uns</h2><p>Wir lehren "
        "Python.</p><h2>Technik</h2><ul><li>Java</li><li>Docker</li></ul>"}) {
    const Vacancy vacancy = reader_.read(text).value();
    EXPECT_EQ(vacancy.required, Names{}) << text;
    EXPECT_EQ(vacancy.wished, (Names{"Java", "Docker"})) << text;
  }
}

/// What an employer offers stays out: an item, a sentence, a short line above others, and the first line of a section are no headings.
TEST_F(VacancyTest, KeepsWhatIsOfferedOut) {
  for (const std::string_view text :
       {"Developer\nWe offer\n- A laptop\n- Training in Python\n- Docker courses.\nAsk us for more",
        "Ontwikkelaar\nWij bieden\nEen mooi pakket met:\n- opleidingen in Python\n- Docker",
        "D\u00e9veloppeur\nAvantages\nUne voiture\nPython\nDocker",
        "Entwickler\nWir bieten\nSchulungen in Python, auch abends\n- Docker\nIhr Profil\n"}) {
    const Vacancy vacancy = reader_.read(text).value();
    EXPECT_EQ(vacancy.required, Names{}) << text;
    EXPECT_EQ(vacancy.wished, Names{}) << text;
  }
}

TEST_F(VacancyTest, KnowsHeadingsAsTheyAreWritten) {
  const auto required = [&](std::string_view heading) {
    return reader_.read("Developer\n" + std::string(heading) + "\n- Java").value().required;
  };
  for (const std::string_view heading :
       {"What we're looking for", "What we\u2019re looking for:", "What you'll bring", "You'll need", "Who you are",
        "Wie zoeken wij?", "Wat verwachten we van jou?", "Wat verwachten wij van je?", "Wat breng je mee",
        "Jij brengt mee", "Wie ben je?", "Votre profil", "Ce que nous attendons", "Ce que vous apportez :",
        "Pr\u00e9-requis :", "Das bringst du mit", "Was du mitbringst", "Dein Profil", "Was wir von dir erwarten"}) {
    EXPECT_EQ(required(heading), Names{"Java"}) << heading;
  }
  for (const std::string_view heading :
       {"What you'll do", "We'd love it if you have", "Nice to have", "Jouw taken", "Pr\u00e9:", "Een pr\u00e9",
        "Is een pr\u00e9:", "Pluspunt", "Vos missions", "Vos atouts", "Das erwartet dich", "Pluspunkt:"}) {
    const Vacancy vacancy =
        reader_.read("Developer\nRequirements\n- Docker\n" + std::string(heading) + "\n- Java").value();
    EXPECT_EQ(vacancy.required, Names{"Docker"}) << heading;
    EXPECT_EQ(vacancy.wished, Names{"Java"}) << heading;
  }
  // An item is no heading unless it is nothing else.
  EXPECT_EQ(reader_.read("Developer\nTasks\n- You have Java\n- Docker").value().required, Names{});
  EXPECT_EQ(reader_.read("Ontwikkelaar\nJouw profiel\n- Kennis van Java is een pr\u00e9\n- Docker").value().required,
            Names{"Docker"});
}

TEST_F(VacancyTest, TakesTheTitleWithoutWordsOfRecruiting) {
  const auto title = [&](std::string_view text) { return reader_.read(text).value().title; };
  const std::pair<std::string_view, std::string_view> kTitles[] = {
      {"We're hiring! Senior Data Engineer", "Senior Data Engineer"},
      {"We are looking for a nurse to join our team in Ghent.", "nurse"},
      {"Senior Data Engineer - We're hiring!", "Senior Data Engineer"},
      {"Hiring: Cook (m/f/x)", "Cook"},
      {"Hiring Manager", "Hiring Manager"},
      {"Accountant wanted", "Accountant"},
      {"Boekhouder gezocht", "Boekhouder"},
      {"Boekhouder gezocht te Mechelen", "Boekhouder"},
      {"Gezocht: ervaren kok m/v/x", "ervaren kok"},
      {"Wij zoeken een verpleegkundige", "verpleegkundige"},
      {"Wij zoeken een boekhouder die van cijfers houdt", "boekhouder"},
      {"Vacature: Gezocht: Magazijnier", "Magazijnier"},
      {"Nous recrutons : Comptable confirm\u00e9(e) (H/F) \u2013 CDI \u2013 Lille", "Comptable confirm\u00e9"},
      {"Nous recherchons un d\u00e9veloppeur PHP", "d\u00e9veloppeur PHP"},
      {"Nous recherchons un(e) comptable pour rejoindre notre \u00e9quipe", "comptable"},
      {"Ing\u00e9nieur de recherche", "Ing\u00e9nieur de recherche"},
      {"F\u00fcr unseren Standort in K\u00f6ln suchen wir ab sofort eine/n\n\nSoftwareentwickler (m/w/d) Java",
       "Softwareentwickler Java"},
      {"Wir suchen zum n\u00e4chstm\u00f6glichen Zeitpunkt eine Pflegefachkraft (m/w/d)", "Pflegefachkraft"},
      {"Koch (m/w/d) gesucht", "Koch"},
      {"Wir suchen Verst\u00e4rkung!\nBuchhalter (m/w/d) in K\u00f6ln", "Buchhalter"},
      {"Sozialarbeiter Sucht und Psychiatrie", "Sozialarbeiter Sucht und Psychiatrie"},
  };
  for (const auto& [text, wanted] : kTitles) EXPECT_EQ(title(text), wanted) << text;
  // The heading of what is looked for in a person is no opening.
  const Vacancy vacancy = reader_.read("What we are looking for in you\n- Java").value();
  EXPECT_EQ(vacancy.required, Names{});
}

TEST_F(VacancyTest, EndsAPlaceWithItsName) {
  const auto place = [&](std::string_view text) { return reader_.read(text).value().place; };
  EXPECT_EQ(place("F\u00fcr unseren Standort in K\u00f6ln suchen wir ab sofort eine/n\nKoch"), "K\u00f6ln");
  EXPECT_EQ(place("Data engineer\nLondon, UK (hybrid) | \u00a370,000 - \u00a385,000"), "London");
  EXPECT_EQ(place("Ontwikkelaar\nVoltijds | Gent"), "Gent");
  EXPECT_EQ(place("Boekhouder gezocht te Mechelen"), "Mechelen");
  EXPECT_EQ(place("Are you looking for a job as a nurse in Ghent?"), "Ghent");
  EXPECT_EQ(place("Comptable \u00e0 Lyon pour notre agence"), "Lyon");
  EXPECT_EQ(place("We are hiring a specialist in Finance"), "");
  EXPECT_EQ(place("Recruiter in Kleinkleckersdorf"), "Kleinkleckersdorf");
  EXPECT_EQ(place("Developer\nJava, SQL"), "");
  EXPECT_EQ(reader_.read("Data engineer\nLondon, UK (hybrid)").value().near, "near:\"London, GB\"~80km");
}

TEST_F(VacancyTest, ReadsYearsBehindAnAbbreviation) {
  const auto years = [&](std::string_view line) {
    return reader_.read("Developer\nRequirements\n- " + std::string(line)).value().years.value_or(0);
  };
  EXPECT_EQ(years("Mehrj\u00e4hrige Berufserfahrung (mind. 4 Jahre) in der Softwareentwicklung"), 4U);
  EXPECT_EQ(years("Experience with Java (min. 3 years)"), 3U);
  EXPECT_EQ(years("Ervaring met Java, min. 2 jaar"), 2U);
  EXPECT_EQ(years("Exp\u00e9rience en Java (env. 5 ans)"), 5U);
  EXPECT_EQ(years("No experience required. You are 18 years old"), 0U);
}

/// What is said not to be needed is neither required nor wished for.
TEST_F(VacancyTest, PassesOverWhatIsNotNeeded) {
  const auto below = [&](std::string_view line) {
    return reader_.read("Developer\nRequirements\n- Docker\n- " + std::string(line)).value();
  };
  for (const std::string_view line :
       {"Knowledge of Java is not required", "No experience with Java is required", "Java is not strictly necessary",
        "You don't need Java", "Knowledge of Java, SQL or PHP is not required",
        "No knowledge of Java, SQL or PHP required", "Geen rijbewijs nodig", "Kennis van Java is niet vereist",
        "Je hoeft geen Java te kennen", "Ervaring met Java is niet per se nodig",
        "La connaissance de Java n'est pas requise", "Aucune connaissance de Java n'est n\u00e9cessaire",
        "Pas besoin de conna\u00eetre Java", "Java-Kenntnisse sind nicht erforderlich",
        "Keine Kenntnisse in Java erforderlich", "Java ist nicht zwingend notwendig"}) {
    const Vacancy vacancy = below(line);
    EXPECT_EQ(vacancy.required, Names{"Docker"}) << line;
    EXPECT_EQ(vacancy.wished, Names{}) << line;
  }
  // Only the part of the sentence that says so, and never what is asked for beside it.
  for (const std::string_view line :
       {"Strong Java, no degree needed", "A degree is not required but Java is required",
        "Java required, no degree or diploma needed", "Geen 9-tot-5-mentaliteit, Java vereist",
        "Not only a degree but Java is required", "Kein Studium n\u00f6tig, aber Java",
        "Dipl\u00f4me pas n\u00e9cessaire, mais Java exig\u00e9"}) {
    EXPECT_EQ(below(line).required, (Names{"Docker", "Java"})) << line;
  }
  for (const std::string_view line :
       {"Java is not required but a plus", "Java is niet vereist, wel een pr\u00e9",
        "Java n'est pas requis mais un atout", "Java nicht erforderlich, aber von Vorteil"}) {
    EXPECT_EQ(below(line).required, Names{"Docker"}) << line;
    EXPECT_EQ(below(line).wished, Names{"Java"}) << line;
  }
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
  const std::vector<std::string> pieces = {"<",
                                           ">",
                                           "<p>",
                                           "</li",
                                           "<!--",
                                           "-->",
                                           "<script",
                                           "&",
                                           "&#",
                                           "&#x41;",
                                           "&#99999999999;",
                                           ";",
                                           ":",
                                           "Java",
                                           "\n",
                                           "Requirements",
                                           " a plus",
                                           "3 years experience",
                                           "é",
                                           "(",
                                           ")",
                                           " in ",
                                           "Locatie: ",
                                           "\"",
                                           " - ",
                                           "\u2022",
                                           "hiring!",
                                           " gezocht ",
                                           ", ",
                                           " not required",
                                           " no ",
                                           " or ",
                                           " but ",
                                           "Wij zoeken ",
                                           " in Gent",
                                           "(m/w/d)",
                                           "min. "};
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
  using Lines = std::vector<VacancyLine>;
  EXPECT_EQ(lines_of_vacancy(" - one\n\n* two \r\n three\n-----\nfour"),
            (Lines{{"one", true}, {"two", true}, {"three"}, {"four"}}));
  EXPECT_EQ(lines_of_vacancy("<p>one <b>bold</b> &amp; more</p><ul><li>two<li>three</ul>"),
            (Lines{{"one bold & more"}, {"two", true}, {"three", true}}));
  EXPECT_EQ(lines_of_vacancy("<ul><li><p>one</p></li></ul><p>two</p>"), (Lines{{"one", true}, {"two"}}));
  EXPECT_EQ(lines_of_vacancy("a < b & c"), (Lines{{"a < b & c"}}));
  EXPECT_EQ(lines_of_vacancy("<p>x</p><style>p{}</style><!-- <p>y</p> --><p>z"), (Lines{{"x"}, {"z"}}));
}

}  // namespace
}  // namespace kennis
