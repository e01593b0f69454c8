/// @file
/// Folding, tokens (golden cases: tests/schema/cases/tokens.json), stems and accents.
#include "schema/text.h"

#include <cstdlib>
#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>
#include <utf8proc.h>

#include "schema/fields.h"
#include "tests/fixtures/seeds.h"

namespace kennis {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::SizeIs;

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

std::vector<std::string> shown(const std::vector<Token>& tokens) {
  std::vector<std::string> out;
  for (const Token& token : tokens) {
    const std::string parts = token.joined ? "+" + std::to_string(token.parts) : "";
    out.push_back(std::to_string(token.position) + parts + ":" + std::string(token.text));
  }
  return out;
}

std::vector<Token> tokens_of(const std::string& folded) {
  std::vector<Token> tokens;
  tokenise(folded, tokens);
  return tokens;
}

/// What holds of the tokens of any text.
void expect_sound(const std::string& folded) {
  const std::vector<Token> tokens = tokens_of(folded);
  std::uint32_t position = 0;
  for (const Token& token : tokens) {
    EXPECT_FALSE(token.text.empty());
    EXPECT_LE(token.text.size(), limit::kTokenBytesMax);
    EXPECT_GE(token.text.data(), folded.data());
    EXPECT_LE(token.text.data() + token.text.size(), folded.data() + folded.size());
    EXPECT_GE(token.position, position) << "positions never fall";
    EXPECT_GE(token.parts, 1U);
    position = token.position;
  }
}

TEST(Text, CutsTheGoldenCasesAsWritten) {
  simdjson::dom::parser parser;
  const auto path = std::filesystem::path(KENNIS_SOURCE_DIR) / "tests/schema/cases/tokens.json";
  const simdjson::dom::element file = parser.load(path.string());
  std::size_t cases = 0;
  for (const simdjson::dom::element example : file["cases"].get_array()) {
    const std::string text(example["text"].get_string().value());
    std::vector<std::string> wanted;
    for (const simdjson::dom::element token : example["tokens"].get_array())
      wanted.emplace_back(token.get_string().value());
    const std::string folded = fold_case(text);
    EXPECT_EQ(shown(tokens_of(folded)), wanted) << text;
    expect_sound(folded);
    ++cases;
  }
  EXPECT_GT(cases, 50U);
}

TEST(Text, FoldsCaseAndWidthAndKeepsAccents) {
  EXPECT_EQ(fold_case("ÉCOLE Straße"), "école strasse");
  EXPECT_EQ(fold_case("e\u0301cole"), "école") << "composed";
  EXPECT_EQ(fold_case("ＡＢ①"), "ab1");
  EXPECT_EQ(fold_case(""), "");
  EXPECT_EQ(fold_case(std::string("A\0É", 4)), std::string("a\0é", 4));
}

TEST(Text, FoldsALetterBeyondAsciiWhereverItStands) {
  for (std::size_t before = 0; before < 20; ++before) {  // folding goes eight bytes at a time
    for (std::size_t behind = 0; behind < 20; ++behind) {
      const std::string text = std::string(before, 'A') + "É" + std::string(behind, 'Z');
      EXPECT_EQ(fold_case(text), std::string(before, 'a') + "é" + std::string(behind, 'z')) << text;
      EXPECT_EQ(fold_case("X " + text + " @[`{"),
                "x " + std::string(before, 'a') + "é" + std::string(behind, 'z') + " @[`{");
    }
  }
}

TEST(Text, FoldingTwiceIsFoldingOnce) {
  for (const char* text : {"ÉCOLE", "Straße", "ΣΊΣΥΦΟΣ", "İstanbul", "ǅ", "ﬁ", "소프트웨어", "ﷺ", "Ⅷ", "K", "Å"}) {
    const std::string once = fold_case(text);
    EXPECT_EQ(fold_case(once), once) << text;
  }
}

TEST(Text, BytesThatAreNotUtf8BecomeReplacementCharacters) {
  EXPECT_EQ(fold_case("A\xFFÉ"), "a" + std::string(kReplacement) + "é");
  EXPECT_EQ(fold_case("\xC3"), kReplacement);
  EXPECT_EQ(fold_case("É\xED\xA0\x80"),
            "é" + std::string(kReplacement) + std::string(kReplacement) + std::string(kReplacement));
}

TEST(Text, StripsAccents) {
  EXPECT_EQ(strip_accents("ingénieur"), "ingenieur");
  EXPECT_EQ(strip_accents("coördinator"), "coordinator");
  EXPECT_EQ(strip_accents("über"), "uber");
  EXPECT_EQ(strip_accents("java"), "java");
  EXPECT_EQ(strip_accents(""), "");
  EXPECT_EQ(strip_accents("软"), "软");
}

TEST(Text, LongRunsAreCutAtACharacter) {
  const std::string run(limit::kTokenBytesMax, 'x');
  EXPECT_EQ(shown(tokens_of(run)), std::vector<std::string>{"0:" + run});
  EXPECT_EQ(shown(tokens_of(run + "y")), std::vector<std::string>{"0:" + run});
  std::string wide = "x";
  while (wide.size() < 200) wide += "é";
  EXPECT_EQ(tokens_of(wide).at(0).text, wide.substr(0, 63));
}

TEST(Text, HostileTextsGiveSoundTokens) {
  std::vector<std::string> texts = {std::string(100'000, '.'),
                                    std::string(100'000, '+'),
                                    std::string(100'000, '#'),
                                    std::string(100'000, 'a'),
                                    std::string(1000, '\0'),
                                    "\xFF\xFE\xFD",
                                    std::string(5000, '\xC3'),
                                    "a\xC3",
                                    ".\xF0\x9F",
                                    std::string(1000, '\x80')};
  std::string joined;
  for (int i = 0; i < 20'000; ++i) joined += "a.";
  texts.push_back(joined);
  std::string marks = "e";
  for (int i = 0; i < 20'000; ++i) marks += "\u0301";
  texts.push_back(marks);
  for (const std::string& text : texts) {
    expect_sound(text);
    expect_sound(fold_case(text));
  }
}

TEST(Text, RandomTextsGiveSoundTokens) {
  constexpr std::uint32_t kSeed = 7;
  SCOPED_TRACE("seed " + std::to_string(seed_of(kSeed)));
  std::mt19937 random(seed_of(kSeed));
  const std::vector<std::string> pieces = {"a", "b2", "+", "++", "#", ".",    "/",   "-", "&",
                                           "_", " ",  "é", "软", "😀", "\xFF", "net", "'"};
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (auto j = random() % 20; j > 0; --j) text += pieces[random() % pieces.size()];
    expect_sound(text);
    expect_sound(fold_case(text));
  }
}

TEST(Text, TellsTheFourLanguagesApart) {
  EXPECT_EQ(
      detect_language("I am an experienced software engineer who has been building reliable distributed systems for "
                      "banks and hospitals, and I enjoy teaching my colleagues about testing."),
      TextLanguage::kEnglish);
  EXPECT_EQ(
      detect_language("Ik ben een ervaren softwareontwikkelaar die al jaren betrouwbare systemen bouwt voor banken en "
                      "ziekenhuizen, en ik vind het leuk om mijn collega's iets te leren."),
      TextLanguage::kDutch);
  EXPECT_EQ(
      detect_language("Je suis un ingénieur logiciel expérimenté qui construit depuis des années des systèmes fiables "
                      "pour des banques et des hôpitaux, et j'aime enseigner à mes collègues."),
      TextLanguage::kFrench);
  EXPECT_EQ(
      detect_language("Ich bin ein erfahrener Softwareentwickler, der seit Jahren zuverlässige Systeme für Banken und "
                      "Krankenhäuser baut, und ich bringe meinen Kollegen gerne etwas bei."),
      TextLanguage::kGerman);
}

TEST(Text, GuessesEnglishWhereItCannotTell) {
  EXPECT_EQ(detect_language(""), TextLanguage::kEnglish);
  EXPECT_EQ(detect_language("Ik ben een ontwikkelaar"), TextLanguage::kEnglish) << "too short to tell";
  EXPECT_EQ(detect_language(std::string(300, '.')), TextLanguage::kEnglish);
  EXPECT_NE(detect_language(std::string(300, '\xFF')), TextLanguage::kDutch);
}

TEST(Text, TellsTheLanguageOfTitles) {
  EXPECT_EQ(detect_language_of_titles("Kwaliteitsmanager. Kwaliteitsmanager"), TextLanguage::kDutch);
  EXPECT_EQ(detect_language_of_titles("Maschinenbauingenieur. Konstruktion, SolidWorks"), TextLanguage::kGerman);
  EXPECT_EQ(detect_language_of_titles("Conducteur de travaux. Chef de chantier. Béton, VRD"), TextLanguage::kFrench);
  EXPECT_EQ(detect_language_of_titles("Senior Python Developer. Python, Django, AWS"), TextLanguage::kEnglish);
  EXPECT_EQ(detect_language_of_titles("Site engineer"), TextLanguage::kEnglish) << "too short to tell";
  EXPECT_EQ(detect_language_of_titles(""), TextLanguage::kEnglish);
}

TEST(Text, LettersThatAreNoMarkedOnesAreWrittenWithout) {
  EXPECT_EQ(strip_accents("œuvre ærø łukasz đ þór"), "oeuvre aero lukasz d thor");
  EXPECT_EQ(strip_accents("Œuvre Øre Łódź"), "OEuvre Ore Lodz");
  EXPECT_EQ(strip_accents("\xc5"), strip_accents("\xc5")) << "half a letter";
}

TEST(Text, FunctionWordsOfNeighboursDoNotMislead) {
  // Danish and Spanish share many short words with ours.
  EXPECT_EQ(
      detect_language("Jeg er en erfaren udvikler, der har arbejdet med store systemer i mange år, og jeg holder af at "
                      "lære fra mig. Den sidste stilling var hos en bank, hvor vi byggede en ny platform."),
      TextLanguage::kNone);
  EXPECT_EQ(
      detect_language("Soy una ingeniera con experiencia en el desarrollo de sistemas para bancos, con un equipo que "
                      "trabaja en la nube. Me gusta aprender cosas nuevas y compartir lo que sé."),
      TextLanguage::kNone);
}

/// The whole text at once, as the library folds it.
std::string folded_whole(const std::string& text) {
  constexpr int kOptions = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
  utf8proc_uint8_t* out = nullptr;
  const auto size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                   &out, static_cast<utf8proc_option_t>(kOptions));
  std::string folded(reinterpret_cast<const char*>(out), static_cast<std::size_t>(size));
  std::free(out);  // NOLINT(cppcoreguidelines-no-malloc): utf8proc allocates so
  return folded;
}

TEST(Text, FoldsWordByWordAsWhole) {
  constexpr std::uint32_t kSeed = 3;
  SCOPED_TRACE("seed " + std::to_string(seed_of(kSeed)));
  std::mt19937 random(seed_of(kSeed));
  const std::vector<std::string> pieces = {"A",      "z",      " ",       " ",      "\u00c9", "e\u0301",
                                           "\u0301", "\u0327", "\u00df",  "\u00ad", "\ufb01", "\u1100",
                                           "\u1161", "\u00b4", "\u00c5B", "\n",     "\u3000"};
  for (int i = 0; i < 5000; ++i) {
    std::string text;
    for (auto j = random() % 15; j > 0; --j) text += pieces[random() % pieces.size()];
    ASSERT_EQ(fold_case(text), folded_whole(text)) << text;
  }
}

TEST(Text, FoldsLettersOfLatinAsTheLibraryDoes) {
  constexpr std::uint32_t kSeed = 4;
  SCOPED_TRACE("seed " + std::to_string(seed_of(kSeed)));
  std::mt19937 random(seed_of(kSeed));
  for (std::uint32_t code = 0xC0; code < 0x180; ++code) {
    const std::string letter = {static_cast<char>(0xC0U | code >> 6U), static_cast<char>(0x80U | (code & 0x3FU))};
    for (const char* behind : {"", "a", "Z", "\u0301", "\u00c9", "\u0149", "\u0345"}) {
      const std::string text = std::string(random() % 3, 'K') + letter + behind;
      ASSERT_EQ(fold_case(text), folded_whole(text)) << text;
    }
    std::vector<Token> tokens;
    tokenise(letter, tokens);
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(code));
    const bool is_letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
    EXPECT_EQ(!tokens.empty(), is_letter) << letter;
  }
}

TEST(Text, KnowsTheCodesOfItsLanguages) {
  EXPECT_EQ(language_of_code("en"), TextLanguage::kEnglish);
  EXPECT_EQ(language_of_code("nl-BE"), TextLanguage::kDutch);
  EXPECT_EQ(language_of_code("fr"), TextLanguage::kFrench);
  EXPECT_EQ(language_of_code("de"), TextLanguage::kGerman);
  for (const char* other : {"", "e", "es", "un", "den", "frr", "enm", "dev"}) {
    EXPECT_EQ(language_of_code(other), TextLanguage::kNone) << other;
  }
}

TEST(Stemmer, JoinsTheFormsOfAWordInFourLanguages) {
  Stemmer stemmer;
  const auto same = [&](const char* a, const char* b, TextLanguage language) {
    const std::string one(stemmer.term(a, language));
    return one == stemmer.term(b, language);
  };
  EXPECT_TRUE(same("developers", "developer", TextLanguage::kEnglish));
  EXPECT_TRUE(same("testing", "tested", TextLanguage::kEnglish));
  EXPECT_TRUE(same("ontwikkelaars", "ontwikkelaar", TextLanguage::kDutch));
  EXPECT_TRUE(same("systemen", "systeem", TextLanguage::kDutch));
  for (const auto& [several, one] :
       std::initializer_list<std::pair<const char*, const char*>>{{"applicaties", "applicatie"},
                                                                  {"functies", "functie"},
                                                                  {"vacatures", "vacature"},
                                                                  {"bedrijven", "bedrijf"},
                                                                  {"brieven", "brief"},
                                                                  {"huizen", "huis"},
                                                                  {"adviezen", "advies"},
                                                                  {"cursussen", "cursus"},
                                                                  {"lessen", "les"},
                                                                  {"technici", "technicus"},
                                                                  {"steden", "stad"},
                                                                  {"machines", "machine"},
                                                                  {"methodes", "methode"},
                                                                  {"stages", "stage"},
                                                                  {"bureaus", "bureau"},
                                                                  {"processen", "proces"},
                                                                  {"adressen", "adres"},
                                                                  {"actieve", "actief"},
                                                                  {"leden", "lid"}}) {
    EXPECT_TRUE(same(several, one, TextLanguage::kDutch)) << several;
  }
  for (const auto& [verb, noun] :
       std::initializer_list<std::pair<const char*, const char*>>{{"oplossen", "oplossingen"},
                                                                  {"handhaven", "handhaving"},
                                                                  {"toepassen", "toepassing"},
                                                                  {"beslissen", "beslissing"},
                                                                  {"verkiezen", "verkiezing"},
                                                                  {"bouwen", "bouw"}}) {
    EXPECT_TRUE(same(verb, noun, TextLanguage::kDutch)) << verb;
  }
  for (const auto& [one, other] : std::initializer_list<std::pair<const char*, const char*>>{
           {"precies", "precie"}, {"lezen", "les"}, {"diabetes", "diabete"}, {"lasser", "las"}, {"dev", "def"}}) {
    EXPECT_FALSE(same(one, other, TextLanguage::kDutch)) << one;
  }
  EXPECT_TRUE(same("cœur", "coeur", TextLanguage::kFrench));
  EXPECT_TRUE(same("bjørn", "bjorn", TextLanguage::kNone));
  EXPECT_TRUE(same("ingénieurs", "ingénieur", TextLanguage::kFrench));
  EXPECT_TRUE(same("entwicklern", "entwickler", TextLanguage::kGerman));
  EXPECT_FALSE(same("java", "javascript", TextLanguage::kEnglish));
  EXPECT_FALSE(same("ontwikkelaars", "ontwikkelaar", TextLanguage::kNone));
}

TEST(Stemmer, DropsAccentsAfterStemming) {
  Stemmer stemmer;
  for (const TextLanguage language : {TextLanguage::kNone, TextLanguage::kEnglish}) {
    EXPECT_EQ(stemmer.term("café", language), "cafe");
  }
  EXPECT_EQ(std::string(stemmer.term("ingénieur", TextLanguage::kNone)), "ingenieur");
}

TEST(Text, IsBlankWhereNothingIsToBeSeen) {
  for (const char* text : {"", " ", " \t\r\n", "\u00A0", "\u3000\u2003", "\u2028\u2029", "\u200B\uFEFF"}) {
    EXPECT_TRUE(is_blank(text)) << text;
  }
  for (const char* text : {"a", " a ", "\u00A0.", "\xff", " \xC2", "é"}) EXPECT_FALSE(is_blank(text)) << text;
}

TEST(Stemmer, LeavesNamesOfTechnologiesAsTheyAre) {
  Stemmer stemmer;
  for (const TextLanguage language : {TextLanguage::kNone, TextLanguage::kEnglish, TextLanguage::kDutch,
                                      TextLanguage::kFrench, TextLanguage::kGerman}) {
    for (const char* name :
         {"c++", "c++17", "c#", ".net", "node.js", "ci/cd", "r&d", "c", "go", "js", "h2o", "2024", "es"}) {
      EXPECT_EQ(stemmer.term(name, language), name);
    }
  }
}

TEST(Stemmer, GivesATermForEveryTokenAndTheSameAgain) {
  Stemmer stemmer;
  for (const char* token : {"\u0301", "软", "소프트웨어", "ß", "s", "eee"}) {
    for (const TextLanguage language : {TextLanguage::kNone, TextLanguage::kEnglish, TextLanguage::kFrench}) {
      const std::string first(stemmer.term(token, language));
      EXPECT_FALSE(first.empty()) << token;
      EXPECT_EQ(stemmer.term(token, language), first);
    }
  }
}

TEST(Stemmer, ForgetsWithoutChangingItsMind) {
  Stemmer stemmer;
  const std::string before(stemmer.term("developers", TextLanguage::kEnglish));
  for (int i = 0; i < 60'000; ++i) (void)stemmer.term("w" + std::to_string(i), TextLanguage::kEnglish);
  EXPECT_EQ(stemmer.term("developers", TextLanguage::kEnglish), before);
}

TEST(Stemmer, NamesEveryFormAWordMayBeIndexedAs) {
  Stemmer stemmer;
  const std::vector<std::string> terms = stemmer.terms_in_all_languages("developers");
  EXPECT_EQ(terms.at(0), "developers");
  EXPECT_THAT(terms, Contains("develop"));
  EXPECT_THAT(std::set<std::string>(terms.begin(), terms.end()), SizeIs(terms.size())) << "each once";
  EXPECT_THAT(stemmer.terms_in_all_languages("c++"), ElementsAre("c++"));
}

}  // namespace
}  // namespace kennis
