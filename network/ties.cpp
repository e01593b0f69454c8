/// @file
#include "network/ties.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <limits>
#include <stdexcept>

namespace kennis {
namespace {

constexpr std::uint64_t kBlockPairs = 16;

/// Where a further block of pairs begins.
struct Block {
  Node high = kNoPerson;
  std::uint32_t offset = 0;  ///< from the first entry
};

/// The public pairs of one smaller node as they lie in the file.
class PairsOfNode {
 public:
  PairsOfNode(std::string_view bytes, Node low) : low_(low) {
    TieReader in(bytes);
    count_ = in.take();
    const std::uint64_t blocks = count_ == 0 ? 0 : (count_ - 1) / kBlockPairs;
    const std::string_view rest = in.rest();
    if (blocks > rest.size() / sizeof(Block)) refuse_tie("are cut off");
    directory_ = rest.substr(0, blocks * sizeof(Block));
    entries_ = rest.substr(directory_.size());
  }

  /// What stands from a pair's counts on; empty if there is no such pair.
  [[nodiscard]] std::string_view find(Node high) const {
    const std::uint64_t blocks = block_of(high);
    const Block block = blocks == 0 ? Block{} : block_at(blocks - 1);
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
        const Block block = block_at(i / kBlockPairs - 1);
        if (block.high != at || block.offset != offset) refuse_tie("are not where they are looked for");
      }
      use(low_, static_cast<Node>(at));
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
  [[nodiscard]] Block block_at(std::uint64_t i) const {
    Block block;
    std::memcpy(&block, directory_.data() + i * sizeof(block), sizeof(block));
    return block;
  }
  /// The block in which `high` stands, if anywhere: how many further blocks begin at or before it.
  [[nodiscard]] std::uint64_t block_of(Node high) const {
    std::uint64_t begin = 0;
    std::uint64_t end = directory_.size() / sizeof(Block);
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

bool TiesWriter::follows(const PairKey& key) const {
  if (!keys_.empty()) return keys_.back() < key;
  if (key.scope != kPublicScope || begins_.empty()) return true;
  return begins_.back().low < key.low || (begins_.back().low == key.low && open_.high < key.high);
}

void TiesWriter::add(const PairKey& key, const std::vector<ChannelCounts>& counts,
                     const std::vector<TopicCount>& topics) {
  assert(key.low < key.high && follows(key));
  if (key.scope == kPublicScope) {
    add_public(key.low, key.high);
  } else {
    keys_.push_back(key);
    offsets_.push_back(private_.size());
  }
  std::string& bytes = key.scope == kPublicScope ? public_ : private_;
  encode_counts(counts, origin_, bytes);
  encode_topics(topics, bytes);
}

void TiesWriter::add_public(Node low, Node high) {
  if (begins_.empty() || begins_.back().low != low) {
    finish_node();
    begins_.push_back({low, public_.size()});
    open_.high = low;
  }
  if (open_.pairs > 0 && open_.pairs % kBlockPairs == 0) {
    const std::uint64_t offset = public_.size() - begins_.back().at;
    if (offset > std::numeric_limits<std::uint32_t>::max()) {
      throw std::length_error("the ties of a person take more bytes than 32 bits can say");
    }
    const Block block{high, static_cast<std::uint32_t>(offset)};
    open_.directory.append(reinterpret_cast<const char*>(&block), sizeof(block));
  }
  put_number(high - open_.high, public_);
  open_.high = high;
  ++open_.pairs;
  ++public_count_;
}

std::string TiesWriter::heading() const {
  std::string heading;
  put_number(open_.pairs, heading);
  return heading + open_.directory;
}

void TiesWriter::finish_node() {
  if (open_.pairs > 0) public_.insert(begins_.back().at, heading());
  open_ = {};
}

void TiesWriter::reserve(std::span<const TiesWriter> parts) {
  std::size_t nodes = begins_.size();
  std::size_t public_bytes = public_.size() + heading().size();
  std::size_t pairs = keys_.size();
  std::size_t private_bytes = private_.size();
  for (const TiesWriter& part : parts) {
    nodes += part.begins_.size();
    public_bytes += part.public_.size() + part.heading().size();
    pairs += part.keys_.size();
    private_bytes += part.private_.size();
  }
  begins_.reserve(nodes);
  public_.reserve(public_bytes);
  keys_.reserve(pairs);
  offsets_.reserve(pairs);
  private_.reserve(private_bytes);
}

void TiesWriter::append(const TiesWriter& later) {
  assert(later.begins_.empty() || (keys_.empty() && (begins_.empty() || begins_.back().low < later.begins_[0].low)));
  assert(keys_.empty() || later.keys_.empty() || keys_.back() < later.keys_.front());
  if (!later.begins_.empty()) {
    finish_node();
    for (const Begin& begin : later.begins_) begins_.push_back({begin.low, public_.size() + begin.at});
    public_ += later.public_;
    public_count_ += later.public_count_;
    open_ = later.open_;
  }
  keys_.insert(keys_.end(), later.keys_.begin(), later.keys_.end());
  for (const std::uint64_t offset : later.offsets_) offsets_.push_back(private_.size() + offset);
  private_ += later.private_;
}

void TiesWriter::write(const std::filesystem::path& path, const std::vector<std::string>& topic_names) {
  finish_node();
  std::vector<std::uint64_t> begins;
  if (!begins_.empty()) begins.reserve(begins_.back().low + std::size_t{2});
  for (const Begin& begin : begins_) begins.resize(begin.low + std::size_t{1}, begin.at);  // whoever has none is empty
  begins.push_back(public_.size());
  std::string names;
  std::vector<std::uint64_t> ends = {0};
  for (const std::string& name : topic_names) ends.push_back((names += name).size());
  const std::array<Seconds, 1> origin{origin_};
  const std::array<std::uint64_t, 1> public_count{public_count_};
  ArrayFileWriter writer;
  writer.add("origin", std::span<const Seconds>(origin));
  writer.add("begins", begins);
  writer.add_text("public", public_);
  writer.add("public_count", std::span<const std::uint64_t>(public_count));
  writer.add("keys", keys_);
  writer.add("offsets", offsets_);
  writer.add_text("private", private_);
  writer.add("topic_offsets", ends);
  writer.add_text("topic_names", names);
  writer.write(path);
}

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
    if (!bytes.empty()) PairsOfNode(bytes, static_cast<Node>(low)).for_each(use);
  }
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
