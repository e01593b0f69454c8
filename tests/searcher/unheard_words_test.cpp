/// @file
#include "searcher/unheard_words.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

using testing::ElementsAre;

std::vector<std::string> asked(std::string_view text, const std::vector<std::string>& heard) {
  const TemporaryFolder folder;
  std::vector<TermEntry> entries;
  for (const std::string& term : heard) entries.push_back({hash_of_term(term), {1, 4}});
  write_statistics(folder / "terms.bin", entries, 10);
  Stemmer stemmer;
  auto query = parse_query(text, stemmer);
  EXPECT_TRUE(query);
  ask_for_parts_of_unheard(query.value().root, Statistics(folder / "terms.bin"));
  const QueryNode& root = query.value().root;
  if (root.kind == QueryNode::Kind::kLeaf) return {root.leaf.text};
  std::vector<std::string> texts;
  for (const QueryNode& child : root.children) texts.push_back(child.leaf.text);
  return texts;
}

TEST(UnheardWords, WhatNobodyWritesJoinedIsAskedForAsItsParts) {
  EXPECT_THAT(asked("TEE-lib", {"tee", "lib"}), ElementsAre("tee", "lib"));
  EXPECT_THAT(asked("java Scala/Kotlin", {"java"}), ElementsAre("java", "scala", "kotlin"));
}

TEST(UnheardWords, WhatSomebodyWritesJoinedStays) {
  EXPECT_THAT(asked("front-end", {"front-end", "front", "end"}), ElementsAre("front-end"));
  EXPECT_THAT(asked("java", {}), ElementsAre("java"));
  EXPECT_THAT(asked("c++17", {}), ElementsAre("c++17"));
}

TEST(UnheardWords, WhatIsNotJoinedStays) {
  EXPECT_THAT(asked("\xE7\xA8\x8B\xE5\xB7\xA5", {}), ElementsAre("\xE7\xA8\x8B\xE5\xB7\xA5")) << "signs in a row";
}

TEST(UnheardWords, WhatIsRequiredStays) {
  EXPECT_THAT(asked("+tee-lib", {}), ElementsAre("tee-lib"));
  EXPECT_THAT(asked("\"tee-lib\"", {}), ElementsAre("\"tee-lib\""));
  EXPECT_THAT(asked("java AND tee-lib", {}), ElementsAre("java", "tee-lib"));
  EXPECT_THAT(asked("skill:tee-lib", {}), ElementsAre("skill:tee-lib"));
}

}  // namespace
}  // namespace kennis
