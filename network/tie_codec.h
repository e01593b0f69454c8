/// @file
/// The counts of a tie as bytes: about a dozen a tie, and a few for what it is about.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "network/tie_model.h"

namespace kennis {

/// Appends the counts, which must be in rising order of channel.
/// Layout: number of channels, then per channel its number and, each way, events, count and last contact, as LEB128 varints; times as
/// zigzag distances in seconds from `origin`, which every tie of a file shares.
void encode_counts(const std::vector<ChannelCounts>& counts, Seconds origin, std::string& out);

/// Reads what encode_counts wrote at the beginning of `bytes`. Throws std::runtime_error if it is cut off or out of range.
[[nodiscard]] std::vector<ChannelCounts> decode_counts(std::string_view bytes, Seconds origin);

/// What contacts were about: a topic by its number, and how many of them.
struct TopicCount {
  std::uint32_t topic = 0;
  std::uint32_t events = 0;
  friend bool operator==(const TopicCount&, const TopicCount&) = default;
};

/// Appends the topics; they stand behind the counts. Layout: how many, then the number of each and its events, as varints.
void encode_topics(const std::vector<TopicCount>& topics, std::string& out);

/// Reads what encode_topics wrote behind the counts at the beginning of `bytes`. Errors: as decode_counts.
[[nodiscard]] std::vector<TopicCount> decode_topics(std::string_view bytes, Seconds origin);

/// Keeps the `count` topics of most events, these first, then those of smaller number. A topic that is there twice is one.
void keep_commonest(std::vector<TopicCount>& topics, std::size_t count);

/// Adds `more` to `counts`, channel by channel; both and the result are in rising order of channel.
void add_counts(std::vector<ChannelCounts>& counts, const std::vector<ChannelCounts>& more);

/// Exchanges forward and backward.
void turn_counts(std::vector<ChannelCounts>& counts);

}  // namespace kennis
