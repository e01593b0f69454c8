/// @file
#include "schema/made_documents.h"

#include <array>
#include <filesystem>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schema/document_maker.h"
#include "tests/fixtures/seeds.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

using testing::ElementsAreArray;

std::string record_of(unsigned i, std::mt19937& random) {
  static constexpr std::array kWords = {"Kubernetes", "managers", "ingénieur", "C++17", "het", "patient", "care"};
  std::string text;
  for (auto n = random() % 30; n > 0; --n) text += std::string(kWords[random() % kWords.size()]) + " ";
  return R"({"id":"p)" + std::to_string(i) + R"(","name":"Né )" + std::to_string(i) + R"(","headline":")" + text +
         R"(","location":{"name":"Gent","country":"BE"},"skills":[{"name":"Java"},{"name":"W)" +
         std::to_string(random() % 9) +
         R"("}],"positions":[{"title":"Lead","organisation":"Acme","from":"2010","to":"2012"}],)" +
         R"("updated_at":"2024-01-01T00:00:00Z"})";
}

void expect_same(const MadeDocument& made, const MadeDocuments::Found& found) {
  EXPECT_EQ(found.view.texts, made.texts);
  ASSERT_EQ(found.view.terms.size(), made.terms.size());
  for (const DocumentTerm& term : made.terms) {
    const DocumentTerm* same = found.view.find(made.view().text_of(term));
    ASSERT_NE(same, nullptr);
    EXPECT_EQ(same->wdf, term.wdf);
  }
  EXPECT_EQ(found.view.find("nowhere"), nullptr);
  EXPECT_THAT(found.view.words, ElementsAreArray(made.words));
  EXPECT_EQ(found.values.name_key, made.values.name_key);
  EXPECT_EQ(found.values.numbers.updated, made.values.numbers.updated);
  EXPECT_EQ(found.values.numbers.lat, made.values.numbers.lat);
  EXPECT_EQ(found.values.numbers.lon, made.values.numbers.lon);
  EXPECT_EQ(found.values.numbers.experience, made.values.numbers.experience);
  EXPECT_EQ(found.values.numbers.flags, made.values.numbers.flags);
  ASSERT_EQ(found.values.values.size(), made.values.values.size());
  for (std::size_t i = 0; i < made.values.values.size(); ++i) {
    const OwnValues::Value& a = found.values.values[i];
    const OwnValues::Value& b = made.values.values[i];
    EXPECT_EQ(std::tie(a.field, a.when, a.key, a.name, a.number), std::tie(b.field, b.when, b.key, b.name, b.number));
  }
}

TEST(MadeDocuments, AreFoundByWhatTheyWereMadeOf) {
  const TemporaryFolder folder;
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  DocumentMaker maker{DocumentContext{}};
  const std::vector<SkillStatement> statements = {{"java", 24, 0}};
  std::vector<std::string> records;
  std::vector<std::pair<SourceHash, MadeDocument>> made;
  for (unsigned i = 0; i < 50; ++i) {
    records.push_back(record_of(i, random));
    const bool is_barred = i % 7 == 0;
    made.emplace_back(hash_of({records[i], is_barred, statements}), maker.make({records[i], is_barred, statements}));
    std::vector<OwnValues::Value>& values = made.back().second.values.values;
    EXPECT_EQ(values.empty(), is_barred);
    if (i % 3 == 0 && !is_barred) values[0].number = i;
  }
  const auto wanted = made;
  write_made_documents(folder / "documents.bin", std::move(made));
  const MadeDocuments documents(folder / "documents.bin");
  EXPECT_EQ(documents.count(), 50U);
  for (unsigned i = 0; i < 50; ++i) {
    const auto found = documents.find(hash_of({records[i], i % 7 == 0, statements}));
    ASSERT_TRUE(found);
    expect_same(wanted[i].second, *found);
    EXPECT_FALSE(documents.find(hash_of({records[i], i % 7 != 0, statements}))) << "somebody barred is another";
    EXPECT_FALSE(documents.find(hash_of({records[i], i % 7 == 0, {}}))) << "others say other things";
    EXPECT_FALSE(documents.find(hash_of({records[i] + " ", i % 7 == 0, statements})));
  }
}

TEST(MadeDocuments, WhatIsSaidOfASkillIsPartOfTheSource) {
  const std::vector<std::vector<SkillStatement>> all = {{},
                                                        {{"java", 1, 0}},
                                                        {{"java", 0, 1}},
                                                        {{"jav", 1, 0}},
                                                        {{"java", 1, 0}, {"c", 1, 0}},
                                                        {{"c", 1, 0}, {"java", 1, 0}}};
  std::set<SourceHash> hashes;
  for (const auto& statements : all) hashes.insert(hash_of({"{}", false, statements}));
  EXPECT_EQ(hashes.size(), all.size());
}

TEST(MadeDocuments, MayBeNone) {
  const TemporaryFolder folder;
  write_made_documents(folder / "documents.bin", {});
  const MadeDocuments none(folder / "documents.bin");
  EXPECT_EQ(none.count(), 0U);
  EXPECT_FALSE(none.find({}));
}

TEST(MadeDocuments, AFileThatIsCutOffIsRefused) {
  const TemporaryFolder folder;
  std::mt19937 random(seed_of(1));
  DocumentMaker maker{DocumentContext{}};
  const std::string record = record_of(1, random);
  std::vector<std::pair<SourceHash, MadeDocument>> made;
  made.emplace_back(hash_of({record, false, {}}), maker.make({record, false, {}}));
  write_made_documents(folder / "documents.bin", std::move(made));
  const auto whole = std::filesystem::file_size(folder / "documents.bin");
  for (const std::uintmax_t bytes : {std::uintmax_t{0}, std::uintmax_t{20}, whole / 2, whole - 1}) {
    std::filesystem::resize_file(folder / "documents.bin", bytes);
    EXPECT_THROW(MadeDocuments(folder / "documents.bin"), std::runtime_error) << bytes;
    std::filesystem::resize_file(folder / "documents.bin", whole);
  }
  std::filesystem::remove(folder / "documents.bin");
  EXPECT_THROW(MadeDocuments(folder / "documents.bin"), std::system_error);
}

}  // namespace
}  // namespace kennis
