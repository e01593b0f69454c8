/// @file
#include "indexer/glass/posting_list_writer.h"

#include "indexer/glass/codec.h"
#include "indexer/glass/format.h"

namespace kennis::glass {

PostingListHead head_of_term(std::string_view term, std::uint64_t documents, std::uint64_t wdf_sum) {
  PostingListHead head;
  put_term(term, head.first_key);
  put_ended_term(term, head.later_key);
  head.documents = documents;
  head.wdf_sum = wdf_sum;
  return head;
}

PostingListHead head_of_lengths() { return {std::string(kLengthsKey), std::string(kLengthsKey), 0, 0}; }

void PostingListWriter::begin(PostingListHead head) {
  head_ = std::move(head);
  first_chunk_ = true;
  postings_.clear();
}

void PostingListWriter::add(std::uint32_t document, std::uint32_t wdf) {
  if (postings_.size() >= kChunkBytes) {
    write_chunk(false);
    first_chunk_ = false;
    postings_.clear();
  }
  if (postings_.empty()) {
    first_document_ = document;
  } else {
    put_varint(document - last_document_ - 1, postings_);
  }
  put_varint(wdf, postings_);
  last_document_ = document;
}

void PostingListWriter::write_chunk(bool last) {
  tag_.clear();
  if (first_chunk_) {
    put_varint(head_.documents, tag_);
    put_varint(head_.wdf_sum, tag_);
    put_varint(first_document_ - 1, tag_);
  } else {
    key_ = head_.later_key;
    put_ordered(first_document_, key_);
  }
  tag_.push_back(last ? '1' : '0');
  put_varint(last_document_ - first_document_, tag_);
  tag_ += postings_;
  add_entry_(first_chunk_ ? head_.first_key : key_, tag_);
}

}  // namespace kennis::glass
