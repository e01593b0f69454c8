/// @file
#include "evaluation/judged_fit.h"

#include <gmock/gmock.h>

#include "evaluation/free_text.h"
#include "tests/reference/indexed_world.h"

namespace kennis {
namespace {

using testing::HasSubstr;

TEST(JudgedFit, TopicsAreAskedAsPlainWords) {
  EXPECT_EQ(as_free_text("TEE-lib (C++ AND \"go\") -x +y NOT: z"), "TEE-lib C++ and go x y not z");
  EXPECT_EQ(as_free_text(" -- "), "");
  EXPECT_EQ(as_free_text("title: manager"), "title manager");
}

TEST(JudgedFit, JudgmentsAreReadAndRefused) {
  const reference::TemporaryFolder folder;
  const auto file = folder.path() / "qrels.tsv";
  reference::write_lines(file, {"java\tanna\t2", "", "rust\tbob\t1\r", "java\tbob\t0"});
  const auto topics = read_judgments(file);
  ASSERT_TRUE(topics);
  ASSERT_EQ(topics.value().size(), 2U);
  EXPECT_EQ(topics.value()[0].grades.at("bob"), 0);
  for (const char* bad : {"java", "java\tanna", "java\tanna\tmuch", "\tanna\t1", "java\t\t1", "java\tanna\t1\t2"}) {
    reference::write_lines(file, {bad});
    EXPECT_THAT(read_judgments(file).error().message, HasSubstr("qrels.tsv:1")) << bad;
  }
  reference::write_lines(file, {});
  EXPECT_THAT(read_judgments(file).error().message, HasSubstr("no judgment"));
  EXPECT_FALSE(read_judgments(folder.path() / "gone"));
}

TEST(JudgedFit, WhoDidMoreOfItLatelyStandsBeforeWhoSaysItOnceInAShortText) {
  const reference::TemporaryFolder folder;
  reference::write_lines(
      folder.path() / "world/profiles.ndjson",
      {R"({"id": "short", "summary": "rust", "updated_at": "2024-01-01T00:00:00Z"})",
       R"({"id": "long", "headline": "Rust engineer", "updated_at": "2024-01-01T00:00:00Z", "positions": [{"title": )"
       R"("Rust engineer", "from": "2015", "description": "Rust services and other things that take many words to tell"}]})",
       R"({"id": "baker", "summary": "bread"})"});
  const reference::IndexedWorld world(folder.path() / "world", 1);
  const auto judged = evaluate_fit(world.index(), {{"Rust!", {{"long", 1}}}, {"bread", {{"baker", 1}, {"nobody", 1}}}});
  ASSERT_TRUE(judged) << judged.error().message;
  EXPECT_EQ(judged.value().queries, 2U);
  EXPECT_EQ(judged.value().unknown_persons, 1U);
  EXPECT_NEAR(judged.value().methods.at("fit").mrr, 1, 1e-12);
  EXPECT_NEAR(judged.value().methods.at("fit").map, 0.75, 1e-12);
  EXPECT_EQ(judged.value().methods.count("bm25"), 1U);
}

TEST(JudgedFit, ATextOfAnyLengthCanBeAsked) {
  const reference::TemporaryFolder folder;
  reference::write_lines(
      folder.path() / "world/profiles.ndjson",
      {R"({"id": "anna", "summary": "risk management for banks"})", R"({"id": "bob", "summary": "bread"})"});
  const reference::IndexedWorld world(folder.path() / "world", 1);
  std::string advertisement;
  for (int i = 0; i < 3000; ++i) advertisement += "word" + std::to_string(i) + " and/or front-end: \"";
  advertisement += "risk management ((( NOT";
  const auto judged = evaluate_fit(world.index(), {{advertisement, {{"anna", 1}}}, {"!!! ---", {{"bob", 1}}}});
  ASSERT_TRUE(judged) << judged.error().message;
  EXPECT_NEAR(judged.value().methods.at("fit").mrr, (1 + 0.5) / 2, 1e-12) << "without a word: everyone, by id";
}

TEST(JudgedFit, WithoutAGenerationItSaysSo) {
  const reference::TemporaryFolder folder;
  EXPECT_EQ(evaluate_fit(folder.path(), {{"java", {{"anna", 1}}}}).error().code, ErrorCode::kNoGeneration);
}

}  // namespace
}  // namespace kennis
