/// @file
/// Introductions on a small world: who may ask whom, who sees what, and that "never ask me" holds, also in later generations.
#include "searcher/introduction_desk.h"

#include <gmock/gmock.h>

#include "searcher/network_reports.h"
#include "searcher/referrer_search.h"
#include "server/introduction_json.h"
#include "tests/server/tiny_world.h"

namespace kennis {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using tests::TinyWorld;

class IntroductionDeskTest : public testing::Test {
 protected:
  IntroductionDeskTest() { reopen(); }
  void reopen() {
    searcher_ = world_.open();
    books_ = std::make_unique<LiveBooks>(world_.index());
  }
  [[nodiscard]] Desk desk() {
    return {*searcher_, *books_, journal_.get(), [this] { return now_; }};
  }
  Result<ShownIntroduction> ask(const std::string& as, const std::string& of, const std::string& candidate) {
    return ask_introduction(desk(), {as, of, candidate, "a word about Go", 14});
  }
  std::size_t paths_over_bram(const std::string& as) {
    const auto found = searcher_->introductions(as, "carla", 10);
    EXPECT_TRUE(found);
    std::size_t over = 0;
    for (const Introduction& path : found.value().introductions) {
      for (const ShownPerson& person : path.via) over += person.id == "bram" ? 1U : 0U;
    }
    return over;
  }

  TinyWorld world_;
  std::unique_ptr<Journal> journal_ = std::move(Journal::open(world_.index())).value();
  std::shared_ptr<const Searcher> searcher_;
  std::unique_ptr<LiveBooks> books_;
  Seconds now_ = now();
};

TEST_F(IntroductionDeskTest, AreBetweenAskerAndIntroducerUntilTheyAreMade) {
  const auto asked = ask("anna", "bram", "carla");
  ASSERT_TRUE(asked) << asked.error().message;
  const std::string id = asked.value().id;
  EXPECT_EQ(asked.value().part, ShownIntroduction::Part::kAsker);
  EXPECT_EQ(asked.value().candidate.name, "Carla");
  const auto seen = show_introduction(desk(), "bram", id);
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen.value().part, ShownIntroduction::Part::kIntroducer);
  EXPECT_EQ(seen.value().message, "a word about Go");
  for (const char* other : {"carla", "https://example.org/~dana/x", "zoe@example.org"}) {
    const auto hidden = show_introduction(desk(), other, id);
    ASSERT_FALSE(hidden);
    EXPECT_EQ(hidden.error().code, ErrorCode::kUnknownId);
    EXPECT_EQ(hidden.error().message, unknown_introduction(id).message);
    EXPECT_THAT(list_introductions(desk(), other).value().introductions, SizeIs(0));
    EXPECT_FALSE(answer_introduction(desk(), other, id, {IntroductionAnswer::kYes, "", false}));
    EXPECT_FALSE(withdraw_introduction(desk(), other, id));
  }
  EXPECT_FALSE(ask("anna", "bram", "carla")) << "open already";
  const auto yes = answer_introduction(desk(), "bram", id, {IntroductionAnswer::kYes, "gladly", false});
  ASSERT_TRUE(yes) << yes.error().message;
  EXPECT_FALSE(show_introduction(desk(), "carla", id));
  const double before = searcher_->introductions("anna", "carla", 5).value().reach;
  const auto made = made_introduction(desk(), "bram", id, true);
  ASSERT_TRUE(made) << made.error().message;
  const auto met = show_introduction(desk(), "carla", id);
  ASSERT_TRUE(met);
  EXPECT_EQ(met.value().part, ShownIntroduction::Part::kCandidate);
  EXPECT_EQ(met.value().asker.id, "anna");
  EXPECT_EQ(met.value().message + met.value().reply, "") << "that is between the two";
  EXPECT_GT(searcher_->introductions("anna", "carla", 5).value().reach, before) << "it was a contact";
  EXPECT_FALSE(made_introduction(desk(), "bram", id, true));
}

