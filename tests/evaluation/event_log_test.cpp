/// @file
/// Logs in each form, good and bad.
#include "evaluation/event_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class EventLogs : public testing::Test {
 protected:
  [[nodiscard]] Result<EventLog> read(const std::string& text, const std::string& name = "log.tsv") const {
    return read_event_log({write_file(folder_ / name, text), std::nullopt, Channel::kEmail});
  }
  TemporaryFolder folder_;
};

TEST_F(EventLogs, LinesOfTabsNameSendersRecipientsAndTimesInEitherForm) {
  const auto log = read("b\ta,c\t1970-01-01T00:01:40Z\na\tb\t50\textra\tcolumns\r\nc\ta\t60.25\n");
  ASSERT_TRUE(log.ok()) << log.error().message;
  EXPECT_THAT(log.value().persons, ElementsAre("", "a", "b", "c"));
  ASSERT_EQ(log.value().events.size(), 3U);
  EXPECT_EQ(log.value().events[0].at, 50);
  EXPECT_EQ(log.value().events[1].at, 60);
  EXPECT_EQ(log.value().events[2].at, 100);
  EXPECT_EQ(log.value().events[2].from, 2U);
  EXPECT_THAT(log.value().events[2].to, ElementsAre(1, 3));
  EXPECT_EQ(log.value().events[2].channel, Channel::kEmail);
}

TEST_F(EventLogs, InteractionsKeepTheirChannelAndNamesOfOnePersonAreOne) {
  const auto log = read(
      "{\"id\": \"1\", \"at\": \"2024-01-01T00:00:00Z\", \"from\": \"Anna@Example.org\", \"to\": [\"b\"], \"channel\": "
      "\"call\"}\n"
      "{\"id\": \"2\", \"at\": \"2024-01-02T00:00:00Z\", \"from\": \"b\", \"to\": [\"mailto:anna@example.org\"], "
      "\"channel\": \"message\"}\n",
      "log.ndjson");
  ASSERT_TRUE(log.ok()) << log.error().message;
  EXPECT_THAT(log.value().persons, ElementsAre("", "b", "mailto:anna@example.org"));
  EXPECT_EQ(log.value().events[0].channel, Channel::kCall);
  EXPECT_THAT(log.value().events[1].to, ElementsAre(2));
}

TEST_F(EventLogs, DuplicatesSelfContactsAndLinesWithoutRecipientsAreCounted) {
  const auto log = read("a\tb\t10\na\tb\t10\na\ta,b\t20\na\ta\t30\na\t\t40\na\tb,b\t50\n");
  ASSERT_TRUE(log.ok()) << log.error().message;
  EXPECT_EQ(log.value().lines, 6U);
  EXPECT_EQ(log.value().events.size(), 3U);
  EXPECT_EQ(log.value().duplicates, 1U);
  EXPECT_EQ(log.value().self_contacts, 2U);
  EXPECT_EQ(log.value().unanswerable, 1U);
  EXPECT_EQ(log.value().rejected, 0U);
}

TEST_F(EventLogs, ABadLineAmongManyIsLeftOutAndNamed) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "a\tb\t" + std::to_string(i) + "\n";
  const auto log = read(text + "a\tb\tyesterday\n");
  ASSERT_TRUE(log.ok()) << log.error().message;
  EXPECT_EQ(log.value().rejected, 1U);
  EXPECT_THAT(log.value().first_reject, HasSubstr("log.tsv:51: yesterday is neither"));
}

TEST_F(EventLogs, WhatIsNoLogIsRefusedWithFileAndLine) {
  for (const char* text : {"", "\n\n", "a b 10\n", "a\tb\n", "\tb\t10\n", "a\tb\t1.2.3\n", "{\"id\": 1}\n"}) {
    const auto log = read(text);
    ASSERT_FALSE(log.ok()) << text;
    EXPECT_EQ(log.error().code, ErrorCode::kInvalidRequest);
    EXPECT_THAT(log.error().message, HasSubstr("log.tsv"));
  }
}

TEST_F(EventLogs, TheFutureIsAFileOfItsOwnWithTheSamePersons) {
  const auto log = read_event_log({write_file(folder_ / "past.tsv", "a\tc\t10\n"),
                                   write_file(folder_ / "future.tsv", "c\tb\t30\nc\ta\t20\n"), Channel::kMessage});
  ASSERT_TRUE(log.ok()) << log.error().message;
  EXPECT_THAT(log.value().persons, ElementsAre("", "a", "b", "c"));
  ASSERT_EQ(log.value().future.size(), 2U);
  EXPECT_EQ(log.value().future[0].at, 20);
  EXPECT_THAT(log.value().future[0].to, ElementsAre(1));
  EXPECT_EQ(log.value().events[0].channel, Channel::kMessage);
}

TEST_F(EventLogs, AMissingFileThrowsWithItsPath) {
  EXPECT_THROW((void)read_event_log({folder_ / "none.tsv", std::nullopt, Channel::kEmail}), std::exception);
}

}  // namespace
}  // namespace kennis
