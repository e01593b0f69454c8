/// @file
/// Every field of every record: what is taken, what is refused with which words, and that the published JSON Schemas agree.
#include "schema/read_record.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schema/fields.h"
#include "tests/fixtures/seeds.h"

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

const std::vector<std::string> kKinds = {"profile", "interaction", "group", "membership", "team"};

/// Why a reader refuses the line; empty if it takes it.
std::string refusal(const std::string& kind, std::string_view line) {
  const simdjson::padded_string padded(line);
  const std::string_view view(padded.data(), padded.size());
  RecordReader reader;
  const auto why = [](const auto& result) { return result ? std::string() : result.error().message; };
  if (kind == "profile") return why(reader.profile(view));
  if (kind == "group") return why(reader.group(view));
  if (kind == "membership") return why(reader.membership(view));
  if (kind == "team") return why(reader.team_member(view));
  Interaction interaction;
  return why(reader.interaction(view, interaction));
}

Profile profile_of(std::string_view line) {
  const simdjson::padded_string padded(line);
  RecordReader reader;
  auto read = reader.profile({padded.data(), padded.size()});
  EXPECT_TRUE(read) << (read ? "" : read.error().message);
  return read ? std::move(read).value() : Profile{};
}

Interaction interaction_of(std::string_view line) {
  const simdjson::padded_string padded(line);
  RecordReader reader;
  Interaction out;
  const auto read = reader.interaction({padded.data(), padded.size()}, out);
  EXPECT_TRUE(read) << (read ? "" : read.error().message);
  return out;
}

std::string repeated(std::string_view item, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += (i == 0 ? "" : ",") + std::string(item);
  return "[" + out + "]";
}

/// A record of that kind that is whole, with one field more.
std::string with(const std::string& kind, const std::string& field, const std::string& value) {
  static const std::map<std::string, std::map<std::string, std::string>> kWhole = {
      {"profile", {{"id", "\"a\""}}},
      {"interaction", {{"at", "\"2025-01-01\""}, {"from", "\"a\""}, {"to", "[\"b\"]"}, {"channel", "\"email\""}}},
      {"group", {{"id", "\"g\""}, {"kind", "\"open\""}}},
      {"membership", {{"group", "\"g\""}, {"person", "\"a\""}}},
      {"team", {{"team", "\"t\""}, {"person", "\"a\""}}}};
  auto fields = kWhole.at(kind);
  fields[field] = value;
  std::string line;
  for (const auto& [name, content] : fields) line += (line.empty() ? "{\"" : ",\"") + name + "\":" + content;
  return line + "}";
}

TEST(ReadRecord, ReadsEveryFieldOfAProfile) {
  const Profile profile = profile_of(
      R"({"id":"anna","name":"Anna V.","headline":"Engineer","summary":"Builds.","updated_at":"2025-03-01T09:30:00Z",
      "location":{"name":"Gent","country":"BE","lat":51.05,"lon":3.7},
      "positions":[{"title":"Dev","organisation":"Acme","organisation_id":"o1","from":"2019","to":"2020-02",
      "description":"Wrote","location":"Gent"}],"education":[{"school":"UGent","degree":"MSc","field":"CS","from":"2010",
      "to":"2015"}],"skills":["C++",{"name":"C#","years":2.5,"level":"expert"}],"languages":[{"code":"nl-BE","level":"C2"}],
      "certifications":["CKA"],"links":["https://example.org/anna"],"emails":["anna@example.org"],"phones":["+32 1"],
      "aliases":["av"],"open_to_work":true,"contact_policy":"ask_first","sharing":"team","share_topics":true,
      "source":"hr","deleted":false})");
  EXPECT_EQ(profile.id, "anna");
  EXPECT_EQ(profile.name, "Anna V.");
  EXPECT_EQ(profile.headline, "Engineer");
  EXPECT_EQ(profile.summary, "Builds.");
  EXPECT_EQ(profile.updated_at, parse_instant("2025-03-01T09:30:00Z"));
  EXPECT_EQ(profile.location.name, "Gent");
  EXPECT_EQ(profile.location.country, "BE");
  EXPECT_EQ(profile.location.lat, 51.05);
  EXPECT_EQ(profile.location.lon, 3.7);
  ASSERT_THAT(profile.positions, SizeIs(1));
  EXPECT_EQ(profile.positions[0].title, "Dev");
  EXPECT_EQ(profile.positions[0].organisation, "Acme");
  EXPECT_EQ(profile.positions[0].organisation_id, "o1");
  EXPECT_EQ(profile.positions[0].from, parse_date("2019-01-01"));
  EXPECT_EQ(profile.positions[0].to, parse_date("2020-02-29"));
  EXPECT_EQ(profile.positions[0].description, "Wrote");
  EXPECT_EQ(profile.positions[0].location, "Gent");
  ASSERT_THAT(profile.education, SizeIs(1));
  EXPECT_EQ(profile.education[0].school, "UGent");
  EXPECT_EQ(profile.education[0].degree, "MSc");
  EXPECT_EQ(profile.education[0].field, "CS");
  EXPECT_EQ(profile.education[0].from, parse_date("2010-01-01"));
  EXPECT_EQ(profile.education[0].to, parse_date("2015-12-31"));
  ASSERT_THAT(profile.skills, SizeIs(2));
  EXPECT_EQ(profile.skills[0].name, "C++");
  EXPECT_EQ(profile.skills[0].years, std::nullopt);
  EXPECT_EQ(profile.skills[1].years, 2.5);
  EXPECT_EQ(profile.skills[1].level, "expert");
  ASSERT_THAT(profile.languages, SizeIs(1));
  EXPECT_EQ(profile.languages[0].code, "nl-BE");
  EXPECT_EQ(profile.languages[0].level, "C2");
  EXPECT_THAT(profile.certifications, ElementsAre("CKA"));
  EXPECT_THAT(profile.links, ElementsAre("https://example.org/anna"));
  EXPECT_THAT(profile.emails, ElementsAre("anna@example.org"));
  EXPECT_THAT(profile.phones, ElementsAre("+32 1"));
  EXPECT_THAT(profile.aliases, ElementsAre("av"));
  EXPECT_TRUE(profile.open_to_work);
  EXPECT_EQ(profile.contact_policy, ContactPolicy::kAskFirst);
  EXPECT_EQ(profile.sharing, Sharing::kTeam);
  EXPECT_TRUE(profile.share_topics);
  EXPECT_EQ(profile.source, "hr");
  EXPECT_FALSE(profile.deleted);
}

