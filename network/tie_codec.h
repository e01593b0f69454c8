/// @file
/// The counts of a tie as bytes: about a dozen a tie, and a few for what it is about.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "network/tie_bytes.h"
#include "network/tie_model.h"

namespace kennis {

/// Appends the counts, which must be in rising order of channel.
/// Layout, per channel: a byte with the channel in its low four bits, whether anything went forward (bit 4) and backward (bit 5), and whether another
/// channel follows (bit 6); a byte 0x80 alone says that there are none. Then each way that there is: events, and in the lowest bit whether the
/// count follows, which it does where it is not that many times kCountUnit; then how many seconds the last contact lies before the one that was
/// named last, the first of a tie before `origin`, which every tie of a file shares. Numbers are LEB128 varints, distances zigzag.
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

/// Reads what encode_topics wrote behind the counts at the beginning of `bytes`. Throws std::runtime_error if it is cut off or out of range, or
/// the counts cannot be passed over.
[[nodiscard]] std::vector<TopicCount> decode_topics(std::string_view bytes);

/// Passes over counts and topics. Errors: where it cannot find their end. Cost: a look at each byte, nothing is made.
void skip_tie(TieReader& in);

/// Keeps the `count` topics of most events, these first, then those of smaller number. A topic that is there twice is one.
void keep_commonest(std::vector<TopicCount>& topics, std::size_t count);

/// Adds `more` to `counts`, channel by channel; both and the result are in rising order of channel.
void add_counts(std::vector<ChannelCounts>& counts, const std::vector<ChannelCounts>& more);

/// Exchanges forward and backward.
void turn_counts(std::vector<ChannelCounts>& counts);

}  // namespace kennis
