/// @file
/// The graph on disk: in order, symmetric, and refused when its parts do not fit together.
#include "network/graph.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "network/graph_writer.h"
#include "network/ties_writer.h"
#include "tests/fixtures/seeds.h"
#include "tests/network/random_world.h"
#include "tests/network/world_files.h"

namespace kennis {
namespace {

class GraphFile : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "graph.bin"; }

  ScratchFolder folder_;
};

std::vector<PairStrength> random_pairs(Dice& dice, Node persons) {
  std::vector<PairStrength> pairs;
  for (Node low = 1; low <= persons; ++low) {
    for (Node high = low + 1; high <= persons; ++high) {
      if (dice.percent(20)) {
        const auto strength = static_cast<Strength>(dice.roll(1U << (dice.percent(30) ? 2 : 29)));
        pairs.push_back({low, high, strength, dice.percent(50), dice.percent(50), dice.percent(50)});
      }
    }
  }
  for (std::size_t i = pairs.size(); i > 1; --i) std::swap(pairs[i - 1], pairs[dice.roll(i)]);
  return pairs;
}

TEST_F(GraphFile, HoldsEveryTieTwiceWithWhoActed) {
  Dice dice(seed_of(1));
  const auto pairs = random_pairs(dice, 40);
  write_graph(path(), pairs, 40);
  const Graph graph(path());
  EXPECT_EQ(graph.tie_count(), pairs.size());
  const auto arc_between = [&](Node from, Node to) {
    const auto arcs = graph.arcs(from);
    const auto found = std::find_if(arcs.begin(), arcs.end(), [&](const Arc& arc) { return arc.to == to; });
    return found == arcs.end() ? Arc{} : *found;
  };
  for (const PairStrength& pair : pairs) {
    const Arc there = arc_between(pair.low, pair.high);
    const Arc back = arc_between(pair.high, pair.low);
    EXPECT_EQ(there.strength(), value_of(pair.strength));
    EXPECT_EQ(back.strength(), value_of(pair.strength));
    EXPECT_EQ(there.to_acted(), pair.high_acted);
    EXPECT_EQ(back.to_acted(), pair.low_acted);
    EXPECT_EQ((there.packed & Arc::kOwnerActed) != 0, pair.low_acted);
  }
}

TEST_F(GraphFile, ListsTiesByFallingStrengthThenByPerson) {
  Dice dice(seed_of(2));
  write_graph(path(), random_pairs(dice, 60), 60);
  const Graph graph(path());
  for (Node node = 0; node <= 60; ++node) {
    const auto arcs = graph.arcs(node);
    for (std::size_t i = 1; i < arcs.size(); ++i) {
      ASSERT_GE(arcs[i - 1].strength(), arcs[i].strength());
      ASSERT_TRUE(arcs[i - 1].strength() > arcs[i].strength() || arcs[i - 1].to < arcs[i].to);
    }
  }
}

TEST_F(GraphFile, DoesNotDependOnTheOrderOfPairsOrOnHowManyListsAreMadeAtOnce) {
  Dice dice(seed_of(3));
  constexpr Node kPersons = 50;
  auto pairs = random_pairs(dice, kPersons);
  write_graph(path(), pairs, kPersons);
  const std::string expected = read_bytes(path());
  std::reverse(pairs.begin(), pairs.end());
  write_graph(path(), pairs, kPersons);
  EXPECT_EQ(read_bytes(path()), expected);
  for (const Node persons : {1U, 2U, 3U, 7U, 80U}) {
    GraphWriter writer(path(), kPersons);
    for (Node begin = 0; begin <= kPersons; begin += persons) {
      const Node end = std::min(begin + persons, kPersons + 1);
      std::vector<OwnedArc> arcs;
      for (const PairStrength& pair : pairs) {
        for (const OwnedArc& arc : {arc_of_high(pair), arc_of_low(pair)}) {
          if (arc.owner >= begin && arc.owner < end) arcs.push_back(arc);
        }
      }
      writer.append(lists_of(begin, end, arcs, default_tie_model()));
      writer.append(lists_of(end, end, {}, default_tie_model()));
    }
    writer.finish();
    EXPECT_EQ(read_bytes(path()), expected) << persons;
  }
}

