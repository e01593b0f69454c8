/// @file
#include "network/ties.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <stdexcept>

namespace kennis {
namespace {

/// The public pairs of one smaller node as they lie in the file.
class PairsOfNode {
 public:
  PairsOfNode(std::string_view bytes, Node low) : low_(low) {
    TieReader in(bytes);
    count_ = in.take();
    const std::uint64_t blocks = count_ == 0 ? 0 : (count_ - 1) / kBlockPairs;
    const std::string_view rest = in.rest();
    if (blocks > rest.size() / sizeof(PairBlock)) refuse_tie("are cut off");
    directory_ = rest.substr(0, blocks * sizeof(PairBlock));
    entries_ = rest.substr(directory_.size());
  }

  /// What stands from a pair's counts on; empty if there is no such pair.
  [[nodiscard]] std::string_view find(Node high) const {
    const std::uint64_t blocks = block_of(high);
    const PairBlock block = blocks == 0 ? PairBlock{} : block_at(blocks - 1);
    if (block.offset > entries_.size()) refuse_tie("lie outside their file");
    TieReader in(entries_.substr(block.offset));
    const std::uint64_t size = std::min(kBlockPairs, count_ - blocks * kBlockPairs);
    std::uint64_t at = low_;
    for (std::uint64_t i = 0; i < size; ++i) {
      at += take_difference(in);
      if (i == 0 && blocks > 0) at = block.high;
      if (at > high) return {};
      if (at == high) return rest_of(in);
      skip_tie(in);
    }
    return {};
  }

  template <typename Use>
  void for_each(const Use& use) const {
    TieReader in(entries_);
    std::uint64_t at = low_;
    for (std::uint64_t i = 0; i < count_; ++i) {
      const std::size_t offset = in.at();
      at += take_difference(in);
      if (at > std::numeric_limits<Node>::max()) refuse_tie("name a person whom nobody can be");
      if (i > 0 && i % kBlockPairs == 0) {
        const PairBlock block = block_at(i / kBlockPairs - 1);
        if (block.high != at || block.offset != offset) refuse_tie("are not where they are looked for");
      }
      use(static_cast<Node>(at), in.rest());
      skip_tie(in);
    }
    if (!in.rest().empty()) refuse_tie("are followed by others");
  }

 private:
  static std::uint32_t take_difference(TieReader& in) { return in.take_short("name a person whom nobody can be"); }

  static std::string_view rest_of(const TieReader& in) {
    if (in.rest().empty()) refuse_tie("are cut off");
    return in.rest();
  }
  [[nodiscard]] PairBlock block_at(std::uint64_t i) const {
    PairBlock block;
    std::memcpy(&block, directory_.data() + i * sizeof(block), sizeof(block));
    return block;
  }
  /// The block in which `high` stands, if anywhere: how many further blocks begin at or before it.
  [[nodiscard]] std::uint64_t block_of(Node high) const {
    std::uint64_t begin = 0;
    std::uint64_t end = directory_.size() / sizeof(PairBlock);
    while (begin < end) {
      const std::uint64_t middle = begin + (end - begin) / 2;
      if (block_at(middle).high <= high) {
        begin = middle + 1;
      } else {
        end = middle;
      }
    }
    return begin;
  }