TEST_F(IntroductionDeskTest, WhoMayNotBeAskedIsRefusedAsNobodyIs) {
  const auto words_for = [&](const std::string& of) {
    const auto refused = ask("anna", of, "carla");
    EXPECT_FALSE(refused) << of;
    EXPECT_EQ(refused.error().code, ErrorCode::kUnknownPerson);
    std::string words = refused.error().message;
    words.replace(words.find(of), of.size(), "WHO");
    return words;
  };
  const std::string nobody = words_for("nobody-at-all");
  // The candidate, the asker, one without a tie, one who shares with nobody, one who wants no contact.
  for (const char* of : {"carla", "anna", "https://example.org/~dana/x", "zoe@example.org", "erik"}) {
    EXPECT_EQ(words_for(of), nobody);
  }
  const auto hidden = ask("anna", "bram", "erik");
  const auto absent = ask("anna", "bram", "nobody-at-all");
  ASSERT_FALSE(hidden);
  EXPECT_EQ(hidden.error().message, unknown_person("erik").message) << "wants no contact";
  EXPECT_EQ(absent.error().message, unknown_person("nobody-at-all").message);
  EXPECT_EQ(ask("stranger", "bram", "carla").error().code, ErrorCode::kUnknownPerson);
  EXPECT_EQ(ask("anna", "bram", "anna").error().code, ErrorCode::kInvalidRequest);
  const auto far = ask("anna", "bram", "https://example.org/~dana/x");
  ASSERT_FALSE(far) << "bram does not reach them";
  EXPECT_THAT(list_introductions(desk(), "anna").value().introductions, SizeIs(0));
}

TEST_F(IntroductionDeskTest, NeverAskMeTakesTheTieAwayForGood) {
  EXPECT_EQ(paths_over_bram("anna"), 1U);
  const auto id = ask("anna", "bram", "carla").value().id;
  ASSERT_TRUE(answer_introduction(desk(), "bram", id, {IntroductionAnswer::kNever, "", false}));
  const auto expect_gone = [&] {
    EXPECT_EQ(paths_over_bram("anna"), 0U);
    const auto refused = ask("anna", "bram", "carla");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, no_such_introducer("bram").message);
    EXPECT_THAT(find_referrers(*searcher_, {"", "anna", 10, 5, {}}).value().referrers, SizeIs(0));
    EXPECT_EQ(searcher_->introductions("anna", "carla", 5).value().degree, 0);
    EXPECT_EQ(searcher_->introductions("anna", "bram", 5).value().degree, 1) << "the own tie stays";
  };
  expect_gone();
  EXPECT_EQ(answer_introduction(desk(), "bram", id, {IntroductionAnswer::kYes, "", false}).error().code,
            ErrorCode::kConflict);
  reopen();
  expect_gone();
  world_.publish();  // the generation has the whole journal now, and nothing of this
  reopen();
  expect_gone();
  EXPECT_THAT(to_json(list_refusals(desk(), "bram").value()), HasSubstr(R"("askers":[{"id":"anna","name":"Anna"}])"));
  ASSERT_TRUE(set_refusal(desk(), "bram", "anna", false));
  EXPECT_EQ(paths_over_bram("anna"), 1U);
  EXPECT_TRUE(ask("anna", "bram", "carla"));
}

TEST_F(IntroductionDeskTest, NeverOfEverybodyHoldsForEverybody) {
  ASSERT_TRUE(set_refusal(desk(), "bram", "", true));
  EXPECT_EQ(paths_over_bram("anna"), 0U);
  EXPECT_TRUE(list_refusals(desk(), "bram").value().everybody);
  ASSERT_TRUE(set_refusal(desk(), "bram", "anna", true));
  ASSERT_TRUE(set_refusal(desk(), "bram", "", false));
  EXPECT_EQ(paths_over_bram("anna"), 0U) << "anna is refused besides";
  EXPECT_EQ(set_refusal(desk(), "bram", "erik", true).error().message, unknown_person("erik").message);
  EXPECT_FALSE(set_refusal(desk(), "bram", "bram", true));
}

TEST_F(IntroductionDeskTest, WhoWantsNoContactMeanwhileIsIntroducedToNobody) {
  const auto id = ask("anna", "bram", "carla").value().id;
  ASSERT_TRUE(journal_->append(
      {{RecordKind::kProfile, "carla", "carla",
        R"({"id":"carla","name":"Carla","contact_policy":"do_not_contact","updated_at":"2025-01-30"})"}}));
  EXPECT_EQ(answer_introduction(desk(), "bram", id, {IntroductionAnswer::kYes, "", false}).error().code,
            ErrorCode::kConflict);
  const auto shown = show_introduction(desk(), "anna", id);
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown.value().candidate.id + shown.value().candidate.name, "");
  EXPECT_THAT(to_json(shown.value()), HasSubstr(R"("candidate":null)"));
  EXPECT_THAT(to_json(shown.value()), Not(HasSubstr("arla")));
  EXPECT_TRUE(answer_introduction(desk(), "bram", id, {IntroductionAnswer::kNo, "", false}));
}

