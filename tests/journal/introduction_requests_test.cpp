/// @file
#include "journal/introduction_requests.h"

#include <map>
#include <random>
#include <set>

#include <gmock/gmock.h>

#include "schema/fields.h"
#include "tests/fixtures/seeds.h"

namespace kennis {
namespace {

using ::testing::HasSubstr;

constexpr Seconds kStart = 1'790'000'000;
const SamePerson kSame = [](const std::string& a, const std::string& b) { return a == b; };

/// A journal of introductions alone.
class Log {
 public:
  /// Appends what a rule said; the entries that are no introduction are counted.
  bool append(const Result<std::vector<EntryDraft>>& drafts, Seconds at) {
    if (!drafts) {
      last_error = drafts.error();
      return false;
    }
    for (const EntryDraft& draft : drafts.value()) {
      const JournalEntry entry{++position_, at, draft};
      if (draft.kind == RecordKind::kIntroduction) {
        EXPECT_FALSE(requests.take(entry).has_value());
      }
      if (draft.kind == RecordKind::kRefusal) {
        EXPECT_FALSE(refusals.take(entry).has_value());
      }
      if (draft.kind == RecordKind::kInteraction) contacts.push_back(draft.record);
    }
    return true;
  }
  bool ask(const std::string& id, Seconds at, int days = 14) {
    return append(
        requests.ask({id, "anna", "lars", "hanna", "please", "", at, at + days * kSecondsPerDay}, refusals, kSame), at);
  }
  bool answer(const std::string& id, IntroductionAnswer answer, Seconds at, const std::string& by = "lars",
              const std::string& text = "after May") {
    return append(requests.answer(id, by, {answer, text, false}, at, kSame), at);
  }

  IntroductionRequests requests;
  Refusals refusals;
  std::vector<std::string> contacts;
  Error last_error;

