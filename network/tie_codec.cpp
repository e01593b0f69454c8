/// @file
#include "network/tie_codec.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

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

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t take() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (at_ >= bytes_.size()) break;
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) return value;
    }
    throw std::runtime_error("the counts of a tie are cut off: the generation is damaged, run `kennis index` again");
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
  events = static_cast<std::uint32_t>(in.take());
  if (events == 0) return;
  count = in.take();
  last = origin - unzigzag(in.take());
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

std::vector<ChannelCounts> decode_counts(std::string_view bytes, Seconds origin) {
  Reader in(bytes);
  const std::uint64_t size = in.take();
  if (size > kChannelCount) throw std::runtime_error("the counts of a tie name more channels than there are");
  std::vector<ChannelCounts> counts(size);
  for (ChannelCounts& count : counts) {
    const std::uint64_t channel = in.take();
    if (channel >= kChannelCount) throw std::runtime_error("the counts of a tie name an unknown channel");
    count.channel = static_cast<Channel>(channel);
    take_way(in, count.forward, count.events_forward, count.last_forward, origin);
    take_way(in, count.backward, count.events_backward, count.last_backward, origin);
  }
  return counts;
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
