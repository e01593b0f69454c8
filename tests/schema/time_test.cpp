/// @file
#include "schema/time.h"

#include <limits>

#include <gtest/gtest.h>

namespace kennis {
namespace {

constexpr Seconds kNoonOfLeapDay = 1709208000;  // 2024-02-29T12:00:00Z

TEST(Time, ReadsInstantsInUtc) {
  EXPECT_EQ(parse_instant("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(parse_instant("2024-02-29T12:00:00Z"), kNoonOfLeapDay);
  EXPECT_EQ(parse_instant("1969-12-31T23:59:59Z"), -1);
  EXPECT_EQ(parse_instant("9999-12-31T23:59:59Z"), 253402300799);
  EXPECT_EQ(parse_instant("0001-01-01T00:00:00Z"), -62135596800);
}

TEST(Time, ReadsTheLooseFormsOfAnInstant) {
  for (const char* text :
       {"2024-02-29t12:00:00z", "2024-02-29 12:00:00Z", "2024-02-29T12:00:00.999999999Z", "2024-02-29T14:30:00+02:30",
        "2024-02-29T14:30:00+0230", "2024-02-28T23:00:00-13:00", "2024-03-01T11:59:00+23:59"}) {
    EXPECT_EQ(parse_instant(text), kNoonOfLeapDay) << text;
  }
  EXPECT_EQ(parse_instant("2024-02-29"), kNoonOfLeapDay - 43200);
  EXPECT_EQ(parse_instant("2016-12-31T23:59:60Z"), parse_instant("2017-01-01T00:00:00Z")) << "a leap second";
}

TEST(Time, RefusesWhatIsNoInstant) {
  for (const char* text : {"",
                           "2024",
                           "2024-02",
                           "2024-2-29",
                           "2024-02-29T",
                           "2024-02-29T12",
                           "2024-02-29T12:00Z",
                           "2024-02-29T24:00:00Z",
                           "2024-02-29T12:60:00Z",
                           "2024-02-29T12:00:61Z",
                           "2024-02-29X12:00:00Z",
                           "2024-02-29T12:00:00.Z",
                           "2024-02-29T12:00:00,5Z",
                           "2024-02-29T12:00:00+2",
                           "2024-02-29T12:00:00+24:00",
                           "2024-02-29T12:00:00+02:60",
                           "2024-02-29T12:00:00 +02:00",
                           "2024-02-29T12:00:00ZZ",
                           " 2024-02-29",
                           "2024-02-29 ",
                           "+024-02-29",
                           "2024/02/29",
                           "0000-01-01",
                           "-001-01-01",
                           "29-02-2024",
                           "٢٠٢٤-٠١-٠١"}) {
    EXPECT_EQ(parse_instant(text), std::nullopt) << text;
  }
}

TEST(Time, TakesAnInstantThatDoesNotSayItsOffsetForUtc) {
  EXPECT_EQ(parse_instant("2024-02-29T12:00:00"), parse_instant("2024-02-29T12:00:00Z"));
  EXPECT_EQ(parse_instant("2024-02-29T12:00:00.5"), parse_instant("2024-02-29T12:00:00Z"));
}

TEST(Time, KnowsTheLeapDays) {
  for (const char* there : {"2024-02-29", "2000-02-29", "0004-02-29", "2023-12-31"}) {
    EXPECT_TRUE(parse_instant(there)) << there;
    EXPECT_TRUE(parse_date(there)) << there;
  }
  for (const char* not_there : {"2023-02-29", "1900-02-29", "2100-02-29", "2024-02-30", "2024-04-31", "2024-00-10",
                                "2024-13-10", "2024-01-00", "2024-01-32"}) {
    EXPECT_EQ(parse_instant(not_there), std::nullopt) << not_there;
    EXPECT_EQ(parse_date(not_there), std::nullopt) << not_there;
  }
}

TEST(Time, ReadsDatesAsPreciselyAsTheyAreWritten) {
  const auto day = [](const char* text) { return day_of(parse_instant(text).value()); };
  EXPECT_EQ(parse_date("2024"), day("2024-01-01"));
  EXPECT_EQ(parse_date("2024", true), day("2024-12-31"));
  EXPECT_EQ(parse_date("2024-02"), day("2024-02-01"));
  EXPECT_EQ(parse_date("2024-02", true), day("2024-02-29"));
  EXPECT_EQ(parse_date("2023-02", true), day("2023-02-28"));
  EXPECT_EQ(parse_date("2023-12", true), day("2023-12-31"));
  EXPECT_EQ(parse_date("9999-12", true), day("9999-12-31"));
  EXPECT_EQ(parse_date("2024-02-10", true), day("2024-02-10"));
  EXPECT_EQ(parse_date("2024-02-10T23:30:00-02:00"), day("2024-02-11")) << "the day in UTC";
}

TEST(Time, RefusesWhatIsNoDate) {
  for (const char* text : {"", "24", "202", "20244", "2024-", "2024-1", "2024-13", "2024-00", "2024-1-01", "2024-01-1",
                           "2024 01", "2024-01 01", "now", "2024-01-01T", "March 2020", "0000", "0000-01"}) {
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
    EXPECT_EQ(parse_date(text, true), std::nullopt) << text;
  }
}

TEST(Time, WritesWhatItReads) {
  for (const char* text : {"0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2024-02-29T12:34:56Z",
                           "9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z"}) {
    EXPECT_EQ(format_instant(parse_instant(text).value()), text);
    EXPECT_EQ(format_date(parse_date(std::string(text).substr(0, 10)).value()), std::string(text).substr(0, 10));
  }
}

std::uint32_t months(const char* first, const char* last) {
  return whole_months(parse_date(first).value(), parse_date(last).value());
}

TEST(Time, MonthsAreWholeFromADayToTheDayBeforeTheSameDay) {
  EXPECT_EQ(months("2021-04-01", "2021-04-30"), 1U);
  EXPECT_EQ(months("2021-04-01", "2021-04-29"), 0U);
  EXPECT_EQ(months("2020-02-01", "2021-04-30"), 15U);
  EXPECT_EQ(months("2021-07-01", "2022-12-31"), 18U);
  EXPECT_EQ(months("2021-04-15", "2021-05-14"), 1U);
  EXPECT_EQ(months("2021-04-15", "2021-05-13"), 0U);
  EXPECT_EQ(months("2021-12-15", "2022-01-14"), 1U) << "over the turn of a year";
  EXPECT_EQ(months("2021-04-15", "2021-04-15"), 0U) << "a day is none";
  EXPECT_EQ(months("2021-04-15", "2021-04-14"), 0U);
  EXPECT_EQ(months("2021-04-15", "2020-04-14"), 0U) << "the wrong way round";
  EXPECT_EQ(months("1969-12-01", "1970-01-31"), 2U);
}

TEST(Time, TheEndOfAShortMonthEndsAMonth) {
  for (const char* first : {"2021-01-29", "2021-01-30", "2021-01-31"}) {
    EXPECT_EQ(months(first, "2021-02-27"), 0U) << first;
    EXPECT_EQ(months(first, "2021-02-28"), 1U) << first;
  }
  EXPECT_EQ(months("2021-01-28", "2021-02-27"), 1U);
  EXPECT_EQ(months("2021-01-31", "2021-03-29"), 1U);
  EXPECT_EQ(months("2021-01-31", "2021-03-30"), 2U);
  EXPECT_EQ(months("2021-05-31", "2021-06-29"), 0U);
  EXPECT_EQ(months("2021-05-31", "2021-06-30"), 1U);
  EXPECT_EQ(months("2020-01-31", "2020-02-28"), 0U) << "of a leap year";
  EXPECT_EQ(months("2020-01-31", "2020-02-29"), 1U);
  EXPECT_EQ(months("2020-02-01", "2020-02-28"), 0U);
  EXPECT_EQ(months("2021-02-01", "2021-02-28"), 1U);
  EXPECT_EQ(months("2020-02-29", "2021-02-27"), 11U);
  EXPECT_EQ(months("2020-02-29", "2021-02-28"), 12U);
}

TEST(Time, TheDayOfAnInstantBeforeTheEpochIsTheDayItFallsOn) {
  EXPECT_EQ(day_of(-1), -1);
  EXPECT_EQ(day_of(-kSecondsPerDay), -1);
  EXPECT_EQ(day_of(-kSecondsPerDay - 1), -2);
  EXPECT_EQ(day_of(0), 0);
  EXPECT_EQ(day_of(kSecondsPerDay - 1), 0);
}

}  // namespace
}  // namespace kennis
