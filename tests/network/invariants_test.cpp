/// @file
#include "network/invariants.h"

#include <cstring>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "network/graph_writer.h"
#include "network/ties_writer.h"
#include "schema/fields.h"
#include "tests/fixtures/seeds.h"
#include "tests/network/random_world.h"
#include "tests/network/world_files.h"

namespace kennis {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

/// Three persons who know each other, written by hand.
class Invariants : public testing::Test {
 protected:
  void SetUp() override {
    PeopleColumns people;
    std::vector<IdentifierEntry> identifiers;
    for (const char* id : {"anna", "bram", "carla"}) {
      people.add(id, {}, kNeverSet);
      identifiers.push_back({hash_of_identifier(id), people.node_max()});
    }
    people.profile_count = 3;
    write_people(path() / file::kPeople, people);
    write_identifiers(path() / file::kIdentifiers, identifiers);
    write_rosters(path() / file::kRosters, {});
    write_graph(path() / file::kGraph, pairs_, 3);
    write_ties(pairs_);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

  void write_ties(const std::vector<PairStrength>& pairs) const {
    TiesPart ties(0);
    for (const PairStrength& pair : pairs) {
      ties.add({kPublicScope, pair.low, pair.high}, {{.channel = Channel::kEmail, .forward = kCountUnit}});
    }
    kennis::write_ties(path() / file::kTies, std::move(ties));
  }

  /// The graph with these arcs instead, in lists of two for each of the three.
  void write_arcs(const std::vector<Arc>& arcs) const {
    ArrayFileWriter writer;
    const std::vector<std::uint64_t> offsets = {0, 0, 2, 4, 6};
    const std::vector<double> attention(4, 1.0);
    const std::vector<Seconds> as_of(1, 0);
    writer.add("offsets", offsets);
    writer.add("arcs", arcs);
    writer.add("attention", attention);
    writer.add("as_of", as_of);
    writer.write(path() / file::kGraph);
  }
  [[nodiscard]] std::vector<Arc> arcs() const {
    const Graph graph(path() / file::kGraph);
    std::vector<Arc> all;
    for (Node node = 1; node <= 3; ++node) all.insert(all.end(), graph.arcs(node).begin(), graph.arcs(node).end());
    return all;
  }

  const std::vector<PairStrength> pairs_ = {
      {1, 2, 300, true, false}, {1, 3, 200, true, true}, {2, 3, 100, false, true}};
  ScratchFolder folder_;
};

TEST_F(Invariants, HoldForRandomWorlds) {
  for (const std::uint64_t seed : seeds(1, 60)) {
    const ScratchFolder folder;
    write_generation(random_world(seed), folder.path());
    EXPECT_THAT(faults_of_network(folder.path()), IsEmpty()) << "seed " << seed;
  }
}

TEST_F(Invariants, HoldForWhatIsWrittenHere) { EXPECT_THAT(faults_of_network(path()), IsEmpty()); }

TEST_F(Invariants, EveryArcHasItsCounterpart) {
  const std::vector<Arc> whole = arcs();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const std::uint32_t bit : {Arc::kToActed, Arc::kOwnerActed, Arc::kOfBoth, 8U}) {
      std::vector<Arc> changed = whole;
      changed[i].packed ^= bit;
      write_arcs(changed);
      EXPECT_THAT(faults_of_network(path()), Contains(HasSubstr("lacks its counterpart"))) << i << " " << bit;
    }
  }
}

TEST_F(Invariants, ArcsGoInTheirOrderToOthersOnce) {
  const std::vector<Arc> whole = arcs();
  std::vector<Arc> changed = whole;
  std::swap(changed[0], changed[1]);
  write_arcs(changed);
  EXPECT_THAT(faults_of_network(path()), Contains(HasSubstr("in no order")));
  changed = whole;
  changed[1].to = changed[0].to;
  write_arcs(changed);
  EXPECT_THAT(faults_of_network(path()), Contains(HasSubstr("twice")));
  for (const Node wrong : {0U, 1U, 4U, 4'000'000'000U}) {
    changed = whole;
    changed[0].to = wrong;
    write_arcs(changed);
    EXPECT_THAT(faults_of_network(path()), Contains(HasSubstr("from 1 to " + std::to_string(wrong))));
  }
}

TEST_F(Invariants, BehindEveryTieAreCounts) {
  write_ties({pairs_[0], pairs_[2]});
  EXPECT_THAT(faults_of_network(path()), Contains(HasSubstr("a tie has no counts: 1 and 3")));
}

TEST_F(Invariants, CountsAreOfPairsOfTheGraph) {
  write_ties({pairs_[0], pairs_[1], pairs_[2], {3, 9, 100, true, false}});
  EXPECT_THAT(faults_of_network(path()), Contains(HasSubstr("in the order of their pairs: 3 and 9 in scope 0")));
}

TEST_F(Invariants, AsManyPairsAreThereAsTheFileSays) {
  TiesPart ties(0);
  for (const PairStrength& pair : pairs_) ties.add({kPublicScope, pair.low, pair.high}, {});
  ties.add({1, 1, 2}, {});
  kennis::write_ties(path() / file::kTies, std::move(ties));
  EXPECT_THAT(faults_of_network(path()), Contains(HasSubstr("3 of 4 are found"))) << "no group has these";
}

TEST_F(Invariants, EverybodyIsFoundByTheId) {
  write_identifiers(path() / file::kIdentifiers, {{hash_of_identifier("anna"), 1}, {hash_of_identifier("bram"), 3}});
  EXPECT_THAT(faults_of_network(path()), Contains(HasSubstr("bram (node 2)")));
}

TEST_F(Invariants, WhatCannotBeOpenedIsAFault) {
  std::filesystem::resize_file(path() / file::kTies, 20);
  EXPECT_THAT(faults_of_network(path()), Contains(HasSubstr("cannot be opened")));
}

}  // namespace
}  // namespace kennis
