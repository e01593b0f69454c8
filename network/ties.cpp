/// @file
#include "network/ties.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <stdexcept>

namespace kennis {

void TiesWriter::add(const PairKey& key, const std::vector<ChannelCounts>& counts,
                     const std::vector<TopicCount>& topics) {
  assert(keys_.empty() || keys_.back() < key);
  keys_.push_back(key);
  offsets_.push_back(bytes_.size());
  encode_counts(counts, origin_, bytes_);
  encode_topics(topics, bytes_);
}

void TiesWriter::reserve(std::span<const TiesWriter> parts) {
  std::size_t pairs = keys_.size();
  std::size_t bytes = bytes_.size();
  for (const TiesWriter& part : parts) {
    pairs += part.keys_.size();
    bytes += part.bytes_.size();
  }
  keys_.reserve(pairs);
  offsets_.reserve(pairs);
  bytes_.reserve(bytes);
}

void TiesWriter::append(const TiesWriter& later) {
  assert(keys_.empty() || later.keys_.empty() || keys_.back() < later.keys_.front());
  keys_.insert(keys_.end(), later.keys_.begin(), later.keys_.end());
  for (const std::uint64_t offset : later.offsets_) offsets_.push_back(bytes_.size() + offset);
  bytes_ += later.bytes_;
}

void TiesWriter::write(const std::filesystem::path& path, const std::vector<std::string>& topic_names) const {
  std::string names;
  std::vector<std::uint64_t> ends = {0};
  for (const std::string& name : topic_names) ends.push_back((names += name).size());
  const std::array<Seconds, 1> origin{origin_};
  ArrayFileWriter writer;
  writer.add("origin", std::span<const Seconds>(origin));
  writer.add("keys", keys_);
  writer.add("offsets", offsets_);
  writer.add_text("counts", bytes_);
  writer.add("topic_offsets", ends);
  writer.add_text("topic_names", names);
  writer.write(path);
}

Ties::Ties(const std::filesystem::path& path)
    : file_(std::make_shared<ArrayFile>(path)),
      keys_(file_->section<PairKey>("keys")),
      offsets_(file_->section<std::uint64_t>("offsets")),
      bytes_(file_->text_section("counts")),
      topic_offsets_(file_->section<std::uint64_t>("topic_offsets")),
      topic_names_(file_->text_section("topic_names")) {
  const auto origin = file_->section<Seconds>("origin");
  const bool has_names = !topic_offsets_.empty() && topic_offsets_.back() == topic_names_.size() &&
                         std::is_sorted(topic_offsets_.begin(), topic_offsets_.end());
  if (origin.size() != 1 || keys_.size() != offsets_.size() || !has_names) {
    throw std::runtime_error(path.string() + ": its lists do not fit together: run `kennis index` again");
  }
  origin_ = origin[0];
}

std::string_view Ties::bytes_of(const PairKey& key) const {
  const auto found = std::lower_bound(keys_.begin(), keys_.end(), key);
  if (found == keys_.end() || *found != key) return {};
  const std::uint64_t offset = offsets_[static_cast<std::size_t>(found - keys_.begin())];
  if (offset >= bytes_.size()) throw std::runtime_error("the counts of a tie lie outside their file");
  return bytes_.substr(offset);
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
  return bytes.empty() ? std::vector<TopicCount>() : decode_topics(bytes, origin_);
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

std::span<const PairKey> Ties::private_pairs() const {
  const auto first = std::upper_bound(keys_.begin(), keys_.end(), kPublicScope,
                                      [](std::uint32_t scope, const PairKey& key) { return scope < key.scope; });
  return {first, keys_.end()};
}

}  // namespace kennis