TEST(ReadRecord, ReadsEveryFieldOfAnInteraction) {
  const Interaction event = interaction_of(
      R"({"id":"e","at":"2025-01-01T00:00:01Z","from":"a","to":["b","c"],"channel":"endorsement","topics":["x","y"],)"
      R"("subject":"s","text":"t","skill":"Rust","group":"g"})");
  EXPECT_EQ(event.id, "e");
  EXPECT_EQ(event.at, parse_instant("2025-01-01T00:00:01Z"));
  EXPECT_EQ(event.from, "a");
  EXPECT_THAT(event.to, ElementsAre("b", "c"));
  EXPECT_EQ(event.channel, Channel::kEndorsement);
  EXPECT_THAT(event.topics, ElementsAre("x", "y"));
  EXPECT_EQ(event.subject, "s");
  EXPECT_EQ(event.text, "t");
  EXPECT_EQ(event.skill, "Rust");
  EXPECT_EQ(event.group, "g");
  EXPECT_FALSE(event.deleted);
}

TEST(ReadRecord, NothingOfAnEarlierInteractionStays) {
  RecordReader reader;
  Interaction out;
  const simdjson::padded_string full(std::string_view(
      R"({"id":"e","deleted":true,"at":"2025-01-01","from":"a","to":["b","c"],"channel":"call","topics":["x"],"subject":"s",)"
      R"("text":"t","skill":"k","group":"g"})"));
  const simdjson::padded_string least(std::string_view(R"({"at":"2025-01-02","from":"z","to":"y","channel":"post"})"));
  ASSERT_TRUE(reader.interaction({full.data(), full.size()}, out));
  ASSERT_TRUE(reader.interaction({least.data(), least.size()}, out));
  EXPECT_EQ(out.id, "");
  EXPECT_FALSE(out.deleted);
  EXPECT_EQ(out.from, "z");
  EXPECT_THAT(out.to, ElementsAre("y"));
  EXPECT_EQ(out.channel, Channel::kPost);
  EXPECT_THAT(out.topics, IsEmpty());
  EXPECT_EQ(out.subject + out.text + out.skill + out.group, "");
}

