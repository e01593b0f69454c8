/// @file
#include "indexer/run_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

using testing::AllOf;
using testing::HasSubstr;

IndexReport some_report() {
  IndexReport report;
  report.outcome = IndexOutcome::kRecordsDropped;
  report.drops = {"profiles: 0 instead of the 7 in force"};
  report.records_read["profiles"] = 3;
  report.rejected["not \"json\""] = 2;
  report.counts["events"] = 32'512'435;
  report.seconds = {{"profiles", 1.5}};
  report.warnings = {"a line\nbreak"};
  return report;
}

TEST(RunReport, IsJson) {
  const std::string text = json_of(some_report());
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  ASSERT_EQ(parser.parse(text).get(root), simdjson::SUCCESS) << text;
  EXPECT_EQ(root["outcome"].get_string().value(), "records_dropped");
  EXPECT_EQ(root["published"].get_bool().value(), false);
  EXPECT_EQ(root["counts"]["events"].get_uint64().value(), 32'512'435U);
  EXPECT_EQ(root["drops"].at(0).get_string().value(), "profiles: 0 instead of the 7 in force");
  EXPECT_EQ(root["warnings"].at(0).get_string().value(), "a line\nbreak");
}

TEST(RunReport, IsFiguresForPrometheus) {
  const std::string text = metrics_of(some_report(), 1'700'000'000, 1'699'900'000);
  EXPECT_THAT(text, AllOf(HasSubstr("\nkennis_index_published 0\n"),
                          HasSubstr("\nkennis_index_outcome{outcome=\"records_dropped\"} 1\n"),
                          HasSubstr("\nkennis_index_outcome{outcome=\"published\"} 0\n"),
                          HasSubstr("\nkennis_index_ended_timestamp_seconds 1700000000\n"),
                          HasSubstr("\nkennis_index_generation_timestamp_seconds 1699900000\n"),
                          HasSubstr("\nkennis_index_count{count=\"events\"} 32512435\n"),
                          HasSubstr("\nkennis_index_lines_rejected{reason=\"not \\\"json\\\"\"} 2\n"),
                          HasSubstr("\nkennis_index_stage_seconds{stage=\"profiles\"} 1.5\n")));
}

TEST(RunReport, FilesAreReplacedAsAWhole) {
  const TemporaryFolder folder;
  replace_file(folder / "kennis.prom", "old\n");
  replace_file(folder / "kennis.prom", "new\n");
  EXPECT_EQ(content_of(folder / "kennis.prom"), "new\n");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
  EXPECT_THROW(replace_file(folder / "none/kennis.prom", "x"), std::system_error);
}

}  // namespace
}  // namespace kennis