TEST_F(IntroductionDeskTest, AYesIsTakenBackWhereTheCandidateWantsNoContactMeanwhile) {
  int day = 10;
  const auto set_policy = [&](const std::string& policy) {
    const std::string record = R"({"id":"carla","name":"Carla","sharing":"everyone","contact_policy":")" + policy +
                               R"(","updated_at":"2025-01-)" + std::to_string(day++) + R"("})";
    return journal_->append({{RecordKind::kProfile, "carla", "carla", record}}).ok();
  };
  for (const auto refusal : {IntroductionAnswer::kNo, IntroductionAnswer::kNever}) {
    ASSERT_TRUE(set_policy("open"));
    const auto asked = ask("anna", "bram", "carla");
    ASSERT_TRUE(asked) << asked.error().message;
    const std::string id = asked.value().id;
    const auto answer = [&](const std::string& by, IntroductionAnswer said) {
      return answer_introduction(desk(), by, id, {said, "after May", false});
    };
    ASSERT_TRUE(answer("bram", IntroductionAnswer::kYesIf));
    EXPECT_FALSE(answer("bram", refusal)) << "an answer is given once";
    ASSERT_TRUE(set_policy("do_not_contact"));
    EXPECT_THAT(answer("bram", IntroductionAnswer::kYes).error().message, HasSubstr("say no"));
    EXPECT_THAT(made_introduction(desk(), "bram", id, true).error().message, HasSubstr("say no"));
    EXPECT_EQ(answer("anna", refusal).error().code, ErrorCode::kConflict) << "the asker does not answer";
    EXPECT_EQ(answer("carla", refusal).error().message, unknown_introduction(id).message);
    const auto refused = answer_introduction(desk(), "bram", id, {refusal, "", false});
    ASSERT_TRUE(refused) << refused.error().message;
    EXPECT_EQ(refused.value().reply, "") << "the condition was of the yes_if";
    EXPECT_EQ(show_introduction(desk(), "anna", id).value().state,
              refusal == IntroductionAnswer::kNo ? IntroductionState::kNo : IntroductionState::kNever);
    EXPECT_THAT(answer("bram", IntroductionAnswer::kYes).error().message, Not(HasSubstr("say no")));
  }
}

TEST_F(IntroductionDeskTest, ExpireByTheClock) {
  const auto id = ask("anna", "bram", "carla").value().id;
  now_ += 14 * kSecondsPerDay;
  EXPECT_EQ(show_introduction(desk(), "bram", id).value().state, IntroductionState::kExpired);
  EXPECT_EQ(answer_introduction(desk(), "bram", id, {IntroductionAnswer::kYes, "", false}).error().code,
            ErrorCode::kConflict);
  EXPECT_TRUE(ask("anna", "bram", "carla"));
}

TEST_F(IntroductionDeskTest, AskFirstIsMarked) {
  ASSERT_TRUE(
      journal_->append({{RecordKind::kProfile, "carla", "carla",
                         R"({"id":"carla","name":"Carla","contact_policy":"ask_first","updated_at":"2025-01-30"})"}}));
  EXPECT_TRUE(ask("anna", "bram", "carla").value().ask_first);
}

TEST(IntroductionJson, BadBodiesAreRefusedByName) {
  EXPECT_THAT(introduction_from_json(R"({"introducer":"b","candidate":"c","days":91})").value().days, 91);
  EXPECT_THAT(introduction_from_json(R"({"introducer":"b","candidate":"c","days":99999999999})").value().days,
              limit::kIntroductionDaysMax + 1);
  for (const auto& [body, word] : std::vector<std::pair<std::string, std::string>>{
           {"", "JSON"},
           {"[]", "JSON"},
           {R"({"candidate":"c"})", "introducer is missing"},
           {R"({"introducer":"b"})", "candidate is missing"},
           {R"({"introducer":"b","candidate":"c","days":-1})", "days"},
           {R"({"introducer":"b","candidate":7})", "candidate must be a text"},
           {R"({"introducer":"b","candidate":"c","as":"x"})", "no field 'as'"},
           {R"({"introducer":"b","candidate":"c","candidate":"d"})", "more than once"}}) {
    const auto read = introduction_from_json(body);
    ASSERT_FALSE(read) << body;
    EXPECT_EQ(read.error().code, ErrorCode::kInvalidRequest);
    EXPECT_THAT(read.error().message, HasSubstr(word));
  }
  EXPECT_EQ(reply_from_json(R"({"answer":"yes_if","text":"x"})").value().answer, IntroductionAnswer::kYesIf);
  for (const char* body : {"{}", R"({"answer":"maybe"})", R"({"answer":1})", R"({"answer":"no","who":"x"})"}) {
    EXPECT_FALSE(reply_from_json(body)) << body;
  }
  EXPECT_EQ(refusal_from_json(R"({"asker":null})").value().asker, "");
  for (const char* body : {"{}", R"({"asker":""})", R"({"asker":3})"}) EXPECT_FALSE(refusal_from_json(body)) << body;
}

}  // namespace
}  // namespace kennis