TEST(ReadRecord, ReadsGroupsMembershipsAndTeams) {
  RecordReader reader;
  const simdjson::padded_string g(std::string_view(
      R"({"id":"g","name":"n","description":"d","kind":"members_only","topics":["t"],"updated_at":"2025-01-01"})"));
  const simdjson::padded_string m(
      std::string_view(R"({"group":"g","person":"a@b.org","role":"moderator","from":"2020-02","to":"2021"})"));
  const simdjson::padded_string t(
      std::string_view(R"({"team":"t","person":"a","role":"boss","from":"2020","to":"2021-02"})"));
  const auto group = reader.group({g.data(), g.size()});
  ASSERT_TRUE(group);
  EXPECT_EQ(group.value().id + group.value().name + group.value().description, "gnd");
  EXPECT_EQ(group.value().kind, GroupKind::kMembersOnly);
  EXPECT_THAT(group.value().topics, ElementsAre("t"));
  EXPECT_EQ(group.value().updated_at, parse_instant("2025-01-01"));
  const auto membership = reader.membership({m.data(), m.size()});
  ASSERT_TRUE(membership);
  EXPECT_EQ(membership.value().group, "g");
  EXPECT_EQ(membership.value().person, "a@b.org");
  EXPECT_TRUE(membership.value().moderator);
  EXPECT_EQ(membership.value().from, parse_date("2020-02-01"));
  EXPECT_EQ(membership.value().to, parse_date("2021-12-31"));
  const auto member = reader.team_member({t.data(), t.size()});
  ASSERT_TRUE(member);
  EXPECT_EQ(member.value().team, "t");
  EXPECT_EQ(member.value().role, "boss");
  EXPECT_EQ(member.value().from, parse_date("2020-01-01"));
  EXPECT_EQ(member.value().to, parse_date("2021-02-28"));
}

/// Field of a kind → JSON values of the wrong type or out of range.
struct WrongValues {
  std::string kind;
  std::string field;
  std::vector<std::string> values;
};

const std::vector<std::string> kNoText = {"1", "true", "[]", "{}", "[\"x\"]"};
const std::vector<std::string> kNoId = {"1", "true", "{}", "\"\"", "\"a\\nb\"", "\"a\\u0000b\"", "\"\\u007f\""};
const std::vector<std::string> kNoBoolean = {"1", "0", "\"true\"", "[]", "{}"};
const std::vector<std::string> kNoInstant = {
    "1", "true", "[]", "{}", "\"\"", "\"2025\"", "\"yesterday\"", "\"2025-02-29\""};
const std::vector<std::string> kNoDate = {"1", "true", "[]", "{}", "\"soon\"", "\"2025-13\"", "\"2025-02-29\""};
const std::vector<std::string> kNoTexts = {"1", "true", "{}", "[1]", "[[\"x\"]]", "[{}]"};
const std::vector<std::string> kNoList = {"1", "true", "[1]", "[true]", "[[]]"};

std::vector<std::string> wrapped(const std::string& before, const std::vector<std::string>& values,
                                 const std::string& after) {
  std::vector<std::string> out;
  for (const std::string& value : values) out.push_back(before + value + after);
  return out;
}