 private:
  JournalPosition position_ = 0;
};

TEST(IntroductionRequests, AreAskedAnsweredAndMade) {
  Log log;
  ASSERT_TRUE(log.ask("r1", kStart)) << log.last_error.message;
  const IntroductionRequest* request = log.requests.find("r1");
  ASSERT_NE(request, nullptr);
  EXPECT_EQ(state_at(*request, kStart), IntroductionState::kAsked);
  ASSERT_TRUE(log.answer("r1", IntroductionAnswer::kYesIf, kStart + 5));
  EXPECT_EQ(request->state, IntroductionState::kYesIf);
  EXPECT_EQ(request->reply, "after May");
  EXPECT_EQ(request->changed_at, kStart + 5);
  ASSERT_TRUE(log.append(log.requests.introduced("r1", "lars", "", kStart + 9, kSame), kStart + 9));
  EXPECT_EQ(request->state, IntroductionState::kIntroduced);
  EXPECT_EQ(request->reply, "after May");
  ASSERT_EQ(log.contacts.size(), 1U);
  EXPECT_THAT(log.contacts.front(), HasSubstr(R"("from":"lars","to":["anna","hanna"],"channel":"introduction")"));
  EXPECT_THAT(log.contacts.front(), HasSubstr(R"("id":"introduction-r1")"));
}

TEST(IntroductionRequests, ExpireWhenNobodyAnswers) {
  Log log;
  ASSERT_TRUE(log.ask("r1", kStart, 1));
  const IntroductionRequest& request = *log.requests.find("r1");
  EXPECT_EQ(state_at(request, kStart + kSecondsPerDay - 1), IntroductionState::kAsked);
  EXPECT_EQ(state_at(request, kStart + kSecondsPerDay), IntroductionState::kExpired);
  EXPECT_FALSE(log.answer("r1", IntroductionAnswer::kYes, kStart + kSecondsPerDay));
  EXPECT_EQ(log.last_error.code, ErrorCode::kConflict);
  EXPECT_THAT(log.last_error.message, HasSubstr("expired"));
  EXPECT_FALSE(log.ask("r2", kStart + kSecondsPerDay - 1));
  EXPECT_TRUE(log.ask("r2", kStart + kSecondsPerDay)) << "the earlier one has expired";
}

TEST(IntroductionRequests, PeriodsHaveLimits) {
  for (const int days : {-1, 0, limit::kIntroductionDaysMax + 1}) {
    Log log;
    EXPECT_FALSE(log.ask("r1", kStart, days)) << days;
    EXPECT_EQ(log.last_error.code, ErrorCode::kInvalidRequest);
  }
  Log log;
  EXPECT_TRUE(log.ask("r1", kStart, limit::kIntroductionDaysMax));
}

TEST(IntroductionRequests, OthersDoNotLearnThatARequestIsThere) {
  Log log;
  ASSERT_TRUE(log.ask("r1", kStart));
  EXPECT_FALSE(log.answer("r1", IntroductionAnswer::kYes, kStart, "hanna"));
  const Error of_others = log.last_error;
  EXPECT_FALSE(log.answer("r9", IntroductionAnswer::kYes, kStart, "hanna"));
  EXPECT_EQ(of_others.code, log.last_error.code);
  EXPECT_EQ(of_others.message, unknown_introduction("r1").message);
  EXPECT_EQ(log.last_error.message, unknown_introduction("r9").message);
  EXPECT_FALSE(log.answer("r1", IntroductionAnswer::kYes, kStart, "anna"));
  EXPECT_EQ(log.last_error.code, ErrorCode::kConflict);
  EXPECT_FALSE(log.append(log.requests.withdraw("r1", "lars", kStart, kSame), kStart));
  EXPECT_EQ(log.last_error.code, ErrorCode::kConflict);
}

TEST(IntroductionRequests, NeverStopsLaterRequests) {
  Log log;
  ASSERT_TRUE(log.ask("r1", kStart));
  ASSERT_TRUE(log.answer("r1", IntroductionAnswer::kNever, kStart + 1));
  EXPECT_THAT(log.refusals.of("lars"), ::testing::ElementsAre("anna"));
  EXPECT_FALSE(log.ask("r2", kStart + 2));
  EXPECT_EQ(log.last_error.message, no_such_introducer("lars").message);
  const auto other =
      log.requests.ask({"r3", "bram", "lars", "hanna", "", "", kStart, kStart + 10}, log.refusals, kSame);
  EXPECT_TRUE(log.append(other, kStart + 3)) << "said to anna alone";
  ASSERT_TRUE(log.append(log.requests.answer("r3", "lars", {IntroductionAnswer::kNever, "", true}, kStart + 4, kSame),
                         kStart + 4));
  const auto third =
      log.requests.ask({"r4", "carl", "lars", "hanna", "", "", kStart, kStart + 10}, log.refusals, kSame);
  EXPECT_FALSE(third);
  EXPECT_FALSE(
      log.append(log.requests.answer("r3", "lars", {IntroductionAnswer::kNo, "", true}, kStart, kSame), kStart))
      << "everybody goes with never alone";
  EXPECT_FALSE(log.refusals.take({99, kStart, draft_of({"lars", "", false})}).has_value());
  EXPECT_THAT(log.refusals.of("lars"), ::testing::ElementsAre("anna")) << "what was said of anna stands";
}

TEST(IntroductionRequests, OneAskerHasSoManyOpen) {
  Log log;
  for (std::size_t i = 0; i < limit::kOpenIntroductionsMax; ++i) {
    const std::string n = std::to_string(i);
    ASSERT_TRUE(log.append(
        log.requests.ask({"r" + n, "anna", "lars", "p" + n, "", "", kStart, kStart + 10}, log.refusals, kSame),
        kStart));
  }
  EXPECT_FALSE(log.ask("more", kStart));
  EXPECT_THAT(log.last_error.message, HasSubstr("withdraw"));
  ASSERT_TRUE(log.append(log.requests.withdraw("r7", "anna", kStart, kSame), kStart));
  EXPECT_TRUE(log.ask("more", kStart));
}

TEST(IntroductionRequests, TextsHaveLimits) {
  Log log;
  const auto ask_with = [&](const std::string& text) {
    return log.append(log.requests.ask({"x", "a", "b", "c", text, "", kStart, kStart + 5}, log.refusals, kSame),
                      kStart);
  };
  EXPECT_FALSE(ask_with(std::string(limit::kMessageBytesMax + 1, 'x')));
  EXPECT_FALSE(ask_with("\xff\xfe"));
  EXPECT_FALSE(ask_with(std::string("a\0b", 3)));
  EXPECT_TRUE(ask_with(std::string(limit::kMessageBytesMax, 'x')));
  EXPECT_FALSE(log.answer("x", IntroductionAnswer::kYesIf, kStart, "b", "")) << "if what?";
  EXPECT_EQ(log.last_error.code, ErrorCode::kInvalidRequest);
  for (const char* blank : {"   ", "\t\n", "\u00A0\u3000", "\u200B"}) {
    EXPECT_FALSE(log.answer("x", IntroductionAnswer::kYesIf, kStart, "b", blank)) << "if what?";
    EXPECT_EQ(log.last_error.code, ErrorCode::kInvalidRequest);
  }
}

TEST(IntroductionRequests, BlankTextsAreNone) {
  Log log;
  ASSERT_TRUE(log.append(
      log.requests.ask({"x", "anna", "lars", "hanna", " \n", "", kStart, kStart + 5}, log.refusals, kSame), kStart));
  EXPECT_EQ(log.requests.find("x")->message, "");
  ASSERT_TRUE(log.answer("x", IntroductionAnswer::kYes, kStart, "lars", "\u00A0"));
  EXPECT_EQ(log.requests.find("x")->reply, "");
}

TEST(IntroductionRequests, AYesBecomesANoWhereTheCandidateIsGone) {
  Log log;
  ASSERT_TRUE(log.ask("r1", kStart));
  ASSERT_TRUE(log.answer("r1", IntroductionAnswer::kYesIf, kStart + 1));
  EXPECT_FALSE(log.answer("r1", IntroductionAnswer::kNo, kStart + 2)) << "an answer is given once";
  EXPECT_EQ(log.last_error.code, ErrorCode::kConflict);
  const auto say = [&](IntroductionAnswer answer, Seconds at) {
    return log.append(log.requests.answer("r1", "lars", {answer, "", false, true}, at, kSame), at);
  };
  EXPECT_FALSE(say(IntroductionAnswer::kYes, kStart + 3));
  ASSERT_TRUE(say(IntroductionAnswer::kNo, kStart + 4)) << log.last_error.message;
  EXPECT_EQ(log.requests.find("r1")->state, IntroductionState::kNo);
  EXPECT_EQ(log.requests.find("r1")->reply, "") << "the condition of the yes_if is no reason for the no";
  EXPECT_EQ(log.requests.find("r1")->changed_at, kStart + 4);
  EXPECT_FALSE(say(IntroductionAnswer::kNo, kStart + 5));
}

TEST(IntroductionRequests, EntriesThatDoNotFitArePassedOver) {
  Log log;
  ASSERT_TRUE(log.ask("r1", kStart));
  const auto take = [&](const std::string& record) {
    return log.requests.take({50, kStart, {RecordKind::kIntroduction, "x", "r1", record}});
  };
  for (const char* record : {"", "[]", "{", R"({"id":"r1"})", R"({"state":"yes"})", R"({"id":"r1","state":"maybe"})",
                             R"({"id":"r9","state":"yes"})", R"({"id":"r1","state":"asked"})",
                             R"({"id":"r1","state":"introduced"})", R"({"id":"r1","state":"expired"})"}) {
    EXPECT_TRUE(take(record).has_value()) << record;
  }
  EXPECT_EQ(log.requests.find("r1")->state, IntroductionState::kAsked);
}

/// What may follow on what, written down once more: everything else must be refused.
const std::map<std::string, std::set<std::string>> kMayFollow = {
    {"asked", {"yes", "yes_if", "no", "never", "withdrawn"}},
    {"yes", {"withdrawn", "introduced"}},
    {"yes_if", {"withdrawn", "introduced"}},
};
/// And if the candidate can be introduced to nobody any more.
const std::set<std::string> kMayFollowIfGone = {"no", "never"};

TEST(IntroductionRequests, FollowTheTableOverRandomSteps) {
  for (const std::uint64_t seed : seeds(1, 3)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 dice(seed);
    Log log;
    std::map<std::string, std::string> states;  // the reference
    std::size_t changes = 0;
    for (int step = 0; step < 3000; ++step) {
      const Seconds now = kStart + step * 600;
      const std::string id = "r" + std::to_string(dice() % 60);
      const std::string by = dice() % 2 == 0 ? "anna" : "lars";
      if (!states.contains(id)) {
        const std::string candidate = "c" + id;
        ASSERT_TRUE(log.append(
            log.requests.ask({id, "anna", "lars", candidate, "", "", now, now + 40 * 86400}, {}, kSame), now));
        states[id] = "asked";
        continue;
      }
      const IntroductionRequest& request = *log.requests.find(id);
      if (states[id] == "asked" && now >= request.expires_at) states[id] = "expired";
      const auto choice = dice() % 6;
      static const std::vector<std::string> kTo = {"yes", "yes_if", "no", "never", "withdrawn", "introduced"};
      const std::string& to = kTo[choice];
      const bool is_part = by == (to == "withdrawn" ? "anna" : "lars");
      const bool is_gone = dice() % 4 == 0;
      const bool agreed = states[id] == "yes" || states[id] == "yes_if";
      const bool follows = kMayFollow.contains(states[id]) && kMayFollow.at(states[id]).contains(to);
      const bool expected = is_part && (follows || (is_gone && agreed && kMayFollowIfGone.contains(to)));
      const bool done =
          to == "withdrawn" ? log.append(log.requests.withdraw(id, by, now, kSame), now)
          : to == "introduced"
              ? log.append(log.requests.introduced(id, by, std::nullopt, now, kSame), now)
              : log.append(log.requests.answer(id, by, {static_cast<IntroductionAnswer>(choice), "t", false, is_gone},
                                               now, kSame),
                           now);
      ASSERT_EQ(done, expected) << states[id] << " to " << to << " by " << by;
      if (done) states[id] = to;
      changes += done ? 1U : 0U;
      ASSERT_EQ(name_of(state_at(request, now)), states[id]);
    }
    EXPECT_GT(changes, 50U);
  }
}

}  // namespace
}  // namespace kennis
