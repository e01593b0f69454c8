/// @file
#include "network/ties_writer.h"

#include <cassert>
#include <limits>
#include <span>
#include <stdexcept>

#include "network/tie_bytes.h"

namespace kennis {

bool TiesPart::follows(const PairKey& key) const {
  if (!keys_.empty()) return keys_.back() < key;
  if (key.scope != kPublicScope || begins_.empty()) return true;
  return begins_.back().low < key.low || (begins_.back().low == key.low && open_.high < key.high);
}

void TiesPart::add(const PairKey& key, const std::vector<ChannelCounts>& counts,
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

void TiesPart::add_public(Node low, Node high) {
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
    const PairBlock block{high, static_cast<std::uint32_t>(offset)};
    open_.directory.append(reinterpret_cast<const char*>(&block), sizeof(block));
  }
  put_number(high - open_.high, public_);
  open_.high = high;
  ++open_.pairs;
  ++public_count_;
}

void TiesPart::finish_node() {
  if (open_.pairs > 0) {
    std::string heading;
    put_number(open_.pairs, heading);
    public_.insert(begins_.back().at, heading + open_.directory);
  }
  open_ = {};
}

TiesWriter::TiesWriter(const std::filesystem::path& path, Seconds origin) : stream_(path, 9), origin_(origin) {
  stream_.begin_section("public", 1);
}

void TiesWriter::begin_private() {
  if (!in_private_) stream_.begin_section("private", 1);
  in_private_ = true;
}

void TiesWriter::append(const TiesPart& part) {
  assert(part.open_.pairs == 0);
  assert(part.begins_.empty() || (!in_private_ && begins_.size() <= part.begins_.front().low));
  assert(keys_.empty() || part.keys_.empty() || keys_.back() < part.keys_.front());
  for (const TiesPart::Begin& begin : part.begins_) {
    begins_.resize(begin.low + std::size_t{1}, public_bytes_ + begin.at);  // whoever has none before is empty
  }
  if (!part.public_.empty()) stream_.write(part.public_);
  public_bytes_ += part.public_.size();
  public_count_ += part.public_count_;
  if (part.keys_.empty()) return;
  begin_private();
  stream_.write(part.private_);
  keys_.insert(keys_.end(), part.keys_.begin(), part.keys_.end());
  for (const std::uint64_t offset : part.offsets_) offsets_.push_back(private_bytes_ + offset);
  private_bytes_ += part.private_.size();
}

void TiesWriter::finish(const std::vector<std::string>& topic_names) {
  begin_private();
  begins_.push_back(public_bytes_);
  std::string names;
  std::vector<std::uint64_t> ends = {0};
  for (const std::string& name : topic_names) ends.push_back((names += name).size());
  stream_.add_section("origin", std::span<const Seconds>(&origin_, 1));
  stream_.add_section("begins", std::span<const std::uint64_t>(begins_));
  stream_.add_section("public_count", std::span<const std::uint64_t>(&public_count_, 1));
  stream_.add_section("keys", std::span<const PairKey>(keys_));
  stream_.add_section("offsets", std::span<const std::uint64_t>(offsets_));
  stream_.add_section("topic_offsets", std::span<const std::uint64_t>(ends));
  stream_.add_section("topic_names", std::span<const char>(names));
  stream_.finish();
}

void write_ties(const std::filesystem::path& path, TiesPart part, const std::vector<std::string>& topic_names) {
  part.finish();
  TiesWriter writer(path, part.origin());
  writer.append(part);
  writer.finish(topic_names);
}

}  // namespace kennis