const std::vector<WrongValues>& wrong_values() {
  static const std::vector<WrongValues> kAll = {
      {"profile", "id", kNoId},
      {"profile", "id", {"[]", "[\"a\"]"}},
      {"profile", "deleted", kNoBoolean},
      {"profile", "updated_at", kNoInstant},
      {"profile", "name", kNoText},
      {"profile", "headline", kNoText},
      {"profile", "summary", kNoText},
      {"profile", "location", {"1", "true", "[]"}},
      {"profile", "location", wrapped("{\"name\":", kNoText, "}")},
      {"profile", "location", wrapped("{\"country\":", {"1", "[]"}, "}")},
      {"profile", "location", wrapped("{\"lat\":", {"\"51\"", "[]", "true", "90.001", "-90.001", "1e300"}, "}")},
      {"profile", "location", wrapped("{\"lon\":", {"\"3\"", "[]", "true", "180.001", "-180.001"}, "}")},
      {"profile", "positions", kNoList},
      {"profile", "positions", wrapped("[{\"title\":", kNoText, "}]")},
      {"profile", "positions", wrapped("[{\"organisation\":", kNoText, "}]")},
      {"profile", "positions", wrapped("[{\"organisation_id\":", kNoText, "}]")},
      {"profile", "positions", wrapped("[{\"description\":", kNoText, "}]")},
      {"profile", "positions", wrapped("[{\"from\":", kNoDate, "}]")},
      {"profile", "positions", wrapped("[{\"to\":", kNoDate, "}]")},
      {"profile", "education", kNoList},
      {"profile", "education", wrapped("[{\"school\":", kNoText, "}]")},
      {"profile", "education", wrapped("[{\"degree\":", kNoText, "}]")},
      {"profile", "education", wrapped("[{\"field\":", kNoText, "}]")},
      {"profile", "education", wrapped("[{\"from\":", kNoDate, "}]")},
      {"profile", "education", wrapped("[{\"to\":", kNoDate, "}]")},
      {"profile", "skills", kNoList},
      {"profile", "skills", wrapped("[{\"name\":", kNoText, "}]")},
      {"profile", "skills", wrapped("[{\"name\":\"Go\",\"years\":", {"\"3\"", "[]", "true", "-0.5", "100.5"}, "}]")},
      {"profile", "languages", kNoList},
      {"profile", "languages", wrapped("[{\"code\":", kNoText, "}]")},
      {"profile", "certifications", {"[\"a\",1]", "[\"a\",{}]"}},
      {"profile", "links", kNoTexts},
      {"profile", "emails", kNoTexts},
      {"profile", "phones", kNoTexts},
      {"profile", "aliases", kNoTexts},
      {"profile", "open_to_work", kNoBoolean},
      {"profile", "contact_policy", {"1", "true", "[]", "\"\"", "\"Open\"", "\"never\""}},
      {"profile", "sharing", {"1", "true", "[]", "\"\"", "\"friends\""}},
      {"profile", "share_topics", kNoBoolean},
      {"interaction", "id", kNoId},
      {"interaction", "deleted", kNoBoolean},
      {"interaction", "at", kNoInstant},
      {"interaction", "from", kNoId},
      {"interaction", "to", {"1", "true", "{}", "\"\"", "[1]", "[\"b\",\"\"]", "[null]", "[[\"b\"]]", "[\"a\\tb\"]"}},
      {"interaction", "channel", {"1", "true", "[]", "\"\"", "\"Email\"", "\"pigeon\""}},
      {"interaction", "topics", kNoTexts},
      {"interaction", "subject", kNoText},
      {"interaction", "text", kNoText},
      {"interaction", "skill", kNoText},
      {"interaction", "group", kNoId},
      {"group", "id", kNoId},
      {"group", "deleted", kNoBoolean},
      {"group", "updated_at", kNoInstant},
      {"group", "name", kNoText},
      {"group", "description", kNoText},
      {"group", "kind", {"1", "true", "[]", "\"\"", "\"secret\"", "\"members-only\"", "null"}},
      {"group", "topics", kNoTexts},
      {"membership", "group", kNoId},
      {"membership", "person", kNoId},
      {"membership", "deleted", kNoBoolean},
      {"membership", "role", {"1", "true", "[]", "\"owner\""}},
      {"membership", "from", kNoDate},
      {"membership", "to", kNoDate},
      {"team", "team", kNoId},
      {"team", "person", kNoId},
      {"team", "deleted", kNoBoolean},
      {"team", "role", kNoText},
      {"team", "from", kNoDate},
      {"team", "to", kNoDate},
  };
  return kAll;
}

TEST(ReadRecord, EveryFieldRefusesWhatItCannotBeAndNamesItself) {
  for (const WrongValues& wrong : wrong_values()) {
    for (const std::string& value : wrong.values) {
      const std::string why = refusal(wrong.kind, with(wrong.kind, wrong.field, value));
      EXPECT_THAT(why, StartsWith(wrong.field)) << wrong.kind << "." << wrong.field << " = " << value;
    }
  }
}

TEST(ReadRecord, NullCountsAsAbsent) {
  const std::set<std::string> needed = {"profile.id",          "interaction.at", "interaction.from", "interaction.to",
                                        "interaction.channel", "group.id",       "group.kind",       "membership.group",
                                        "membership.person",   "team.team",      "team.person"};
  for (const WrongValues& field : wrong_values()) {
    const std::string why = refusal(field.kind, with(field.kind, field.field, "null"));
    if (needed.contains(field.kind + "." + field.field)) {
      EXPECT_THAT(why, HasSubstr(field.field + ": is missing"));
    } else {
      EXPECT_EQ(why, "") << field.kind << "." << field.field;
    }
  }
  EXPECT_EQ(
      refusal("profile", R"({"id":"a","location":{"lat":null,"country":null},"positions":[{"title":null,"from":null}],)"
                         R"("skills":[{"name":"Go","years":null}],"languages":[{"code":"nl","level":null}]})"),
      "");
}

TEST(ReadRecord, ASkillThatIsListedAgainIsNoOther) {
  RecordReader reader;
  const auto line =
      R"({"id":"a","skills":["Rust",{"name":"rust","years":3},"Go",{"name":"RUST","years":2},{"name":"Go"}]})"_padded;
  const auto profile = reader.profile(line);
  ASSERT_TRUE(profile);
  ASSERT_EQ(profile.value().skills.size(), 2U);
  EXPECT_EQ(profile.value().skills[0].name, "Rust");
  EXPECT_EQ(profile.value().skills[0].years, 3.0);
  EXPECT_EQ(profile.value().skills[1].name, "Go");
  EXPECT_EQ(profile.value().skills[1].years, std::nullopt);
}

TEST(ReadRecord, ASkillWithoutANameIsNone) {
  RecordReader reader;
  const simdjson::padded_string line =
      R"({"id":"a","skills":[{"years":3},{"name":"","years":3},"",{"name":"Go"},{"name":null}]})"_padded;
  const auto profile = reader.profile(line);
  ASSERT_TRUE(profile);
  ASSERT_THAT(profile.value().skills, SizeIs(1));
  EXPECT_EQ(profile.value().skills[0].name, "Go");
}

