/// @file
/// What lies behind ties, by pair and scope.
#include "network/ties.h"

#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/network/world_files.h"

namespace kennis {
namespace {

constexpr Seconds kOrigin = 1'700'000'000;

std::vector<ChannelCounts> mails(std::uint32_t events) {
  return {{Channel::kEmail, events * kCountUnit, 0, kOrigin - 60, 0, events, 0}};
}

class TiesFile : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "ties.bin"; }

  ScratchFolder folder_;
};

TEST_F(TiesFile, FindsThePairInItsScopeOnly) {
  TiesWriter writer(kOrigin);
  writer.add({0, 1, 2}, mails(1));
  writer.add({0, 1, 3}, mails(2));
  writer.add({2, 1, 2}, mails(3));
  writer.write(path());
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
  TiesWriter writer(kOrigin);
  writer.add({0, 1, 2}, mails(1), {{1, 5}, {0, 2}});
  writer.add({0, 1, 3}, mails(2));
  writer.write(path(), {"dikes", "locks"});
  const Ties ties(path());
  EXPECT_EQ(ties.topics({0, 1, 2}), (std::vector<TopicCount>{{1, 5}, {0, 2}}));
  EXPECT_TRUE(ties.topics({0, 1, 3}).empty());
  EXPECT_TRUE(ties.topics({0, 2, 3}).empty()) << "no such tie";
  EXPECT_EQ(ties.topic_name(0), "dikes");
  EXPECT_EQ(ties.topic_name(1), "locks");
  EXPECT_THROW((void)ties.topic_name(2), std::runtime_error);
}

TEST_F(TiesFile, ListsThePairsOfAScope) {
  TiesWriter writer(kOrigin);
  writer.add({0, 1, 2}, mails(1));
  writer.add({1, 1, 2}, mails(1));
  writer.add({1, 2, 7}, mails(1));
  writer.add({3, 1, 2}, mails(1));
  writer.add({0xFFFFFFFFU, 1, 2}, mails(1));
  writer.write(path());
  const Ties ties(path());
  EXPECT_EQ(ties.pairs(0).size(), 1U);
  ASSERT_EQ(ties.pairs(1).size(), 2U);
  EXPECT_EQ(ties.pairs(1)[1], (PairKey{1, 2, 7}));
  EXPECT_TRUE(ties.pairs(2).empty());
  EXPECT_EQ(ties.pairs(3).size(), 1U);
  EXPECT_TRUE(ties.pairs(4).empty());
  EXPECT_EQ(ties.pairs(0xFFFFFFFFU).size(), 1U) << "the last scope there can be";
}

TEST_F(TiesFile, WritersInARowAreOne) {
  TiesWriter whole(kOrigin);
  TiesWriter first(kOrigin);
  TiesWriter second(kOrigin);
  for (Node node = 2; node < 50; ++node) {
    whole.add({0, 1, node}, mails(node));
    (node < 20 ? first : second).add({0, 1, node}, mails(node));
  }
  whole.write(path());
  const std::string expected = read_bytes(path());
  first.append(second);
  first.append(TiesWriter(kOrigin));
  first.write(path());
  EXPECT_EQ(read_bytes(path()), expected);
}

TEST_F(TiesFile, MayBeEmpty) {
  TiesWriter(kOrigin).write(path());
  EXPECT_EQ(Ties(path()).size(), 0U);
  EXPECT_TRUE(Ties(path()).pairs(0).empty());
  EXPECT_TRUE(Ties(path()).counts({0, 1, 2}).empty());
}

TEST_F(TiesFile, IsRefusedWhenCutOffAnywhere) {
  TiesWriter writer(kOrigin);
  for (Node node = 2; node < 9; ++node) writer.add({0, 1, node}, mails(node));
  writer.write(path());
  const std::string whole = read_bytes(path());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    write_bytes(path(), whole.substr(0, size));
    ASSERT_THROW(Ties{path()}, std::runtime_error) << size;
  }
}

TEST_F(TiesFile, DamagedCountsThrowAndDoNotCrash) {
  const std::vector<Seconds> origin = {kOrigin};
  const std::vector<PairKey> keys = {{0, 1, 2}, {0, 1, 3}};
  std::vector<std::uint64_t> topic_offsets = {0, 2};
  const auto write = [&](const std::vector<std::uint64_t>& offsets, std::string_view bytes) {
    ArrayFileWriter writer;
    writer.add("origin", origin);
    writer.add("keys", keys);
    writer.add("offsets", offsets);
    writer.add_text("counts", bytes);
    writer.add("topic_offsets", topic_offsets);
    writer.add_text("topic_names", "ab");
    writer.write(path());
  };
  write({0, 1'000'000}, "\x01\x01\x01\x01\x01");
  EXPECT_THROW((void)Ties(path()).counts({0, 1, 2}), std::runtime_error) << "cut off";
  EXPECT_THROW((void)Ties(path()).counts({0, 1, 3}), std::runtime_error) << "outside";
  write({0, 0}, "");
  EXPECT_THROW((void)Ties(path()).counts({0, 1, 2}), std::runtime_error) << "nothing there";
  for (const auto& offsets : {std::vector<std::uint64_t>{}, {0}, {0, 3}, {2, 1, 2}}) {
    topic_offsets = offsets;
    write({0, 0}, "");
    EXPECT_THROW(Ties{path()}, std::runtime_error) << "names of topics that do not fit";
  }
  topic_offsets = {0, 2};
  write({0}, "");
  EXPECT_THROW(Ties{path()}, std::runtime_error) << "a pair without counts";
}

}  // namespace
}  // namespace kennis
