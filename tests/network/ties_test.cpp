/// @file
/// What lies behind ties, by pair and scope.
#include "network/ties.h"

#include <map>
#include <stdexcept>
#include <utility>

#include <gtest/gtest.h>

#include "network/ties_writer.h"
#include "tests/fixtures/seeds.h"
#include "tests/network/random_world.h"
#include "tests/network/world_files.h"

namespace kennis {
namespace {

constexpr Seconds kOrigin = 1'700'000'000;

std::vector<ChannelCounts> mails(std::uint32_t events) {
  return {{Channel::kEmail, events * kCountUnit, 0, kOrigin - 60, 0, events, 0}};
}

using Pairs = std::vector<std::pair<Node, Node>>;

Pairs public_pairs(const Ties& ties) {
  Pairs pairs;
  ties.for_each_public([&](Node low, Node high) { pairs.emplace_back(low, high); });
  return pairs;
}

/// The events of a pair that `mails` made; 0 if it is not there.
std::uint32_t events_of(const Ties& ties, const PairKey& key) {
  const auto counts = ties.counts(key);
  return counts.empty() ? 0 : counts[0].events_forward;
}

class TiesFile : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "ties.bin"; }

  ScratchFolder folder_;
};

TEST_F(TiesFile, FindsThePairInItsScopeOnly) {
  TiesPart writer(kOrigin);
  writer.add({0, 1, 2}, mails(1));
  writer.add({0, 1, 3}, mails(2));
  writer.add({2, 1, 2}, mails(3));
  write_ties(path(), std::move(writer));
  const Ties ties(path());
  EXPECT_EQ(ties.origin(), kOrigin);
  EXPECT_EQ(ties.size(), 3U);
  ASSERT_EQ(ties.counts({0, 1, 2}).size(), 1U);
  EXPECT_EQ(ties.counts({0, 1, 2})[0].events_forward, 1U);
  EXPECT_EQ(ties.counts({0, 1, 2})[0].last_forward, kOrigin - 60);
  EXPECT_EQ(ties.counts({0, 1, 3})[0].events_forward, 2U);
  EXPECT_EQ(ties.counts({2, 1, 2})[0].events_forward, 3U);
  EXPECT_TRUE(ties.counts({1, 1, 2}).empty());
  EXPECT_TRUE(ties.counts({2, 1, 3}).empty());
  EXPECT_TRUE(ties.counts({0, 2, 1}).empty());
  EXPECT_TRUE(ties.counts({9, 9, 9}).empty());
}

TEST_F(TiesFile, KnowsWhatContactsWereAbout) {
  TiesPart writer(kOrigin);
  writer.add({0, 1, 2}, mails(1), {{1, 5}, {0, 2}});
  writer.add({0, 1, 3}, mails(2));
  write_ties(path(), std::move(writer), {"dikes", "locks"});
  const Ties ties(path());
  EXPECT_EQ(ties.topics({0, 1, 2}), (std::vector<TopicCount>{{1, 5}, {0, 2}}));
  EXPECT_TRUE(ties.topics({0, 1, 3}).empty());
  EXPECT_TRUE(ties.topics({0, 2, 3}).empty()) << "no such tie";
  EXPECT_EQ(ties.topic_name(0), "dikes");
  EXPECT_EQ(ties.topic_name(1), "locks");
  EXPECT_THROW((void)ties.topic_name(2), std::runtime_error);
}

TEST_F(TiesFile, ListsThePairsOfAScope) {
  TiesPart writer(kOrigin);
  writer.add({0, 1, 2}, mails(1));
  writer.add({1, 1, 2}, mails(1));
  writer.add({1, 2, 7}, mails(1));
  writer.add({3, 1, 2}, mails(1));
  writer.add({0xFFFFFFFFU, 1, 2}, mails(1));
  write_ties(path(), std::move(writer));
  const Ties ties(path());
  EXPECT_EQ(public_pairs(ties), (Pairs{{1, 2}}));
  EXPECT_EQ(ties.private_pairs().size(), 4U);
  EXPECT_EQ(ties.size(), 5U);
  ASSERT_EQ(ties.pairs(1).size(), 2U);
  EXPECT_EQ(ties.pairs(1)[1], (PairKey{1, 2, 7}));
  EXPECT_TRUE(ties.pairs(2).empty());
  EXPECT_EQ(ties.pairs(3).size(), 1U);
  EXPECT_TRUE(ties.pairs(4).empty());
  EXPECT_EQ(ties.pairs(0xFFFFFFFFU).size(), 1U) << "the last scope there can be";
}

