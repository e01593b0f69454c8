/// @file
/// Which generation is opened, and that it stays.
#include "searcher/searcher.h"

#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "indexer/index_run.h"
#include "schema/fields.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Silence : ProgressListener {
  void stage_begins(std::string_view, std::uint64_t, std::string_view) override {}
  void stage_is_at(std::uint64_t) override {}
  void stage_ends() override {}
};

class Opening : public testing::Test {
 protected:
  void SetUp() override {
    write_file(folder_ / "input/profiles.ndjson",
               "{\"id\":\"anna\",\"name\":\"Anna\"}\n{\"id\":\"bram\",\"headline\":\"Go developer\"}\n");
  }
  [[nodiscard]] fs::path index() const { return folder_ / "index"; }

  /// Publishes a generation and says its name.
  std::string publish_one(std::size_t keep = 3) {
    IndexOptions options;
    options.input = folder_ / "input";
    options.index = index();
    options.workers = 1;
    options.keep = keep;
    options.now = now_ += kSecondsPerDay;
    Silence silence;
    const auto report = run_index(options, silence);
    EXPECT_TRUE(report && report.value().published);
    return report ? report.value().generation : "";
  }
  Result<std::unique_ptr<Searcher>> open() {
    warnings_.clear();
    SearcherOptions options;
    options.warn = [this](const std::string& warning) { warnings_.push_back(warning); };
    return Searcher::open(index(), options);
  }
  void expect_opens(const std::string& name) {
    const auto opened = open();
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(opened.value()->manifest().generation, name);
  }
  TemporaryFolder folder_;
  Seconds now_ = 1780272000;
  std::vector<std::string> warnings_;
};

TEST_F(Opening, WhatIsOpenAnswersHoweverManyRunsPublish) {
  const std::string first = publish_one(1);
  auto opened = open();
  ASSERT_TRUE(opened);
  const std::string second = publish_one(1);
  const std::string third = publish_one(1);
  EXPECT_THAT(generations_of(index()), ElementsAre(third, first)) << "the one between is not used";
  SearchRequest request;
  request.as = "anna";
  request.query = "go";
  const auto answer = opened.value()->search(request);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer.value().total, 1U);
  opened.value().reset();
  const std::string fourth = publish_one(1);
  EXPECT_THAT(generations_of(index()), ElementsAre(fourth)) << "a later run removes it";
}

TEST_F(Opening, WithoutAReadableCurrentTheNewestWholeGenerationIsUsed) {
  const std::string first = publish_one();
  const std::string second = publish_one();
  expect_opens(second);
  EXPECT_THAT(warnings_, IsEmpty());
  for (const std::string& current :
       {std::string(), second.substr(0, 5), std::string("\n"), std::string("zz-nowhere\n")}) {
    write_file(index() / file::kCurrent, current);
    expect_opens(second);
    EXPECT_THAT(warnings_, ElementsAre(AllOf(HasSubstr("CURRENT"), HasSubstr(second)))) << current;
  }
  fs::remove(index() / file::kCurrent);
  expect_opens(second);
  EXPECT_THAT(warnings_, SizeIs(1));
  fs::remove(index() / file::kGenerations / second / file::kManifest);
  expect_opens(first);
  EXPECT_THAT(warnings_, SizeIs(2)) << "and what is damaged is passed over";
}

TEST_F(Opening, OnlyWithoutAnyGenerationThereIsNone) {
  auto opened = open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kNoGeneration);
  EXPECT_THAT(opened.error().message, HasSubstr("holds no generation"));
  const std::string only = publish_one();
  fs::remove(index() / file::kGenerations / only / file::kTerms);
  opened = open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kNoGeneration);
  EXPECT_THAT(opened.error().message, AllOf(HasSubstr("is whole"), HasSubstr("terms.bin")));
}

}  // namespace
}  // namespace kennis