TEST(ReadRecord, UnknownFieldsAreIgnored) {
  for (const std::string& kind : kKinds) {
    for (const char* value : {"1", "\"x\"", "[1,{\"id\":7}]", "{\"id\":7,\"at\":false}", "null"}) {
      EXPECT_EQ(refusal(kind, with(kind, "shoe_size", value)), "") << kind << value;
    }
  }
  EXPECT_EQ(refusal("profile", R"({"id":"a","positions":[{"grade":7}],"skills":[{"name":"x","name2":[]}]})"), "");
}

TEST(ReadRecord, AnIdHasAtMost200Bytes) {
  for (const std::string& kind : kKinds) {
    const std::string field = kind == "interaction" ? "from" : kind == "membership" || kind == "team" ? "person" : "id";
    const std::string most(limit::kIdBytesMax, 'x');
    EXPECT_EQ(refusal(kind, with(kind, field, "\"" + most + "\"")), "");
    EXPECT_THAT(refusal(kind, with(kind, field, "\"" + most + "x\"")),
                testing::Eq(field + ": has 201 bytes, at most 200 are allowed"));
    std::string wide;
    while (wide.size() < 200) wide += "é";
    EXPECT_EQ(refusal(kind, with(kind, field, "\"" + wide + "\"")), "");
    EXPECT_THAT(refusal(kind, with(kind, field, "\"" + wide + "é\"")), HasSubstr("202 bytes")) << "bytes, not letters";
  }
  EXPECT_EQ(refusal("profile", R"({"id":"  "})"), "id: is blank");
  EXPECT_EQ(refusal("interaction", with("interaction", "to", "[\"" + std::string(200, 'x') + "\"]")), "");
  EXPECT_NE(refusal("interaction", with("interaction", "to", "[\"b\",\"" + std::string(201, 'x') + "\"]")), "");
}

TEST(ReadRecord, OneIsAListOfOneAndNothingIsLeftOut) {
  const Profile one =
      profile_of(R"({"id":"a","skills":"Java","languages":"nl","education":{"school":"UGent"},"emails":" "})");
  ASSERT_EQ(one.skills.size(), 1U);
  EXPECT_EQ(one.skills[0].name, "Java");
  ASSERT_EQ(one.languages.size(), 1U);
  EXPECT_EQ(one.languages[0].code, "nl");
  ASSERT_EQ(one.education.size(), 1U);
  EXPECT_EQ(one.education[0].school, "UGent");
  EXPECT_TRUE(one.emails.empty());
  const Profile nulls = profile_of(
      R"({"id":"a","skills":[null,"Java",null],"emails":["x@y.z"," ",null],"positions":[null,{"title":"Dev","from":"2020","to":"Present"}]})");
  ASSERT_EQ(nulls.skills.size(), 1U);
  EXPECT_EQ(nulls.emails, std::vector<std::string>{"x@y.z"});
  ASSERT_EQ(nulls.positions.size(), 1U);
  EXPECT_EQ(nulls.positions[0].to, std::nullopt);
}

TEST(ReadRecord, AListHasAtMostAThousandElements) {
  const std::map<std::string, std::string> items = {
      {"positions", "{}"},     {"education", "{}"},         {"skills", "\"Go\""},
      {"languages", "\"nl\""}, {"certifications", "\"x\""}, {"links", "\"x\""},
      {"emails", "\"x\""},     {"phones", "\"x\""},         {"aliases", "\"x\""}};
  for (const auto& [field, item] : items) {
    EXPECT_EQ(refusal("profile", with("profile", field, repeated(item, limit::kListMax))), "") << field;
    EXPECT_EQ(refusal("profile", with("profile", field, repeated(item, limit::kListMax + 1))),
              field + ": has 1001 elements, at most 1000 are allowed");
    EXPECT_EQ(refusal("profile", with("profile", field, "[]")), "") << field;
  }
  EXPECT_EQ(refusal("interaction", with("interaction", "topics", repeated("\"x\"", 1000))), "");
  EXPECT_NE(refusal("interaction", with("interaction", "topics", repeated("\"x\"", 1001))), "");
  EXPECT_NE(refusal("group", with("group", "topics", repeated("\"x\"", 1001))), "");
}

TEST(ReadRecord, AnInteractionHasAtMostTenThousandRecipients) {
  EXPECT_EQ(refusal("interaction", with("interaction", "to", repeated("\"b\"", limit::kRecipientsMax))), "");
  EXPECT_EQ(refusal("interaction", with("interaction", "to", repeated("\"b\"", limit::kRecipientsMax + 1))),
            "to: has 10001 elements, at most 10000 are allowed");
}

