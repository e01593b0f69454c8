/// @file
#include "journal/draft.h"

#include <gmock/gmock.h>

namespace kennis {
namespace {

using ::testing::HasSubstr;

constexpr Seconds kNow = 1'700'000'000;  // 2023-11-14T22:13:20Z

std::string record_of(const Result<EntryDraft>& draft) { return draft ? draft.value().record : draft.error().message; }

TEST(DraftMaker, KeepsAnInteractionAsItIsOnOneLine) {
  DraftMaker maker("anna", kNow);
  const auto draft = maker.interaction(
      "{\"id\": \"e1\",\n \"at\": \"2023-11-14\", \"from\": \"a b\", \"to\": [\"c\"], \"channel\": \"email\", "
      "\"mine\": 1.50}");
  ASSERT_TRUE(draft) << draft.error().message;
  EXPECT_EQ(draft.value().kind, RecordKind::kInteraction);
  EXPECT_EQ(draft.value().author, "anna");
  EXPECT_EQ(draft.value().record,
            R"({"id":"e1","at":"2023-11-14","from":"a b","to":["c"],"channel":"email","mine":1.50})");
}

TEST(DraftMaker, RefusesWhatTheReaderRefuses) {
  DraftMaker maker("anna", kNow);
  for (const auto& [json, why] : std::vector<std::pair<std::string, std::string>>{
           {"", "not JSON"},
           {"[]", "not a JSON object"},
           {"{\"at\":", "not JSON"},
           {R"({"from":"a","to":"c","channel":"email"})", "at: is missing"},
           {R"({"at":"2023-11-14","from":"a","to":"c","channel":"smoke"})", "channel"},
           {R"({"at":"2023-11-17","from":"a","to":"c","channel":"email"})", "in the future"},
           {"{\"at\":\"2023-11-14\",\"from\":\"\xFF\",\"to\":\"c\",\"channel\":\"email\"}", "UTF-8"}}) {
    const auto draft = maker.interaction(json);
    ASSERT_FALSE(draft) << json;
    EXPECT_EQ(draft.error().code, ErrorCode::kInvalidRecord);
    EXPECT_THAT(draft.error().message, HasSubstr(why));
  }
}

TEST(DraftMaker, AProfileIsOfItsPathAndOfNow) {
  DraftMaker maker("anna", kNow);
  EXPECT_EQ(record_of(maker.profile(R"({"name":"Carla"})", "carla")),
            R"({"updated_at":"2023-11-14T22:13:20Z","id":"carla","name":"Carla"})");
  EXPECT_EQ(record_of(maker.profile(R"({"id":"carla","updated_at":"2020-01-01T00:00:00Z"})", "carla")),
            R"({"id":"carla","updated_at":"2020-01-01T00:00:00Z"})");
  EXPECT_THAT(record_of(maker.profile(R"({"id":"bram"})", "carla")), HasSubstr("the path says \"carla\""));
  EXPECT_THAT(record_of(maker.profile("[]", "carla")), HasSubstr("not a JSON object"));
  EXPECT_THAT(record_of(maker.profile(R"({"id":7})", "carla")), HasSubstr("id"));
  EXPECT_THAT(record_of(maker.profile("{}", "")), HasSubstr("1 to 200 bytes"));
  EXPECT_EQ(record_of(maker.deletion("carla")), R"({"updated_at":"2023-11-14T22:13:20Z","id":"carla","deleted":true})");
}

TEST(DraftMaker, TakesLinesOfEveryKind) {
  DraftMaker maker("anna", kNow);
  EXPECT_EQ(record_of(maker.record(RecordKind::kGroup, R"({"id":"g","kind":"open"})")),
            R"({"updated_at":"2023-11-14T22:13:20Z","id":"g","kind":"open"})");
  EXPECT_TRUE(maker.record(RecordKind::kMembership, R"({"group":"g","person":"a"})"));
  EXPECT_TRUE(maker.record(RecordKind::kTeam, R"({"team":"t","person":"a","to":"2023-01-01"})"));
  EXPECT_FALSE(maker.record(RecordKind::kTeam, R"({"team":"t"})"));
  EXPECT_FALSE(maker.record(RecordKind::kMembership, R"({"person":"t"})"));
  EXPECT_FALSE(maker.record(RecordKind::kProfile, R"({"name":"t"})"));
  EXPECT_TRUE(maker.record(RecordKind::kProfile, R"({"id":"t"})"));
}

TEST(DraftMaker, AnEventWithoutAnIdIsKnownByItsContent) {
  DraftMaker maker("anna", kNow);
  const std::string event = R"({"at":"2023-11-14","from":"a","to":"c","channel":"email"})";
  const auto one = maker.interaction(event);
  EXPECT_EQ(one.value().key, maker.interaction("  " + event).value().key);
  EXPECT_TRUE(one.value().key.starts_with("content:")) << one.value().key;
  EXPECT_NE(one.value().key,
            maker.interaction(R"({"at":"2023-11-14","from":"a","to":"d","channel":"email"})").value().key);
  EXPECT_EQ(maker.interaction(R"({"id":"own","at":"2023-11-14","from":"a","to":"c","channel":"email"})").value().key,
            "own");
}

TEST(DraftMaker, SaysWhoMustNotBeContactedAndWhoWasInformed) {
  DraftMaker maker("anna", kNow);
  EXPECT_EQ(maker.record(RecordKind::kDoNotContact, R"({"person":"Carla <Carla@Example.org>"})").value().key,
            "mailto:carla@example.org");
  EXPECT_FALSE(maker.record(RecordKind::kDoNotContact, R"({"lifted":true})"));
  EXPECT_TRUE(maker.record(RecordKind::kInformed, R"({"person":"carla","at":"2023-01-01"})"));
  EXPECT_FALSE(maker.record(RecordKind::kInformed, R"({"person":"carla"})"));
  EXPECT_FALSE(maker.record(RecordKind::kErasure, "{}"));
}

}  // namespace
}  // namespace kennis