TEST_F(GraphFile, AttentionIsOverAllTies) {
  constexpr Strength kHalf = 1U << 28U;
  write_graph(
      path(),
      {{1, 2, kHalf, true, true}, {1, 3, kHalf, true, true}, {1, 4, kHalf, true, true}, {1, 5, kHalf, true, true}}, 6);
  const Graph graph(path());
  EXPECT_NEAR(graph.attention(1), std::pow(1.0 / 3, default_tie_model().attention_power), 1e-12);
  EXPECT_EQ(graph.attention(6), 1.0);
  TieModel model;
  model.attention = 4;
  write_graph(path(), {{1, 2, kHalf, true, true}}, 2, model);
  EXPECT_NEAR(Graph(path()).attention(1), 4 / 4.5, 1e-12);
}

TEST_F(GraphFile, KnowsNothingOfPersonsItDoesNotHold) {
  write_graph(path(), {{1, 2, 99, true, true}}, 2);
  const Graph graph(path());
  EXPECT_TRUE(graph.arcs(0).empty());
  EXPECT_TRUE(graph.arcs(3).empty());
  EXPECT_TRUE(graph.arcs(0xFFFFFFFFU).empty());
  EXPECT_EQ(graph.attention(3), 1.0);
  EXPECT_TRUE(Graph().arcs(1).empty());
}

TEST_F(GraphFile, MayBeEmpty) {
  write_graph(path(), {}, 0);
  EXPECT_EQ(Graph(path()).tie_count(), 0U);
}

TEST_F(GraphFile, IsRefusedWhenCutOffAnywhere) {
  Dice dice(seed_of(4));
  write_graph(path(), random_pairs(dice, 12), 12);
  const std::string whole = read_bytes(path());
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    write_bytes(path(), whole.substr(0, size));
    ASSERT_THROW(Graph{path()}, std::runtime_error) << size;
  }
}

TEST_F(GraphFile, IsRefusedWhenItsListsDoNotFitTogether) {
  const auto write = [&](const std::vector<std::uint64_t>& offsets, std::size_t arcs, std::size_t attention) {
    const std::vector<Arc> some_arcs(arcs);
    const std::vector<double> some_attention(attention, 1);
    const std::vector<Seconds> as_of(1, 0);
    ArrayFileWriter writer;
    writer.add("offsets", offsets);
    writer.add("arcs", some_arcs);
    writer.add("attention", some_attention);
    writer.add("as_of", as_of);
    writer.write(path());
  };
  write({0, 0, 1, 2}, 2, 3);
  EXPECT_NO_THROW(Graph{path()});
  write({0, 0, 1, 2}, 3, 3);
  EXPECT_THROW(Graph{path()}, std::runtime_error) << "an arc that nobody has";
  write({0, 0, 1, 3}, 2, 3);
  EXPECT_THROW(Graph{path()}, std::runtime_error) << "arcs beyond the end";
  write({0, 2, 1, 2}, 2, 3);
  EXPECT_THROW(Graph{path()}, std::runtime_error) << "offsets that fall";
  write({0, 9, 9, 2}, 2, 3);
  EXPECT_THROW(Graph{path()}, std::runtime_error);
  write({0, 0, 1, 2}, 2, 2);
  EXPECT_THROW(Graph{path()}, std::runtime_error) << "somebody without attention";
  write({}, 0, 0);
  EXPECT_THROW(Graph{path()}, std::runtime_error) << "not even nobody";
}

TEST_F(GraphFile, IsRefusedWhenItIsAnotherFile) {
  write_ties(path(), TiesPart(0));
  EXPECT_THROW(Graph{path()}, std::runtime_error);
  write_bytes(path(), "something else altogether, and long enough for a header");
  EXPECT_THROW(Graph{path()}, std::runtime_error);
}

}  // namespace
}  // namespace kennis
