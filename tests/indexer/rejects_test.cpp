/// @file
#include "indexer/rejects.h"

#include <system_error>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(Rejects, KeepFileLineReasonAndText) {
  const TemporaryFolder folder;
  RejectsFile rejects(folder / "rejects/a.ndjson");
  rejects.add({"profiles.ndjson", 7, "id: is missing", "{\"name\": \"Anna \\ é\"}"});
  rejects.add({"teams.ndjson", 1ULL << 40U, "not JSON: x", std::string("\0\x01\t", 3)});
  rejects.finish();
  EXPECT_EQ(rejects.count(), 2U);
  simdjson::dom::parser parser;
  const std::string content = content_of(folder / "rejects/a.ndjson");
  const auto end = content.find('\n');
  const simdjson::dom::element first = parser.parse(content.substr(0, end));
  EXPECT_EQ(std::string_view(first["file"]), "profiles.ndjson");
  EXPECT_EQ(std::uint64_t(first["line"]), 7U);
  EXPECT_EQ(std::string_view(first["reason"]), "id: is missing");
  EXPECT_EQ(std::string_view(first["raw"]), "{\"name\": \"Anna \\ é\"}");
  const simdjson::dom::element second = parser.parse(content.substr(end + 1));
  EXPECT_EQ(std::uint64_t(second["line"]), 1ULL << 40U);
  EXPECT_EQ(std::string_view(second["raw"]), std::string_view("\0\x01\t", 3));
}

TEST(Rejects, WhatIsNotUtf8IsKeptInBase64) {
  const TemporaryFolder folder;
  RejectsFile rejects(folder / "a.ndjson");
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"\xFF", "/w=="}, {"\xFF\xFE", "//4="}, {"\xFF\xFE\xFD", "//79"}, {std::string("a\xFF\0b", 4), "Yf8AYg=="}};
  for (const auto& [raw, encoded] : cases) rejects.add({"f", 1, "not UTF-8", raw});
  rejects.finish();
  simdjson::dom::parser parser;
  std::string content = content_of(folder / "a.ndjson");
  for (const auto& [raw, encoded] : cases) {
    const auto end = content.find('\n');
    const simdjson::dom::element line = parser.parse(content.substr(0, end));
    EXPECT_EQ(std::string_view(line["raw_base64"]), encoded);
    EXPECT_NE(line["raw"].error(), simdjson::SUCCESS);
    content.erase(0, end + 1);
  }
}

TEST(Rejects, WithoutAnyThereIsNoFile) {
  const TemporaryFolder folder;
  RejectsFile rejects(folder / "rejects/a.ndjson");
  rejects.finish();
  EXPECT_EQ(rejects.count(), 0U);
  EXPECT_FALSE(std::filesystem::exists(folder / "rejects"));
}

TEST(Rejects, AreCountedByReason) {
  const TemporaryFolder folder;
  RejectsFile rejects(folder / "a.ndjson");
  for (const char* reason : {"id: is missing", "id: is empty", "positions[3].from: \"x: y\" is no date", "not UTF-8"}) {
    rejects.add({"f", 1, reason, ""});
  }
  EXPECT_THAT(rejects.by_reason(), ElementsAre(Pair("id", 2), Pair("not_utf8", 1), Pair("positions.from", 1)));
}

TEST(Rejects, AReasonIsKnownByItsField) {
  EXPECT_EQ(kind_of_reason("not JSON: something"), "not_json");
  EXPECT_EQ(kind_of_reason("not UTF-8"), "not_utf8");
  EXPECT_EQ(kind_of_reason("not a JSON object"), "not_an_object");
  EXPECT_EQ(kind_of_reason("the line has more than 4 bytes"), "line_too_long");
  EXPECT_EQ(kind_of_reason("at: 2030-01-01T00:00:00Z lies in the future of 2025-01-01T00:00:00Z"), "future");
  EXPECT_EQ(kind_of_reason("skills[12]: wants a string"), "skills");
  EXPECT_EQ(kind_of_reason("location.lat: 91 is too much"), "location.lat");
}

TEST(Rejects, WhatALineSaysDoesNotChooseItsReason) {
  EXPECT_EQ(kind_of_reason("channel: \"lies in the future of\" is none of: message"), "channel");
  EXPECT_EQ(kind_of_reason("at: \"in the future\" is no RFC 3339 time"), "at");
}

TEST(Rejects, AFileThatCannotBeMadeIsNamed) {
  const TemporaryFolder folder;
  write_file(folder / "plain", "");
  RejectsFile rejects(folder / "plain/a.ndjson");
  EXPECT_THROW(rejects.add({"f", 1, "r", ""}), std::system_error);
}

}  // namespace
}  // namespace kennis