TEST_F(TiesFile, PartsInARowAreOne) {
  TiesPart whole(kOrigin);
  std::vector<TiesPart> parts(4, TiesPart(kOrigin));
  const auto add = [&](std::size_t part, const PairKey& key) {
    whole.add(key, mails(key.high));
    parts[part].add(key, mails(key.high));
  };
  for (Node node = 2; node < 50; ++node) add(0, {0, 1, node});
  for (Node node = 6; node < 200; ++node) add(1, {0, 5, node});
  for (Node node = 7; node < 9; ++node) add(1, {0, 6, node});
  for (Node node = 2; node < 9; ++node) add(2, {1, 1, node});
  for (Node node = 2; node < 9; ++node) add(3, {2, 1, node});
  const std::size_t size = whole.size();
  write_ties(path(), std::move(whole));
  const std::string expected = read_bytes(path());
  TiesWriter all(path(), kOrigin);
  all.append(TiesPart(kOrigin));
  for (TiesPart& part : parts) {
    part.finish();
    all.append(part);
    all.append(TiesPart(kOrigin));
  }
  EXPECT_EQ(all.size(), size);
  all.finish();
  EXPECT_EQ(read_bytes(path()), expected);
}

TEST_F(TiesFile, AHubsPairsAreFoundAndNoOthersAtEveryEdgeOfABlock) {
  for (const Node pairs : {1U, 15U, 16U, 17U, 31U, 32U, 33U, 1000U}) {
    TiesPart writer(kOrigin);
    writer.add({0, 3, 5}, mails(1));
    for (Node i = 0; i < pairs; ++i) writer.add({0, 4, 10 + 3 * i}, mails(1 + i));
    writer.add({0, 6, 7}, mails(1));
    write_ties(path(), std::move(writer));
    const Ties ties(path());
    ASSERT_EQ(ties.size(), pairs + 2U);
    ASSERT_EQ(public_pairs(ties).size(), pairs + 2U);
    for (Node high = 0; high < 10 + 3 * pairs + 10; ++high) {
      const bool is_there = high >= 10 && (high - 10) % 3 == 0 && (high - 10) / 3 < pairs;
      ASSERT_EQ(events_of(ties, {0, 4, high}), is_there ? 1 + (high - 10) / 3 : 0) << high << " of " << pairs;
    }
    ASSERT_EQ(events_of(ties, {0, 4, 0xFFFFFFFFU}), 0U);
    ASSERT_EQ(events_of(ties, {0, 5, 7}), 0U) << "somebody with no pairs between others";
    ASSERT_EQ(events_of(ties, {0, 7, 8}), 0U) << "behind the last";
    ASSERT_EQ(events_of(ties, {0, 0xFFFFFFFFU, 8}), 0U);
  }
}