TEST(ReadRecord, ALineHasAtMostFourMebibytes) {
  const std::string begin = R"({"id":"a","summary":")";
  const std::string most = begin + std::string(limit::kLineBytesMax - begin.size() - 2, 'x') + "\"}";
  ASSERT_THAT(most, SizeIs(limit::kLineBytesMax));
  EXPECT_EQ(refusal("profile", most), "");
  EXPECT_EQ(refusal("profile", most + " "), "the line has 4194305 bytes, at most 4194304 are allowed");
}

TEST(ReadRecord, AnInteractionOutsideAGroupIsAddressedToSomebody) {
  EXPECT_THAT(refusal("interaction", R"({"at":"2025-01-01","from":"a","to":[],"channel":"post"})"),
              StartsWith("to: is missing"));
  EXPECT_EQ(refusal("interaction", R"({"at":"2025-01-01","from":"a","to":[],"channel":"post","group":"g"})"), "");
}

TEST(ReadRecord, ADeletionNamesWhatItDeletes) {
  EXPECT_EQ(refusal("profile", R"({"id":"a","deleted":true})"), "");
  EXPECT_EQ(refusal("interaction", R"({"id":"e","deleted":true})"), "");
  EXPECT_EQ(refusal("group", R"({"id":"g","deleted":true})"), "");
  EXPECT_THAT(refusal("interaction", R"({"deleted":true})"), StartsWith("id: is missing"));
  EXPECT_THAT(refusal("profile", R"({"deleted":true})"), StartsWith("id: is missing"));
}

TEST(ReadRecord, WhatIsNoJsonObjectIsRefused) {
  using namespace std::string_view_literals;
  for (const std::string& kind : kKinds) {
    for (const std::string_view line :
         {""sv, " "sv, "{"sv, "}"sv, "{\"id\":}"sv, "{\"id\":\"a\"},"sv, "{\"id\":\"a\"}{\"id\":\"b\"}"sv,
          "{'id':'a'}"sv, "{\"id\":\"a\",}"sv, "{\"id\":\"a\nb\"}"sv, "{\"id\":\"a\"\0}"sv, "\0"sv, "{\"id\":01}"sv,
          "{\"id\":1e999}"sv, "\xEF\xBB\xBF{\"id\":\"a\"}"sv, "nul"sv, "{\"id\":\"\\ud800\"}"sv,
          "{\"id\":\"\\x\"}"sv}) {
      EXPECT_THAT(refusal(kind, line), StartsWith("not JSON: ")) << kind << ": " << line;
    }
    for (const std::string_view line : {"[]"sv, "[{\"id\":\"a\"}]"sv, "\"a\""sv, "1"sv, "true"sv, "null"sv}) {
      EXPECT_EQ(refusal(kind, line), "not a JSON object") << kind << ": " << line;
    }
    for (const std::string_view line : {"{\"id\":\"\xFF\"}"sv, "{\"id\":\"\xC3\"}"sv, "\xC0\x80"sv,
                                        "{\"\xED\xA0\x80\":1}"sv, "{\"id\":\"\xF4\x90\x80\x80\"}"sv}) {
      EXPECT_EQ(refusal(kind, line), "not UTF-8") << kind;
    }
  }
}

TEST(ReadRecord, EveryBeginningOfALineIsRefused) {
  const std::map<std::string, std::string> lines = {
      {"profile", R"({"id":"a","skills":["C++",{"name":"é","years":2.5}],"location":{"lat":51.5}})"},
      {"interaction", R"({"id":"e","at":"2025-01-01","from":"a","to":["b"],"channel":"email","text":"\u00e9😀"})"}};
  for (const auto& [kind, line] : lines) {
    EXPECT_EQ(refusal(kind, line), "");
    for (std::size_t size = 0; size < line.size(); ++size) {
      EXPECT_THAT(refusal(kind, line.substr(0, size)), StartsWith("not ")) << size;
    }
  }
}

