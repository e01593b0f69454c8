/// @file
/// The counts of a tie as bytes: about a dozen a tie.
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

/// Adds `more` to `counts`, channel by channel; both and the result are in rising order of channel.
void add_counts(std::vector<ChannelCounts>& counts, const std::vector<ChannelCounts>& more);

/// Exchanges forward and backward.
void turn_counts(std::vector<ChannelCounts>& counts);

}  // namespace kennis