TEST_F(TiesFile, AgreesWithAMap) {
  for (const std::uint64_t seed : seeds(1, 30)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Dice dice(seed);
    const Node node_max = static_cast<Node>(2 + dice.roll(400));
    std::map<PairKey, std::uint32_t> wanted;
    for (std::size_t i = dice.roll(3000); i > 0; --i) {
      const auto low = static_cast<Node>(1 + dice.roll(dice.percent(50) ? 3 : node_max));
      const auto scope = static_cast<std::uint32_t>(dice.percent(10) ? dice.roll(4) : 0);
      wanted[{scope, low, low + 1 + static_cast<Node>(dice.roll(dice.percent(5) ? 4'000'000'000U : node_max))}] =
          static_cast<std::uint32_t>(1 + dice.roll(1000));
    }
    TiesPart writer(kOrigin);
    for (const auto& [key, events] : wanted) writer.add(key, mails(events), {{events, 1}});
    write_ties(path(), std::move(writer));
    const Ties ties(path());
    EXPECT_EQ(ties.size(), wanted.size());
    Pairs pairs;
    for (const auto& [key, events] : wanted) {
      if (key.scope == kPublicScope) pairs.emplace_back(key.low, key.high);
      ASSERT_EQ(events_of(ties, key), events) << key.scope << " " << key.low << " " << key.high;
      ASSERT_EQ(ties.topics(key), (std::vector<TopicCount>{{events, 1}}));
    }
    EXPECT_EQ(public_pairs(ties), pairs);
    for (int i = 0; i < 3000; ++i) {
      const PairKey key{static_cast<std::uint32_t>(dice.roll(2)), static_cast<Node>(dice.roll(node_max + 2U)),
                        static_cast<Node>(dice.roll(node_max + 2U))};
      const auto found = wanted.find(key);
      ASSERT_EQ(events_of(ties, key), found == wanted.end() ? 0 : found->second);
    }
  }
}

TEST_F(TiesFile, MayBeEmpty) {
  write_ties(path(), TiesPart(kOrigin));
  EXPECT_EQ(Ties(path()).size(), 0U);
  EXPECT_TRUE(public_pairs(Ties(path())).empty());
  EXPECT_TRUE(Ties(path()).private_pairs().empty());
  EXPECT_TRUE(Ties(path()).counts({0, 1, 2}).empty());
  EXPECT_TRUE(Ties(path()).counts({1, 1, 2}).empty());
}

TEST_F(TiesFile, IsRefusedWhenCutOffAnywhere) {
  TiesPart writer(kOrigin);
  for (Node node = 2; node < 9; ++node) writer.add({0, 1, node}, mails(node));
  write_ties(path(), std::move(writer));
  const std::string whole = read_bytes(path());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    write_bytes(path(), whole.substr(0, size));
    ASSERT_THROW(Ties{path()}, std::runtime_error) << size;
  }
}

/// The sections of a file, which a test may change.
struct Sections {
  std::vector<Seconds> origin = {kOrigin};
  std::vector<std::uint64_t> begins = {0};
  std::string public_bytes;
  std::vector<std::uint64_t> public_count = {0};
  std::vector<PairKey> keys;
  std::vector<std::uint64_t> offsets;
  std::string private_bytes;
  std::vector<std::uint64_t> topic_offsets = {0, 2};

  void write(const std::filesystem::path& path) const {
    ArrayFileWriter writer;
    writer.add("origin", origin);
    writer.add("begins", begins);
    writer.add_text("public", public_bytes);
    writer.add("public_count", public_count);
    writer.add("keys", keys);
    writer.add("offsets", offsets);
    writer.add_text("private", private_bytes);
    writer.add("topic_offsets", topic_offsets);
    writer.add_text("topic_names", "ab");
    writer.write(path);
  }
};

/// A hub of so many pairs, each three larger than the one before.
Sections hub_of(Node pairs, const std::filesystem::path& path) {
  TiesPart writer(kOrigin);
  for (Node i = 0; i < pairs; ++i) writer.add({0, 1, 10 + 3 * i}, mails(1 + i), {{7, 300}});
  write_ties(path, std::move(writer));
  const ArrayFile file(path);
  const auto begins = file.section<std::uint64_t>("begins");
  Sections sections;
  sections.begins.assign(begins.begin(), begins.end());
  sections.public_bytes = file.text_section("public");
  sections.public_count = {pairs};
  return sections;
}

TEST_F(TiesFile, DamagedCountsThrowAndDoNotCrash) {
  Sections sections;
  sections.keys = {{1, 1, 2}, {1, 1, 3}};
  sections.offsets = {0, 1'000'000};
  sections.private_bytes = "\x11\x03";
  sections.write(path());
  EXPECT_THROW((void)Ties(path()).counts({1, 1, 2}), std::runtime_error) << "cut off";
  EXPECT_THROW((void)Ties(path()).counts({1, 1, 3}), std::runtime_error) << "outside";
  sections.offsets = {0, 0};
  sections.private_bytes = "";
  sections.write(path());
  EXPECT_THROW((void)Ties(path()).counts({1, 1, 2}), std::runtime_error) << "nothing there";
  for (const auto& offsets : {std::vector<std::uint64_t>{}, {0}, {0, 3}, {2, 1, 2}}) {
    sections.topic_offsets = offsets;
    sections.write(path());
    EXPECT_THROW(Ties{path()}, std::runtime_error) << "names of topics that do not fit";
  }
  sections.topic_offsets = {0, 2};
  sections.offsets = {0};
  sections.write(path());
  EXPECT_THROW(Ties{path()}, std::runtime_error) << "a pair without counts";
  sections.offsets = {0, 0};
  sections.keys[0].scope = kPublicScope;
  sections.write(path());
  EXPECT_THROW(Ties{path()}, std::runtime_error) << "a public pair among the private ones";
}

TEST_F(TiesFile, SectionsThatDoNotFitTogetherAreRefused) {
  const Sections whole = hub_of(3, path());
  const auto refused = [&](const Sections& sections) {
    sections.write(path());
    EXPECT_THROW(Ties{path()}, std::runtime_error);
  };
  Sections changed = whole;
  changed.begins = {};
  refused(changed);
  changed.begins = {0, 0, whole.public_bytes.size() + 1};
  refused(changed);
  changed = whole;
  changed.public_count = {};
  refused(changed);
  changed.public_count = {3, 3};
  refused(changed);
  changed = whole;
  changed.origin = {};
  refused(changed);
  changed = whole;
  changed.begins = {0, 1'000'000, 7, whole.public_bytes.size()};
  changed.write(path());
  const Ties ties(path());
  for (const Node low : {0U, 1U}) {
    EXPECT_THROW((void)ties.counts({0, low, 10}), std::runtime_error) << "outside, or backwards";
  }
}

TEST_F(TiesFile, PublicPairsThatAreCutOffThrowOrAreRight) {
  constexpr Node kPairs = 70;
  const Sections whole = hub_of(kPairs, path());
  for (std::size_t size = 1; size < whole.public_bytes.size(); ++size) {
    Sections cut = whole;
    cut.public_bytes.resize(size);
    cut.write(path());
    ASSERT_THROW(Ties{path()}, std::runtime_error) << size;
    cut.begins.back() = size;
    cut.write(path());
    const Ties ties(path());
    ASSERT_THROW(public_pairs(ties), std::runtime_error) << size;
    for (Node i = 0; i < kPairs; ++i) {
      try {
        ASSERT_EQ(events_of(ties, {0, 1, 10 + 3 * i}), 1 + i) << size;
      } catch (const std::runtime_error&) {
      }
    }
    ASSERT_THROW((void)ties.counts({0, 1, 10 + 3 * kPairs}), std::runtime_error) << size;
  }
}

TEST_F(TiesFile, AnyByteOfThePublicPairsMayBeAnother) {
  const Sections whole = hub_of(70, path());
  Dice dice(seed_of(23));
  for (int round = 0; round < 3000; ++round) {
    Sections changed = whole;
    for (std::size_t i = 1 + dice.roll(3); i > 0; --i) {
      const std::size_t at = dice.roll(dice.percent(50) ? 20 : changed.public_bytes.size());
      changed.public_bytes[at] = static_cast<char>(dice.percent(30) ? 0xFF : dice.roll(256));
    }
    changed.write(path());
    const Ties ties(path());
    const auto may_throw = [](const auto& ask) {
      try {
        ask();
      } catch (const std::runtime_error&) {
      }
    };
    may_throw([&] { (void)public_pairs(ties); });
    for (Node high = 0; high < 230; high += 1 + static_cast<Node>(dice.roll(9))) {
      may_throw([&] { (void)ties.counts({0, 1, high}); });
      may_throw([&] { (void)ties.topics({0, 1, high}); });
    }
  }
}

TEST_F(TiesFile, APairThatWouldNotBeFoundWhereItIsIsRefusedByGoingThroughThem) {
  const Sections whole = hub_of(70, path());
  whole.write(path());
  EXPECT_EQ(public_pairs(Ties(path())).size(), 70U);
  for (std::size_t at = 1; at < 33; ++at) {
    Sections changed = whole;
    changed.public_bytes[at] = static_cast<char>(changed.public_bytes[at] ^ 1);
    changed.write(path());
    EXPECT_THROW(public_pairs(Ties(path())), std::runtime_error) << at;
  }
  Sections longer = whole;
  longer.public_bytes += '\x01';
  ++longer.begins.back();
  longer.write(path());
  EXPECT_THROW(public_pairs(Ties(path())), std::runtime_error) << "bytes of no pair";
}

}  // namespace
}  // namespace kennis
