/// @file
/// One posting list, in chunks.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace kennis::glass {

/// What a list begins with: how many documents, the sum of their wdf, and the keys of its chunks.
struct PostingListHead {
  std::string first_key;
  std::string later_key;  ///< the chunk's first document is put behind it
  std::uint64_t documents = 0;
  std::uint64_t wdf_sum = 0;
};

/// Layout of a chunk: in the first one varints documents, sum of wdf, first document - 1; then '1' if it is the last, else '0', varint
/// last - first document, varint wdf, and for each further document varint gap - 1 and varint wdf. A chunk takes a posting as long as
/// its postings have less than 2,000 bytes.
class PostingListWriter {
 public:
  /// Where entries go, in the order of their keys.
  using AddEntry = std::function<void(std::string_view key, std::string_view tag)>;
  explicit PostingListWriter(AddEntry add_entry) : add_entry_(std::move(add_entry)) {}

  void begin(PostingListHead head);
  /// Needs: rising documents.
  void add(std::uint32_t document, std::uint32_t wdf);
  void end() { write_chunk(true); }

 private:
  void write_chunk(bool last);

  AddEntry add_entry_;
  PostingListHead head_;
  bool first_chunk_ = true;
  std::uint32_t first_document_ = 0;
  std::uint32_t last_document_ = 0;
  std::string postings_, tag_, key_;
};

/// The list of a term's postings.
[[nodiscard]] PostingListHead head_of_term(std::string_view term, std::uint64_t documents, std::uint64_t wdf_sum);
/// The list of all documents' lengths. It counts nothing.
[[nodiscard]] PostingListHead head_of_lengths();

}  // namespace kennis::glass