TEST(ReadRecord, DeepNestingIsRefusedNotFollowed) {
  for (const std::size_t depth : {1020U, 1025U, 100'000U, 1'000'000U}) {
    const std::string line = "{\"id\":\"a\",\"x\":" + std::string(depth, '[') + std::string(depth, ']') + "}";
    const std::string why = refusal("profile", line);
    EXPECT_EQ(why.empty(), depth < 1024) << depth << ": " << why;
  }
}

TEST(ReadRecord, AReaderGoesOnAfterARefusal) {
  RecordReader reader;
  const simdjson::padded_string bad(std::string_view("{\"id\":"));
  const simdjson::padded_string good(std::string_view("{\"id\":\"a\"}"));
  EXPECT_FALSE(reader.profile({bad.data(), bad.size()}));
  EXPECT_TRUE(reader.profile({good.data(), good.size()}));
  EXPECT_EQ(reader.profile({bad.data(), bad.size()}).error().code, ErrorCode::kInvalidRecord);
}

/// All that is in a profile, as a text.
std::string said_by(const Profile& profile) {
  std::ostringstream out;
  const auto day = [](const std::optional<Days>& days) { return days ? std::to_string(*days) : "-"; };
  const auto degrees = [](const std::optional<double>& number) { return number ? std::to_string(*number) : "-"; };
  out << profile.id << '|' << profile.deleted << '|' << profile.updated_at.value_or(-1) << '|' << profile.name << '|'
      << profile.headline << '|' << profile.summary << '|' << profile.location.name << '|' << profile.location.country
      << '|' << degrees(profile.location.lat) << '|' << degrees(profile.location.lon) << '|' << profile.open_to_work
      << '|' << name_of(profile.contact_policy) << '|' << (profile.sharing ? name_of(*profile.sharing) : "-") << '|'
      << profile.share_topics << '|' << profile.source << '\n';
  for (const Position& item : profile.positions) {
    out << item.title << '|' << item.organisation << '|' << item.organisation_id << '|' << day(item.from) << '|'
        << day(item.to) << '|' << item.description << '|' << item.location << '\n';
  }
  for (const Education& item : profile.education) {
    out << item.school << '|' << item.degree << '|' << item.field << '|' << day(item.from) << '|' << day(item.to)
        << '\n';
  }
  for (const Skill& item : profile.skills) out << item.name << '|' << degrees(item.years) << '|' << item.level << '\n';
  for (const Language& item : profile.languages) out << item.code << '|' << item.level << '\n';
  for (const auto* list :
       {&profile.certifications, &profile.links, &profile.emails, &profile.phones, &profile.aliases}) {
    for (const std::string& text : *list) out << text << ", ";
    out << list->size() << '\n';
  }
  return out.str();
}

TEST(ReadRecord, AProfileReadOverAnotherHasNothingOfIt) {
  const std::vector<std::string> lines = {
      R"({"id":"a"})",
      R"({"id":"b","name":"Bram with a name that is long","deleted":true,"updated_at":"2024-01-01T00:00:00Z","sharing":"team",)"
      R"("share_topics":true,"open_to_work":true,"contact_policy":"ask_first","location":{"name":"Gent","lat":1,"lon":2},)"
      R"("positions":[{"title":"First of two titles","from":"2020","to":"2021","description":"What was done, at length"},"x"],)"
      R"("skills":["Go",{"name":"A skill with a long name","years":3,"level":"high"},""],"languages":["nl"],"links":["l"],)"
      R"("education":[{"school":"S","degree":"D","field":"F"}],"emails":["a@b.c","d@e.f"],"phones":["123"],"aliases":["z"],)"
      R"("certifications":["c1","c2"],"source":"s","headline":"h","summary":"An account of many words"})",
      R"({"id":"c","positions":[],"skills":[{"name":"Go"}],"emails":"one@x.y","certifications":[{"name":"no text"}]})",
      R"({"id":"d","positions":[{"title":null}],"education":null,"languages":[{"level":"c"},{"code":"fr"}],"links":[null]})",
      R"({"id":"e","skills":[1]})",
      R"({"id":"f","emails":["a","b"],"emails":[],"phones":null})",
  };
  constexpr std::uint32_t kSeed = 5;
  SCOPED_TRACE("seed " + std::to_string(seed_of(kSeed)));
  std::mt19937 random(seed_of(kSeed));
  RecordReader reader;
  Profile used;
  for (int i = 0; i < 500; ++i) {
    const std::string& line = lines[random() % lines.size()];
    const simdjson::padded_string padded(line);
    const std::string_view view(padded.data(), padded.size());
    const auto fresh = reader.profile(view);
    const auto again = reader.profile(view, used);
    ASSERT_EQ(fresh.ok(), again.ok()) << line;
    if (!fresh) continue;
    ASSERT_EQ(said_by(fresh.value()), said_by(used)) << line;
  }
}

TEST(ReadRecord, ARefusalIsValidUtf8WhateverItQuotes) {
  std::string long_name;
  for (int i = 0; i < 30; ++i) long_name += i == 0 ? "x" : "é";
  for (const auto& [kind, field] : std::vector<std::pair<std::string, std::string>>{
           {"profile", "sharing"}, {"profile", "updated_at"}, {"interaction", "channel"}, {"team", "from"}}) {
    const std::string why = refusal(kind, with(kind, field, "\"" + long_name + "\""));
    EXPECT_NE(why, "");
    EXPECT_TRUE(simdjson::validate_utf8(why.data(), why.size())) << why;
  }
}

TEST(ReadRecord, ARefusalInAListNamesTheElement) {
  EXPECT_THAT(refusal("profile", R"({"id":"a","positions":[{},{"from":"x"}]})"), StartsWith("positions[1].from: "));
  EXPECT_THAT(refusal("profile", R"({"id":"a","skills":["Go",7]})"), StartsWith("skills[1]: "));
}

TEST(ReadRecord, AFieldThatStandsTwiceCountsOnce) {
  EXPECT_THAT(profile_of(R"({"id":"a","skills":["Go"],"skills":["C"]})").skills, SizeIs(1));
  EXPECT_THAT(profile_of(R"({"id":"a","emails":["x"],"emails":["y"]})").emails, ElementsAre("y"));
}

TEST(ReadRecord, ANameThatIsTooLongOrHoldsControlCharactersClaimsNothing) {
  for (const char* field : {"emails", "phones", "links", "aliases"}) {
    EXPECT_EQ(refusal("profile", with("profile", field, "[\"" + std::string(200, 'x') + "\"]")), "") << field;
    EXPECT_THAT(refusal("profile", with("profile", field, "[\"" + std::string(201, 'x') + "\"]")), StartsWith(field));
    EXPECT_THAT(refusal("profile", with("profile", field, "[\"a\\u0001\"]")), StartsWith(field));
  }
}

TEST(ReadRecord, KnowsAnIdWhenItSeesOne) {
  using namespace std::string_view_literals;
  for (const std::string_view id : {"a"sv, "É"sv, "a b"sv, "{}"sv, "..\\/"sv}) EXPECT_TRUE(is_valid_id(id));
  for (const std::string_view id : {""sv, " "sv, "\0"sv, "a\n"sv, "\x1f"sv, "\x7f"sv, "a\tb"sv})
    EXPECT_FALSE(is_valid_id(id));
}

/// Written out again as JSON, with `{"$repeat": [what, count]}` spelled out.
std::string expanded(simdjson::dom::element element) {
  simdjson::dom::object object;
  if (element.get(object) == simdjson::SUCCESS) {
    simdjson::dom::array repeat;
    if (object["$repeat"].get(repeat) == simdjson::SUCCESS) {
      const auto count = static_cast<std::size_t>(repeat.at(1).get_uint64().value());
      std::string_view text;
      if (repeat.at(0).get(text) == simdjson::SUCCESS) {
        std::string many;
        for (std::size_t i = 0; i < count; ++i) many += text;
        return "\"" + many + "\"";
      }
      return repeated(simdjson::minify(repeat.at(0).at(0).value()), count);
    }
    std::string out;
    for (const auto field : object) {
      out += (out.empty() ? "{\"" : ",\"") + std::string(field.key) + "\":" + expanded(field.value);
    }
    return out.empty() ? "{}" : out + "}";
  }
  return simdjson::minify(element);
}

TEST(ReadRecord, AgreesWithThePublishedSchemas) {
  // Where the reader is kinder than the schema, on purpose: one string stands for a list of one, and what has no name is kept and finds nothing.
  const std::set<std::string> kinder = {"profile: an e-mail list that is a string", "profile: a skill without name",
                                        "profile: a language without code", "interaction: topics as one string",
                                        "group: topics that are no list"};
  for (const std::string& kind : kKinds) {
    simdjson::dom::parser parser;
    const auto path = std::filesystem::path(KENNIS_SOURCE_DIR) / "tests/data/schema_cases" / (kind + ".json");
    const simdjson::dom::element cases = parser.load(path.string());
    for (const bool valid : {true, false}) {
      std::size_t count = 0;
      for (const simdjson::dom::element example : cases[valid ? "valid" : "invalid"].get_array()) {
        ++count;
        const std::string name = kind + ": " + std::string(example["because"].get_string().value());
        const std::string why = refusal(kind, expanded(example["record"]));
        EXPECT_EQ(why.empty(), valid || kinder.contains(name)) << name << ": " << why;
      }
      EXPECT_GT(count, 0U) << path;
    }
  }
}

TEST(ReadRecord, TakesEveryLineOfTheSample) {
  std::size_t lines = 0;
  for (const std::string& kind : kKinds) {
    std::ifstream in(std::filesystem::path(KENNIS_SOURCE_DIR) / "data/sample" / (kind + "s.ndjson"));
    for (std::string line; std::getline(in, line); ++lines) EXPECT_EQ(refusal(kind, line), "") << line;
  }
  EXPECT_GT(lines, 100U);
}

}  // namespace
}  // namespace kennis
