/// @file
#include "network/tie_codec.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace kennis {
namespace {

/// Farther than any two times that a record can name (years 1 to 9999).
constexpr std::int64_t kDistanceMax = std::int64_t{1} << 40;

constexpr std::uint8_t kChannelMask = 0x0F;
constexpr std::uint8_t kForward = 0x10;
constexpr std::uint8_t kBackward = 0x20;
constexpr std::uint8_t kAnother = 0x40;
constexpr std::uint8_t kNoChannels = 0x80;
static_assert(kChannelCount <= kChannelMask + 1);

constexpr std::uint64_t kHasCount = 1;  ///< beside the events, shifted by one

/// Ways of one tie have `before` in common: the distance from the origin of the last contact that was named before.
void put_way(std::uint64_t count, std::uint32_t events, std::int64_t distance, std::int64_t& before, std::string& out) {
  if (events == 0) return;
  const bool has_count = count != events * kCountUnit;
  put_number(std::uint64_t{events} << 1U | (has_count ? kHasCount : 0), out);
  if (has_count) put_number(count, out);
  put_number(zigzag(distance - before), out);
  before = distance;
}

void take_way(TieReader& in, std::uint64_t& count, std::uint32_t& events, std::int64_t& distance) {
  const std::uint64_t number = in.take();
  const std::uint64_t has = number >> 1U;
  if (has > std::numeric_limits<std::uint32_t>::max()) refuse_tie("hold more events than there can be");
  if (has == 0) refuse_tie("name a way without events");
  events = static_cast<std::uint32_t>(has);
  count = (number & kHasCount) != 0 ? in.take() : has * kCountUnit;
  const std::int64_t further = unzigzag(in.take());
  if (further < -kDistanceMax || further > kDistanceMax) refuse_tie("name a time that no record can");
  distance += further;
  if (distance < -kDistanceMax || distance > kDistanceMax) refuse_tie("name a time that no record can");
}

Seconds time_of(Seconds origin, std::int64_t distance) {
  return static_cast<Seconds>(static_cast<std::uint64_t>(origin) - static_cast<std::uint64_t>(distance));
}

void skip_way(TieReader& in) { in.pass((in.peek() & kHasCount) != 0 ? 3 : 2); }

void skip_counts(TieReader& in) {
  std::uint8_t header = in.take_byte();
  if (header == kNoChannels) return;
  while (true) {
    if ((header & kNoChannels) != 0) refuse_tie("say that they are none beside others");
    if ((header & kForward) != 0) skip_way(in);
    if ((header & kBackward) != 0) skip_way(in);
    if ((header & kAnother) == 0) return;
    header = in.take_byte();
  }
}

std::size_t take_topic_count(TieReader& in) {
  const std::uint64_t size = in.take();
  if (size > in.rest().size() / 2) refuse_tie("are cut off");
  return size;
}

std::uint32_t take_topic_number(TieReader& in) { return in.take_short("hold a topic's number that is too large"); }

}  // namespace

void encode_counts(const std::vector<ChannelCounts>& counts, Seconds origin, std::string& out) {
  if (counts.empty()) out += static_cast<char>(kNoChannels);
  std::int64_t before = 0;
  for (const ChannelCounts& count : counts) {
    auto header = static_cast<unsigned>(count.channel);
    if (count.events_forward > 0) header |= kForward;
    if (count.events_backward > 0) header |= kBackward;
    if (&count != &counts.back()) header |= kAnother;
    out += static_cast<char>(header);
    put_way(count.forward, count.events_forward, origin - count.last_forward, before, out);
    put_way(count.backward, count.events_backward, origin - count.last_backward, before, out);
  }
}

std::vector<ChannelCounts> decode_counts(std::string_view bytes, Seconds origin) {
  TieReader in(bytes);
  std::vector<ChannelCounts> counts;
  std::uint8_t header = in.take_byte();
  if (header == kNoChannels) return counts;
  counts.reserve(4);
  std::int64_t distance = 0;
  for (unsigned least = 0;; header = in.take_byte()) {
    if ((header & kNoChannels) != 0) refuse_tie("say that they are none beside others");
    const unsigned channel = header & kChannelMask;
    if (channel >= kChannelCount) refuse_tie("name an unknown channel");
    if (channel < least) refuse_tie("name their channels out of order");
    least = channel + 1;
    ChannelCounts& count = counts.emplace_back();
    count.channel = static_cast<Channel>(channel);
    if ((header & kForward) != 0) {
      take_way(in, count.forward, count.events_forward, distance);
      count.last_forward = time_of(origin, distance);
    }
    if ((header & kBackward) != 0) {
      take_way(in, count.backward, count.events_backward, distance);
      count.last_backward = time_of(origin, distance);
    }
    if ((header & kAnother) == 0) return counts;
  }
}

void encode_topics(const std::vector<TopicCount>& topics, std::string& out) {
  put_number(topics.size(), out);
  for (const TopicCount& topic : topics) {
    put_number(topic.topic, out);
    put_number(topic.events, out);
  }
}

std::vector<TopicCount> decode_topics(std::string_view bytes) {
  TieReader in(bytes);
  skip_counts(in);
  std::vector<TopicCount> topics;
  for (std::size_t left = take_topic_count(in); left > 0; --left) {
    TopicCount& topic = topics.emplace_back();
    topic.topic = take_topic_number(in);
    topic.events = take_topic_number(in);
  }
  return topics;
}

void skip_tie(TieReader& in) {
  skip_counts(in);
  in.pass(2 * static_cast<unsigned>(take_topic_count(in)));
}

void keep_commonest(std::vector<TopicCount>& topics, std::size_t count) {
  std::sort(topics.begin(), topics.end(), [](const auto& a, const auto& b) { return a.topic < b.topic; });
  std::size_t kept = 0;
  for (const TopicCount& topic : topics) {
    if (kept > 0 && topics[kept - 1].topic == topic.topic) {
      topics[kept - 1].events += topic.events;
    } else {
      topics[kept++] = topic;
    }
  }
  topics.resize(kept);
  std::stable_sort(topics.begin(), topics.end(), [](const auto& a, const auto& b) { return a.events > b.events; });
  if (topics.size() > count) topics.resize(count);
}

void add_counts(std::vector<ChannelCounts>& counts, const std::vector<ChannelCounts>& more) {
  for (const ChannelCounts& added : more) {
    const auto at = std::lower_bound(counts.begin(), counts.end(), added,
                                     [](const auto& a, const auto& b) { return a.channel < b.channel; });
    if (at == counts.end() || at->channel != added.channel) {
      counts.insert(at, added);
      continue;
    }
    const auto latest = [](std::uint32_t has, Seconds a, std::uint32_t adds, Seconds b) {
      if (adds == 0) return a;
      return has == 0 ? b : std::max(a, b);
    };
    at->last_forward = latest(at->events_forward, at->last_forward, added.events_forward, added.last_forward);
    at->last_backward = latest(at->events_backward, at->last_backward, added.events_backward, added.last_backward);
    at->forward += added.forward;
    at->backward += added.backward;
    at->events_forward += added.events_forward;
    at->events_backward += added.events_backward;
  }
}

void turn_counts(std::vector<ChannelCounts>& counts) {
  for (ChannelCounts& count : counts) {
    std::swap(count.forward, count.backward);
    std::swap(count.last_forward, count.last_backward);
    std::swap(count.events_forward, count.events_backward);
  }
}

}  // namespace kennis
