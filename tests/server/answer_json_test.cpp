/// @file
#include "server/answer_json.h"

#include <cmath>
#include <limits>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

namespace kennis {
namespace {

using testing::HasSubstr;
using testing::Not;

Introduction introduction_over_bram() {
  Introduction introduction;
  introduction.chance = 0.25;
  introduction.part = 0.125;
  introduction.via = {{.id = "bram", .name = "Bram"}, {.id = "mailto:x@example.org", .name = ""}};
  ShownTie tie;
  tie.from = "anna";
  tie.to = "bram";
  tie.strength = 0.5;
  tie.last_contact = 1'700'000'000;
  tie.channels = {
      {.channel = Channel::kEmail, .out = 3, .in = 4, .weighted_out = 2.5, .weighted_in = 4, .last = 1'700'000'000}};
  tie.topics = {"sailing"};
  introduction.ties = {tie};
  introduction.attention = {0.5};
  introduction.share = {1, 0.25};
  return introduction;
}

SearchAnswer one_hit() {
  SearchAnswer answer;
  answer.query = "go \"rust\"";
  answer.parsed = "go AND \"rust\"";
  answer.leaves = {{.text = "go", .importance = 0.75, .persons = 12}};
  answer.closeness = 0.3;
  answer.total = 10'000;
  answer.total_exact = false;
  answer.took_ms = 1.5;
  answer.provenance = {.generation = "g1", .as_of = 1'700'000'000, .journal_position = 7, .rights_date = 19'000};
  Hit hit;
  hit.id = "c1";
  hit.name = "Carla";
  hit.score = 0.1;
  hit.fit = 1.0 / 3;
  hit.degree = 2;
  hit.fit_rank = 7;
  hit.fit_rank_exact = false;
  hit.matched = {"go"};
  hit.missing = {"\"rust\""};
  hit.snippets = {{"title", "Été & go", {{8, 10}}}};
  hit.introductions = {introduction_over_bram()};
  answer.hits = {hit};
  return answer;
}

TEST(AnswerJson, SearchHasEveryFieldInItsPlace) {
  EXPECT_EQ(
      to_json(one_hit()),
      R"({"query":{"asked":"go \"rust\"","parsed":"go AND \"rust\"","words":"","tree":{"op":""},"notes":[],"did_you_mean":[],"leaves":[{"text":"go","importance":0.75,"persons":12}]},)"
      R"("closeness":0.3,"order":"score","total":10000,"relation":"gte","took_ms":1.5,"generation":"g1","as_of":"2023-11-14T22:13:20Z",)"
      R"("journal_position":7,"rights_date":"2022-01-08","next_cursor":null,"hits":[{"id":"c1","name":"Carla","headline":null,"score":0.1,"fit":0.3333333333333333,)"
      R"("reach":0.0,"degree":2,"address_only":false,"fit_rank":7,"fit_rank_relation":"gte","matched":["go"],)"
      R"("missing":["\"rust\""],"snippets":[{"field":"title","text":"Été & go","marks":[[6,8]],"html":"Été &amp; <mark>go</mark>"}],"introductions":[{"chance":0.25,"part":0.125,"counts":true,"via":[{"id":"bram","name":"Bram"},)"
      R"({"id":"mailto:x@example.org","name":null}],"ties":[{"from":"anna","to":"bram","strength":0.5,)"
      R"("last_contact":"2023-11-14T22:13:20Z","channels":[{"channel":"email","out":3,"in":4,"weighted_out":2.5,"weighted_in":4.0,)"
      R"("last":"2023-11-14T22:13:20Z"}],"contexts":[],"topics":["sailing"]}],"attention":[0.5],"share":[1.0,0.25]}]}]})");
}

TEST(AnswerJson, AStepOverAContextSaysWhereAndWhenAndHasNoContact) {
  SearchAnswer answer = one_hit();
  ShownTie& tie = answer.hits.at(0).introductions.at(0).ties.at(0);
  tie.channels.clear();
  tie.contexts = {{"organisation", "Acme", "2019-03", "", 0.25}, {"cohort", "Delft", "2001-09", "2006-06", 0.125}};
  const std::string json = to_json(answer);
  EXPECT_NE(json.find(R"("last_contact":null,"channels":[],"contexts":[{"kind":"organisation","name":"Acme",)"
                      R"("from":"2019-03","to":null,"strength":0.25},{"kind":"cohort","name":"Delft","from":"2001-09",)"
                      R"("to":"2006-06","strength":0.125}])"),
            std::string::npos)
      << json;
}

TEST(AnswerJson, ExplanationIsThereOnDemand) {
  SearchAnswer answer = one_hit();
  EXPECT_THAT(to_json(answer), Not(HasSubstr("explanation")));
  Explanation explanation;
  explanation.asked = {
      {.text = "go",
       .importance = 1,
       .level = 0.5,
       .fit = 0.5,
       .evidence = 9,
       .matched = "go",
       .found_in = {"title", "skill"}},
      {.text = "rust", .importance = 0, .level = 0, .fit = 0, .evidence = 0, .matched = "", .found_in = {}}};
  explanation.fit_part = 0.07;
  explanation.reach_part = 0.03;
  explanation.reach_remainder = 0.01;
  explanation.paths_total = 4;
  answer.hits[0].explanation = explanation;
  EXPECT_THAT(
      to_json(answer),
      HasSubstr(
          R"("explanation":{"asked":[{"text":"go","importance":1.0,"level":0.5,"fit":0.5,"evidence":9.0,"matched":"go",)"
          R"("why":null,"found_in":["title","skill"]},{"text":"rust","importance":0.0,"level":0.0,"fit":0.0,"evidence":0.0,"matched":null,)"
          R"("why":null,"found_in":[]}],"fit_part":0.07,"reach_part":0.03,"score":0.1,"reach_remainder":0.01,"paths_total":4})"));
}

TEST(AnswerJson, DegreeTellsAddressOnlyFromOneself) {
  SearchAnswer answer = one_hit();
  answer.hits[0].degree = 0;
  EXPECT_THAT(to_json(answer), HasSubstr(R"("degree":null,"address_only":true,"fit_rank")"));
  answer.hits[0].self = true;
  EXPECT_THAT(to_json(answer), HasSubstr(R"("degree":null,"address_only":false,"self":true)"));
}

TEST(AnswerJson, ContactPolicyIsNamedOnlyWhereOneMustAskFirst) {
  SearchAnswer answer = one_hit();
  EXPECT_THAT(to_json(answer), Not(HasSubstr("contact_policy")));
  answer.hits[0].ask_first = true;
  EXPECT_THAT(to_json(answer), HasSubstr(R"("contact_policy":"ask_first")"));
}

TEST(AnswerJson, TextThatIsNotUtf8BecomesReplacementCharacters) {
  SearchAnswer answer = one_hit();
  answer.hits[0].headline = "caf\xC3\xA9 \xE9 \xF0\x9F\x98 \xC0\xAF end";
  const std::string text = to_json(answer);
  EXPECT_THAT(text, HasSubstr("caf\xC3\xA9 \xEF\xBF\xBD \xEF\xBF\xBD"));
  EXPECT_THAT(text, HasSubstr(" end\""));
  simdjson::dom::parser parser;
  EXPECT_EQ(parser.parse(text).error(), simdjson::SUCCESS);
}

TEST(AnswerJson, NumbersThatJsonLacksAreNull) {
  SearchAnswer answer = one_hit();
  answer.hits[0].score = std::nan("");
  answer.hits[0].reach = std::numeric_limits<double>::infinity();
  const std::string text = to_json(answer);
  EXPECT_THAT(text, HasSubstr(R"("score":null)"));
  simdjson::dom::parser parser;
  EXPECT_EQ(parser.parse(text).error(), simdjson::SUCCESS);
}

TEST(AnswerJson, DoublesReadBackBitForBit) {
  SearchAnswer answer = one_hit();
  for (const double value : {0.1 + 0.2, 1.0 / 3, 5e-324, 0.9999999999999999, 1e-9}) {
    answer.hits[0].fit = value;
    simdjson::dom::parser parser;
    const std::string text = to_json(answer);
    EXPECT_EQ(parser.parse(text)["hits"].at(0)["fit"].get_double().value(), value);
  }
}

TEST(AnswerJson, PersonEmbedsTheRecord) {
  PersonAnswer answer;
  answer.person = {.id = "c1", .name = "Carla"};
  answer.profile = R"({"id":"c1", "own_field": [1, 2.50]})";
  answer.reach = 0.5;
  answer.degree = 1;
  answer.provenance = {.generation = "g1", .as_of = 0, .journal_position = 7, .rights_date = 0};
  EXPECT_EQ(
      to_json(answer),
      R"({"id":"c1","name":"Carla","profile":{"id":"c1", "own_field": [1, 2.50]},"reach":0.5,"degree":1,)"
      R"("address_only":false,"generation":"g1","as_of":"1970-01-01T00:00:00Z","journal_position":7,"rights_date":"1970-01-01"})");
  answer.profile.clear();
  answer.person.name.clear();
  EXPECT_THAT(to_json(answer), HasSubstr(R"("name":null,"profile":null)"));
}

TEST(AnswerJson, IntroductionsNameTheCandidate) {
  IntroductionsAnswer answer;
  answer.candidate = {.id = "c1", .name = "Carla"};
  answer.reach = 0.25;
  answer.paths_total = 2;
  answer.introductions = {introduction_over_bram()};
  const std::string text = to_json(answer);
  EXPECT_THAT(text, testing::StartsWith(R"({"candidate":{"id":"c1","name":"Carla"},"reach":0.25,"degree":null,)"));
  EXPECT_THAT(text, HasSubstr(R"("paths_total":2)"));
  EXPECT_THAT(text, HasSubstr(R"("introductions":[{"chance":0.25)"));
}

}  // namespace
}  // namespace kennis
