/// @file
#include "schema/statistics.h"

#include <gtest/gtest.h>

#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

TEST(Statistics, FindsEveryTermThatWasWritten) {
  const TemporaryFolder folder;
  std::vector<TermEntry> entries;
  for (std::uint32_t i = 0; i < 1000; ++i) entries.push_back({hash_of_term("w" + std::to_string(i)), {i + 1, 2 * i}});
  write_statistics(folder / "terms.bin", entries, 4321);
  const Statistics statistics(folder / "terms.bin");
  EXPECT_EQ(statistics.persons(), 4321U);
  for (std::uint32_t i = 0; i < 1000; ++i) {
    const TermStatistics found = statistics.of("w" + std::to_string(i));
    EXPECT_EQ(found.persons, i + 1);
    EXPECT_EQ(found.evidence_max, 2 * i);
  }
}

TEST(Statistics, NobodyHasATermThatIsNotThere) {
  const TemporaryFolder folder;
  write_statistics(folder / "terms.bin", {{hash_of_term("java"), {3, 4}}}, 5);
  const Statistics statistics(folder / "terms.bin");
  for (const char* term : {"", "jav", "javaa", "JAVA"}) {
    EXPECT_EQ(statistics.of(term).persons, 0U);
    EXPECT_EQ(statistics.of(term).evidence_max, 0U);
  }
}

TEST(Statistics, AnEmptyGenerationHasNone) {
  const TemporaryFolder folder;
  write_statistics(folder / "terms.bin", {}, 0);
  const Statistics statistics(folder / "terms.bin");
  EXPECT_EQ(statistics.persons(), 0U);
  EXPECT_EQ(statistics.of("java").persons, 0U);
  EXPECT_EQ(Statistics().of("java").persons, 0U);
}

TEST(Statistics, DoNotDependOnTheOrderOfTheTerms) {
  const TemporaryFolder folder;
  write_statistics(folder / "a.bin", {{1, {1, 1}}, {2, {2, 2}}, {3, {3, 3}}}, 5);
  write_statistics(folder / "b.bin", {{3, {3, 3}}, {1, {1, 1}}, {2, {2, 2}}}, 5);
  EXPECT_EQ(content_of(folder / "a.bin"), content_of(folder / "b.bin"));
}

TEST(Statistics, AFileWithoutTheNumberOfPersonsIsRefused) {
  const TemporaryFolder folder;
  ArrayFileWriter writer;
  writer.add("persons", std::vector<std::uint32_t>{});
  writer.add("terms", std::vector<TermEntry>{});
  writer.write(folder / "terms.bin");
  EXPECT_THROW(Statistics(folder / "terms.bin"), std::runtime_error);
}

}  // namespace
}  // namespace kennis
