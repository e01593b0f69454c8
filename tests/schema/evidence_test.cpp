/// @file
#include "schema/evidence.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "tests/fixtures/seeds.h"

namespace kennis {
namespace {

constexpr std::uint32_t kMost = std::numeric_limits<std::uint32_t>::max();

TEST(Evidence, TheLevelRisesFromNothingToOne) {
  EXPECT_EQ(level_of(0, 10), 0);
  EXPECT_EQ(level_of(10, 10), 1);
  EXPECT_EQ(level_of(11, 10), 1) << "evidence beyond the most of the generation";
  EXPECT_NEAR(level_of(3 * evidence::kPoint, 15 * evidence::kPoint), std::log(4.0) / std::log(16.0), 1e-15);
  EXPECT_EQ(level_of(5, 0), 1) << "the first who has any";
  EXPECT_EQ(level_of(kMost, kMost), 1);
  double before = 0;
  for (std::uint32_t evidence = 1; evidence <= 1000; ++evidence) {
    const double level = level_of(evidence, 1000);
    EXPECT_GT(level, before) << evidence;
    EXPECT_LE(level, 1) << evidence;
    before = level;
  }
}

TEST(Evidence, WhatIsRarerIsMoreImportant) {
  EXPECT_NEAR(idf_of(1, 100), std::log(1 + 99.5 / 1.5), 1e-15);
  EXPECT_NEAR(idf_of(100, 100), std::log(1 + 0.5 / 100.5), 1e-15);
  EXPECT_EQ(idf_of(0, 100), idf_of(1, 100)) << "what nobody has counts as what one person has";
  EXPECT_GT(idf_of(0, 0), 0) << "an empty generation divides by nothing";
  for (std::uint32_t n = 1; n < 100; ++n) EXPECT_GT(idf_of(n, 100), idf_of(n + 1, 100));
}

TEST(Evidence, TheGridIsNeverAboveTheValue) {
  std::mt19937_64 random(seed_of(4));
  std::uniform_real_distribution<double> share(0, 1);
  for (int i = 0; i < 10000; ++i) {
    const double value = share(random);
    EXPECT_LE(on_grid(value), value);
    EXPECT_LT(value - on_grid(value), std::ldexp(1.0, -44));
    EXPECT_EQ(on_grid(on_grid(value)), on_grid(value));
  }
  EXPECT_EQ(on_grid(0), 0);
  EXPECT_EQ(on_grid(1), 1);
}

TEST(Evidence, SumsOnTheGridDoNotDependOnTheirOrder) {
  std::mt19937_64 random(seed_of(5));
  std::uniform_real_distribution<double> share(0, 1);
  std::vector<double> raw(256);
  for (double& part : raw) part = share(random);
  std::vector<double> parts = raw;
  for (double& part : parts) part = on_grid(part);
  const auto sum = [](const std::vector<double>& values) {
    double total = 0;
    for (const double value : values) total += value;
    return total;
  };
  const double wanted = sum(parts);
  bool raw_differs = false;
  for (int i = 0; i < 200; ++i) {
    std::shuffle(parts.begin(), parts.end(), random);
    EXPECT_EQ(sum(parts), wanted);
    const double before = sum(raw);
    std::shuffle(raw.begin(), raw.end(), random);
    raw_differs = raw_differs || sum(raw) != before;
  }
  EXPECT_TRUE(raw_differs) << "without the grid the order shows: this test would notice";
}

}  // namespace
}  // namespace kennis
