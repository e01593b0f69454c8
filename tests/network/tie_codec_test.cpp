/// @file
/// Counts as bytes: there and back, and what hostile bytes do.
#include "network/tie_codec.h"

#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/fixtures/seeds.h"
#include "tests/network/random_world.h"

namespace kennis {

void PrintTo(const ChannelCounts& c, std::ostream* out) {
  *out << name_of(c.channel) << ' ' << c.forward << '/' << c.backward << ' ' << c.events_forward << '/'
       << c.events_backward << " last " << c.last_forward << '/' << c.last_backward;
}

bool operator==(const ChannelCounts& a, const ChannelCounts& b) {
  return a.channel == b.channel && a.forward == b.forward && a.backward == b.backward &&
         a.last_forward == b.last_forward && a.last_backward == b.last_backward &&
         a.events_forward == b.events_forward && a.events_backward == b.events_backward;
}

namespace {

constexpr Seconds kOrigin = 1'700'000'000;
constexpr Seconds kYear1 = -62'135'596'800;
constexpr Seconds kYear9999 = 253'402'300'799;

std::vector<ChannelCounts> random_counts(Dice& dice) {
  std::vector<ChannelCounts> counts;
  for (std::size_t c = 0; c < kChannelCount; ++c) {
    if (!dice.percent(40)) continue;
    ChannelCounts count;
    count.channel = static_cast<Channel>(c);
    const auto way = [&](std::uint64_t& sum, std::uint32_t& events, Seconds& last) {
      events = static_cast<std::uint32_t>(dice.roll(2) + (dice.roll(std::size_t{1} << dice.roll(32))));
      if (events == 0) return;
      sum = dice.roll(std::size_t{1} << dice.roll(60));
      last = dice.percent(10)   ? kYear1
             : dice.percent(10) ? kYear9999
                                : kOrigin - static_cast<Seconds>(dice.roll(1U << 30U));
    };
    way(count.forward, count.events_forward, count.last_forward);
    way(count.backward, count.events_backward, count.last_backward);
    counts.push_back(count);
  }
  return counts;
}

std::string encoded(const std::vector<ChannelCounts>& counts, Seconds origin = kOrigin) {
  std::string bytes;
  encode_counts(counts, origin, bytes);
  return bytes;
}

TEST(TieCodec, GivesBackWhatWasEncoded) {
  Dice dice(seed_of(7));
  for (int i = 0; i < 5000; ++i) {
    const auto counts = random_counts(dice);
    const Seconds origin = i % 3 == 0 ? kYear9999 : kOrigin;
    ASSERT_EQ(decode_counts(encoded(counts, origin), origin), counts) << i;
    ASSERT_EQ(decode_counts(encoded(counts, origin) + "what comes next", origin), counts) << i;
  }
}

TEST(TieCodec, IsAboutADozenBytesATie) {
  EXPECT_LE(
      encoded({{Channel::kEmail, 34 << 16U, 20 << 16U, kOrigin - 3 * 7 * kSecondsPerDay, kOrigin - 1, 34, 20}}).size(),
      16U);
}

TEST(TieCodec, RefusesEveryCutOffBeginning) {
  Dice dice(seed_of(8));
  for (int i = 0; i < 300; ++i) {
    const std::string bytes = encoded(random_counts(dice));
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      ASSERT_THROW((void)decode_counts(std::string_view(bytes).substr(0, size), kOrigin), std::runtime_error);
    }
  }
}

TEST(TieCodec, RandomBytesAreRefusedOrReadButNeverCrash) {
  Dice dice(seed_of(9));
  std::size_t refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes(dice.roll(60), '\0');
    for (char& byte : bytes) byte = static_cast<char>(dice.percent(30) ? 0xFF : dice.roll(256));
    if (!bytes.empty()) bytes[0] = static_cast<char>(dice.roll(0x80));
    try {
      TieReader in(bytes);
      skip_tie(in);
      ASSERT_LE(in.at(), bytes.size());
      const auto counts = decode_counts(bytes, kOrigin);
      ASSERT_LE(counts.size(), kChannelCount);
    } catch (const std::runtime_error&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 1000U);
}

std::string varint(std::uint64_t value) {
  std::string out;
  for (; value >= 0x80; value >>= 7U) out += static_cast<char>((value & 0x7FU) | 0x80U);
  return out + static_cast<char>(value);
}

constexpr std::uint64_t kForward = 0x10;
constexpr std::uint64_t kBackward = 0x20;
constexpr std::uint64_t kAnother = 0x40;

std::string byte(std::uint64_t value) { return {static_cast<char>(value)}; }

/// One way of these, with its count.
std::string way(std::uint64_t events, std::uint64_t count, std::uint64_t zigzag) {
  return varint(events << 1U | 1U) + varint(count) + varint(zigzag);
}

/// One channel with a forward way of these, and nothing backward.
std::string hostile(std::uint64_t channel, std::uint64_t events, std::uint64_t count, std::uint64_t zigzag) {
  return byte(channel | kForward) + way(events, count, zigzag);
}

TEST(TieCodec, IsLaidOutAsItsHeaderSays) {
  EXPECT_EQ(encoded({}), byte(0x80));
  EXPECT_EQ(encoded({{Channel::kCall, 3 * kCountUnit, 0, kOrigin - 5, 0, 3, 0}}),
            byte(2 | kForward) + varint(6) + varint(10));
  EXPECT_EQ(
      encoded({{Channel::kEmail, 0, 9, 0, kOrigin - 5, 0, 3}, {Channel::kCall, 1, kCountUnit, kOrigin - 4, 7, 1, 1}},
              kOrigin),
      byte(1 | kBackward | kAnother) + way(3, 9, 10) + byte(2 | kForward | kBackward) + way(1, 1, 1) + varint(2) +
          varint(2 * (kOrigin - 4 - 7)))
      << "each last contact as a distance to the one before";
}

TEST(TieCodec, RefusesWhatNoWriterWrites) {
  EXPECT_NO_THROW((void)decode_counts(hostile(1, 1, 1, 1), kOrigin));
  EXPECT_THROW((void)decode_counts(hostile(kChannelCount, 1, 1, 1), kOrigin), std::runtime_error);
  EXPECT_THROW((void)decode_counts(hostile(1, std::uint64_t{1} << 32U, 1, 1), kOrigin), std::runtime_error)
      << "a number of events that does not fit";
  EXPECT_THROW((void)decode_counts(hostile(1, 0, 1, 1), kOrigin), std::runtime_error) << "a way without events";
  EXPECT_THROW((void)decode_counts(hostile(1, 1, 1, std::numeric_limits<std::uint64_t>::max()), kOrigin),
               std::runtime_error)
      << "a time beyond all calendars";
  EXPECT_THROW((void)decode_counts(hostile(1, 1, 1, std::numeric_limits<std::uint64_t>::max() - 1), kOrigin),
               std::runtime_error);
  const std::string eleven_bytes(10, '\xFF');
  EXPECT_THROW((void)decode_counts(byte(1 | kForward) + eleven_bytes + '\x01', kOrigin), std::runtime_error);
}

TEST(TieCodec, RefusesTimesThatAreTooFarOnlyTogether) {
  const std::uint64_t farthest = std::uint64_t{1} << 41U;
  EXPECT_NO_THROW((void)decode_counts(hostile(1, 1, 1, farthest), kOrigin));
  EXPECT_THROW((void)decode_counts(hostile(1, 1, 1, farthest + 1), kOrigin), std::runtime_error);
  EXPECT_THROW((void)decode_counts(byte(1 | kForward | kBackward) + way(1, 1, farthest) + way(1, 1, 2), kOrigin),
               std::runtime_error);
  EXPECT_NO_THROW(
      (void)decode_counts(byte(1 | kForward | kBackward) + way(1, 1, farthest) + way(1, 1, farthest - 1), kOrigin))
      << "back again";
}

TEST(TieCodec, RefusesTheHighestBitBesideOthers) {
  for (std::uint64_t header = 0x81; header <= 0xFF; ++header) {
    const std::string bytes = byte(header) + way(1, 1, 1) + way(1, 1, 1) + byte(14) + varint(0);
    EXPECT_THROW((void)decode_counts(bytes, kOrigin), std::runtime_error) << header;
    EXPECT_THROW((void)decode_topics(bytes), std::runtime_error) << header;
  }
  EXPECT_THROW((void)decode_counts(byte(1 | kAnother) + byte(0x80), kOrigin), std::runtime_error);
  EXPECT_THROW((void)decode_topics(byte(1 | kAnother) + byte(0x80) + varint(0)), std::runtime_error);
}

TEST(TieCodec, RefusesChannelsOutOfOrder) {
  const auto two = [](std::uint64_t first, std::uint64_t second) {
    return byte(first | kForward | kAnother) + way(1, 9, 9) + byte(second | kForward) + way(1, 9, 9);
  };
  EXPECT_NO_THROW((void)decode_counts(two(1, 2), kOrigin));
  EXPECT_THROW((void)decode_counts(two(2, 1), kOrigin), std::runtime_error);
  EXPECT_THROW((void)decode_counts(two(1, 1), kOrigin), std::runtime_error);
}

std::vector<TopicCount> random_topics(Dice& dice) {
  std::vector<TopicCount> topics;
  for (std::size_t i = dice.roll(12); i > 0; --i) {
    topics.push_back({static_cast<std::uint32_t>(dice.roll(std::size_t{1} << dice.roll(33))),
                      static_cast<std::uint32_t>(dice.roll(std::size_t{1} << dice.roll(33)))});
  }
  return topics;
}

TEST(TieCodec, GivesBackTheTopicsBehindTheCounts) {
  Dice dice(seed_of(17));
  for (int i = 0; i < 2000; ++i) {
    const auto counts = random_counts(dice);
    const auto topics = random_topics(dice);
    std::string bytes = encoded(counts);
    encode_topics(topics, bytes);
    const std::size_t size = bytes.size();
    if (i < 100) {
      for (std::size_t cut = 0; cut < size; ++cut) {
        TieReader in(std::string_view(bytes).substr(0, cut));
        ASSERT_THROW(skip_tie(in), std::runtime_error);
        ASSERT_THROW((void)decode_topics(std::string_view(bytes).substr(0, cut)), std::runtime_error);
      }
    }
    bytes += "what follows";
    TieReader in(bytes);
    skip_tie(in);
    ASSERT_EQ(in.at(), size);
    ASSERT_EQ(decode_topics(bytes), topics);
    ASSERT_EQ(decode_counts(bytes, kOrigin), counts);
  }
  const std::string none = encoded({});
  EXPECT_THROW((void)decode_topics(none + varint(6)), std::runtime_error) << "more topics than there are";
  const std::uint64_t large = std::uint64_t{1} << 32U;
  EXPECT_THROW((void)decode_topics(none + varint(1) + varint(large) + varint(1)), std::runtime_error);
}

TEST(KeepCommonest, SumsAndOrdersWhateverTheOrderWas) {
  std::vector<TopicCount> topics = {{7, 2}, {3, 1}, {9, 3}, {3, 1}, {1, 1}};
  std::vector<TopicCount> turned(topics.rbegin(), topics.rend());
  keep_commonest(topics, 3);
  keep_commonest(turned, 3);
  EXPECT_EQ(topics, (std::vector<TopicCount>{{9, 3}, {3, 2}, {7, 2}}));
  EXPECT_EQ(turned, topics);
  keep_commonest(topics, 0);
  EXPECT_TRUE(topics.empty());
}

TEST(AddCounts, SumsByChannelAndKeepsTheLaterContact) {
  std::vector<ChannelCounts> counts = {{Channel::kMessage, 10, 0, 500, 0, 1, 0}, {Channel::kCall, 5, 5, 100, 90, 2, 2}};
  add_counts(counts, {{Channel::kMessage, 1, 2, 400, -7, 1, 1}, {Channel::kEmail, 3, 0, 50, 0, 1, 0}});
  EXPECT_EQ(counts, (std::vector<ChannelCounts>{{Channel::kMessage, 11, 2, 500, -7, 2, 1},
                                                {Channel::kEmail, 3, 0, 50, 0, 1, 0},
                                                {Channel::kCall, 5, 5, 100, 90, 2, 2}}));
}

TEST(AddCounts, DoesNotDependOnTheOrder) {
  Dice dice(seed_of(10));
  for (int i = 0; i < 500; ++i) {
    const auto a = random_counts(dice);
    const auto b = random_counts(dice);
    auto ab = a;
    add_counts(ab, b);
    auto ba = b;
    add_counts(ba, a);
    ASSERT_EQ(ab, ba);
  }
}

TEST(TurnCounts, TwiceIsAsBefore) {
  Dice dice(seed_of(11));
  const auto counts = random_counts(dice);
  auto turned = counts;
  turn_counts(turned);
  ASSERT_EQ(turned[0].forward, counts[0].backward);
  ASSERT_EQ(turned[0].last_forward, counts[0].last_backward);
  turn_counts(turned);
  EXPECT_EQ(turned, counts);
}

}  // namespace
}  // namespace kennis