  Node low_;
  std::uint64_t count_ = 0;
  std::string_view directory_;
  std::string_view entries_;
};

}  // namespace

Ties::Ties(const std::filesystem::path& path)
    : file_(std::make_shared<ArrayFile>(path)),
      begins_(file_->section<std::uint64_t>("begins")),
      public_(file_->text_section("public")),
      keys_(file_->section<PairKey>("keys")),
      offsets_(file_->section<std::uint64_t>("offsets")),
      private_(file_->text_section("private")),
      topic_offsets_(file_->section<std::uint64_t>("topic_offsets")),
      topic_names_(file_->text_section("topic_names")) {
  const auto origin = file_->section<Seconds>("origin");
  const auto public_count = file_->section<std::uint64_t>("public_count");
  const bool has_public = public_count.size() == 1 && !begins_.empty() && begins_.back() == public_.size();
  const bool has_private = keys_.size() == offsets_.size() && (keys_.empty() || keys_.front().scope != kPublicScope);
  const bool has_names = !topic_offsets_.empty() && topic_offsets_.back() == topic_names_.size() &&
                         std::is_sorted(topic_offsets_.begin(), topic_offsets_.end());
  if (origin.size() != 1 || !has_public || !has_private || !has_names) {
    throw std::runtime_error(path.string() + ": its lists do not fit together: run `kennis index` again");
  }
  origin_ = origin[0];
  public_count_ = public_count[0];
}

std::string_view Ties::bytes_of(const PairKey& key) const {
  if (key.scope != kPublicScope) return private_bytes_of(key);
  const std::string_view bytes = bytes_of_node(key.low);
  return bytes.empty() ? std::string_view() : PairsOfNode(bytes, key.low).find(key.high);
}

std::string_view Ties::bytes_of_node(Node low) const {
  if (low + std::size_t{1} >= begins_.size()) return {};
  const std::uint64_t begin = begins_[low];
  const std::uint64_t end = begins_[low + std::size_t{1}];
  if (begin > end || end > public_.size()) refuse_tie("lie outside their file");
  return public_.substr(begin, end - begin);
}

std::string_view Ties::private_bytes_of(const PairKey& key) const {
  const auto found = std::lower_bound(keys_.begin(), keys_.end(), key);
  if (found == keys_.end() || *found != key) return {};
  const std::uint64_t offset = offsets_[static_cast<std::size_t>(found - keys_.begin())];
  if (offset >= private_.size()) refuse_tie("lie outside their file");
  return private_.substr(offset);
}

void Ties::for_each_public(const std::function<void(Node, Node)>& use) const {
  for (std::size_t low = 0; low + 1 < begins_.size(); ++low) {
    const std::string_view bytes = bytes_of_node(static_cast<Node>(low));
    if (bytes.empty()) continue;
    PairsOfNode(bytes, static_cast<Node>(low)).for_each([&](Node high, std::string_view) {
      use(static_cast<Node>(low), high);
    });
  }
}

void Ties::for_each_public_of(Node low, const std::function<void(Node, const std::vector<ChannelCounts>&)>& use) const {
  const std::string_view bytes = bytes_of_node(low);
  if (bytes.empty()) return;
  PairsOfNode(bytes, low).for_each([&](Node high, std::string_view tie) { use(high, decode_counts(tie, origin_)); });
}

std::vector<ChannelCounts> Ties::counts(const PairKey& key) const {
  if (overlay_ != nullptr) {
    if (const auto* counts = overlay_->counts.find(key)) return **counts;
  }
  const std::string_view bytes = bytes_of(key);
  return bytes.empty() ? std::vector<ChannelCounts>() : decode_counts(bytes, origin_);
}

std::vector<TopicCount> Ties::topics(const PairKey& key) const {
  if (overlay_ != nullptr) {
    if (const auto* topics = overlay_->topics.find(key)) return **topics;
  }
  const std::string_view bytes = bytes_of(key);
  return bytes.empty() ? std::vector<TopicCount>() : decode_topics(bytes);
}

std::optional<std::uint32_t> Ties::number_of_topic(std::string_view name) const {
  std::uint32_t low = 0;
  auto high = static_cast<std::uint32_t>(topic_count());
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (topic_name(middle) < name) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == topic_count() || topic_name(low) != name) return std::nullopt;
  return low;
}

std::string_view Ties::topic_name(std::uint32_t topic) const {
  if (overlay_ != nullptr) {
    if (const auto* name = overlay_->topic_names.find(topic)) return **name;
  }
  if (topic + std::size_t{1} >= topic_offsets_.size())
    throw std::runtime_error("a tie is about a topic that is not there");
  return topic_names_.substr(topic_offsets_[topic], topic_offsets_[topic + 1] - topic_offsets_[topic]);
}

std::span<const PairKey> Ties::pairs(std::uint32_t scope) const {
  const auto first = std::lower_bound(keys_.begin(), keys_.end(), scope,
                                      [](const PairKey& key, std::uint32_t wanted) { return key.scope < wanted; });
  const auto last = std::upper_bound(first, keys_.end(), scope,
                                     [](std::uint32_t wanted, const PairKey& key) { return wanted < key.scope; });
  return {first, last};
}

std::span<const PairKey> Ties::pairs_since(std::uint32_t scope) const {
  const auto* pairs = overlay_ != nullptr ? overlay_->pairs.find(scope) : nullptr;
  return pairs != nullptr ? std::span<const PairKey>(**pairs) : std::span<const PairKey>();
}

}  // namespace kennis
