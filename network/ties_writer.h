/// @file
/// Writes the file of ties: pairs become bytes in parts, which may be made side by side, and the parts a file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "network/node.h"
#include "network/tie_codec.h"
#include "network/ties.h"
#include "schema/mapped_file.h"

namespace kennis {

/// The counts of pairs in a row, as bytes. Needs: keys added in rising order. Memory: what they become, and 16 bytes a person who is the smaller
/// node of a pair.
class TiesPart {
 public:
  /// `origin` is that of the file.
  explicit TiesPart(Seconds origin) : origin_(origin) {}
  /// Throws std::length_error if the pairs of one node take more bytes than 32 bits can say.
  void add(const PairKey& key, const std::vector<ChannelCounts>& counts, const std::vector<TopicCount>& topics = {});
  /// Nothing can be added afterwards.
  void finish() { finish_node(); }
  [[nodiscard]] std::size_t size() const { return public_count_ + keys_.size(); }
  [[nodiscard]] Seconds origin() const { return origin_; }

 private:
  friend class TiesWriter;
  struct Begin {
    Node low = kNoPerson;
    std::uint64_t at = 0;
  };
  /// The node whose pairs are being added; what stands before its entries is written when they are known.
  struct OpenNode {
    std::uint64_t pairs = 0;
    Node high = kNoPerson;  ///< of the last pair
    std::string directory;
  };
  void add_public(Node low, Node high);
  [[nodiscard]] bool follows(const PairKey& key) const;
  void finish_node();

  Seconds origin_;
  std::uint64_t public_count_ = 0;
  std::vector<Begin> begins_;
  OpenNode open_;
  std::string public_;
  std::vector<PairKey> keys_;
  std::vector<std::uint64_t> offsets_;
  std::string private_;
};

/// Writes the file of ties, part after part as they come. Memory: 8 bytes a person and 20 a private pair. Errors: as ArrayFileStream.
class TiesWriter {
 public:
  TiesWriter(const std::filesystem::path& path, Seconds origin);
  /// Needs: the part is finished; its keys are larger than all before, and no public pair of both has the same smaller node.
  void append(const TiesPart& part);
  /// `topic_names` by number. Ends the file.
  void finish(const std::vector<std::string>& topic_names = {});
  [[nodiscard]] std::size_t size() const { return public_count_ + keys_.size(); }

 private:
  void begin_private();
  ArrayFileStream stream_;
  Seconds origin_;
  std::uint64_t public_count_ = 0;
  std::vector<std::uint64_t> begins_;
  std::uint64_t public_bytes_ = 0;
  bool in_private_ = false;
  std::vector<PairKey> keys_;
  std::vector<std::uint64_t> offsets_;
  std::uint64_t private_bytes_ = 0;
};

/// A file of one part. Ends the part.
void write_ties(const std::filesystem::path& path, TiesPart part, const std::vector<std::string>& topic_names = {});

}  // namespace kennis
