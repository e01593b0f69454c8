/// @file
/// Which partition a person is in, and who is the first of each.
#include "indexer/node_partitions.h"

#include <gtest/gtest.h>

namespace kennis {
namespace {

TEST(NodePartitions, EverybodyIsInTheOneWhoseFirstAndLastAreAroundThem) {
  for (const Node node_max : {0U, 1U, 2U, 7U, 8U, 9U, 100U, 1001U}) {
    for (const Node profiles : {0U, 1U, 2U, 6U, 50U, 1000U, 1001U}) {
      for (const std::size_t partitions : {2U, 8U, 256U}) {
        SCOPED_TRACE(testing::Message() << node_max << " of whom " << profiles << " in " << partitions);
        const NodePartitions parts(node_max, profiles, partitions);
        std::size_t before = 0;
        for (Node node = 0; node <= node_max; ++node) {
          const std::size_t part = parts.of(node);
          ASSERT_LT(part, partitions);
          ASSERT_GE(part, before) << "in the order of nodes";
          ASSERT_LE(parts.first_node(part), node);
          ASSERT_GT(parts.first_node(part + 1), node);
          before = part;
        }
        ASSERT_EQ(parts.first_node(0), 0U);
        ASSERT_EQ(parts.first_node(partitions), node_max + 1U);
      }
    }
  }
}

TEST(NodePartitions, TheLargestNumberOfPersonsThereCanBeIsDivided) {
  constexpr Node kMost = 0xFFFFFFFEU;
  const NodePartitions parts(kMost, kMost / 2, 256);
  EXPECT_EQ(parts.of(0), 0U);
  EXPECT_EQ(parts.of(kMost / 2), 127U);
  EXPECT_EQ(parts.of(kMost / 2 + 1), 128U);
  EXPECT_EQ(parts.of(kMost), 255U);
}

TEST(NodePartitions, FewWithoutAProfileHaveHalfOfThem) {
  const NodePartitions parts(200'000 + 128, 200'000, 256);
  for (Node i = 1; i <= 128; ++i) EXPECT_EQ(parts.of(200'000 + i), 127U + i);
}

}  // namespace
}  // namespace kennis
