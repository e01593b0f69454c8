/// @file
#include "network/tie_codec.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include "schema/fields.h"

namespace kennis {
namespace {

void put(std::uint64_t value, std::string& out) {
  while (value >= 0x80) {
    out += static_cast<char>((value & 0x7FU) | 0x80U);
    value >>= 7U;
  }
  out += static_cast<char>(value);
}

std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
}

std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
}

/// Farther than any two times that a record can name (years 1 to 9999).
constexpr std::int64_t kDistanceMax = std::int64_t{1} << 40;

[[noreturn]] void refuse(const char* what) {
  throw std::runtime_error(std::string("the counts of a tie ") + what +
                           ": the generation is damaged, run `kennis index` again");
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t take() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (at_ >= bytes_.size()) break;
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (shift == 63 && byte > 1) refuse("hold a number that is too large");
      if (byte < 0x80) return value;
    }
    refuse("are cut off");
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

void put_way(std::uint64_t count, std::uint32_t events, Seconds last, Seconds origin, std::string& out) {
  put(events, out);
  if (events == 0) return;
  put(count, out);
  put(zigzag(origin - last), out);
}

void take_way(Reader& in, std::uint64_t& count, std::uint32_t& events, Seconds& last, Seconds origin) {
  const std::uint64_t number = in.take();
  if (number > std::numeric_limits<std::uint32_t>::max()) refuse("hold more events than there can be");
  events = static_cast<std::uint32_t>(number);
  if (events == 0) return;
  count = in.take();
  const std::int64_t distance = unzigzag(in.take());
  if (distance < -kDistanceMax || distance > kDistanceMax) refuse("name a time that no record can");
  last = static_cast<Seconds>(static_cast<std::uint64_t>(origin) - static_cast<std::uint64_t>(distance));
}

}  // namespace

void encode_counts(const std::vector<ChannelCounts>& counts, Seconds origin, std::string& out) {
  put(counts.size(), out);
  for (const ChannelCounts& count : counts) {
    put(static_cast<std::uint64_t>(count.channel), out);
    put_way(count.forward, count.events_forward, count.last_forward, origin, out);
    put_way(count.backward, count.events_backward, count.last_backward, origin, out);
  }
}

namespace {

std::vector<ChannelCounts> take_counts(Reader& in, Seconds origin) {
  const std::uint64_t size = in.take();
  if (size > kChannelCount) refuse("name more channels than there are");
  std::vector<ChannelCounts> counts(size);
  std::uint64_t least = 0;
  for (ChannelCounts& count : counts) {
    const std::uint64_t channel = in.take();
    if (channel >= kChannelCount) refuse("name an unknown channel");
    if (channel < least) refuse("name their channels out of order");
    least = channel + 1;
    count.channel = static_cast<Channel>(channel);
    take_way(in, count.forward, count.events_forward, count.last_forward, origin);
    take_way(in, count.backward, count.events_backward, count.last_backward, origin);
  }
  return counts;
}

std::uint32_t take_number(Reader& in) {
  const std::uint64_t number = in.take();
  if (number > std::numeric_limits<std::uint32_t>::max()) refuse("hold a topic's number that is too large");
  return static_cast<std::uint32_t>(number);
}

}  // namespace

std::vector<ChannelCounts> decode_counts(std::string_view bytes, Seconds origin) {
  Reader in(bytes);
  return take_counts(in, origin);
}

void encode_topics(const std::vector<TopicCount>& topics, std::string& out) {
  put(topics.size(), out);
  for (const TopicCount& topic : topics) {
    put(topic.topic, out);
    put(topic.events, out);
  }
}

std::vector<TopicCount> decode_topics(std::string_view bytes, Seconds origin) {
  Reader in(bytes);
  take_counts(in, origin);
  const std::uint64_t size = in.take();
  if (size > limit::kTopicsOfTieMax) refuse("name more topics than are kept");
  std::vector<TopicCount> topics(size);
  for (TopicCount& topic : topics) {
    topic.topic = take_number(in);
    topic.events = take_number(in);
  }
  return topics;
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
