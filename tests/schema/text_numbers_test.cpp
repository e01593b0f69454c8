/// @file
#include "schema/text_numbers.h"

#include <map>
#include <random>

#include <gtest/gtest.h>

#include "tests/fixtures/seeds.h"

namespace kennis {
namespace {

TEST(TextNumbers, AreThoseOfAMap) {
  constexpr std::uint32_t kSeed = 7;
  SCOPED_TRACE("seed " + std::to_string(seed_of(kSeed)));
  std::mt19937 random(seed_of(kSeed));
  TextNumbers numbers;
  for (int round = 0; round < 2; ++round) {
    std::map<std::string, std::uint32_t> wanted;
    for (std::size_t i = 0; i < 60'000; ++i) {
      std::string text = "t" + std::to_string(random() % 30'000);
      if (i % 100 == 0) text = std::string(i % 700, '\0');
      const auto [known, is_new] = wanted.try_emplace(text, wanted.size());
      ASSERT_EQ(numbers.number_of(text), known->second);
    }
    ASSERT_EQ(numbers.count(), wanted.size());
    for (const auto& [text, number] : wanted) {
      ASSERT_EQ(numbers.text(number), text);
      ASSERT_EQ(numbers.find(text), number);
    }
    EXPECT_EQ(numbers.find("not there"), numbers.count());
    numbers.clear();
    EXPECT_EQ(numbers.count(), 0U);
  }
}

}  // namespace
}  // namespace kennis
