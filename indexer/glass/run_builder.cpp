/// @file
#include "indexer/glass/run_builder.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "indexer/glass/format.h"
#include "indexer/glass/term_merger.h"

namespace kennis::glass {
namespace {

void check_term(std::string_view term) {
  const auto zeros = static_cast<std::size_t>(std::count(term.begin(), term.end(), '\0'));
  if (term.empty() || term.size() + zeros > kTermBytesMax) {
    throw std::length_error(
        fmt::format("a term has {} bytes, and may have 1 to {}", term.size() + zeros, kTermBytesMax));
  }
}

/// All numbers, by rising term.
std::vector<std::uint32_t> sorted(const TextNumbers& terms) {
  struct Entry {
    std::uint64_t beginning;
    std::uint32_t number;
  };
  std::vector<Entry> entries;
  entries.reserve(terms.count());
  for (std::uint32_t n = 0; n < terms.count(); ++n) entries.push_back({beginning_of(terms.text(n)), n});
  std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
    return a.beginning != b.beginning ? a.beginning < b.beginning : terms.text(a.number) < terms.text(b.number);
  });
  std::vector<std::uint32_t> numbers;
  numbers.reserve(entries.size());
  for (const Entry& entry : entries) numbers.push_back(entry.number);
  return numbers;
}

}  // namespace

RunBuilder::RunBuilder(RunFiles files, const RunOptions& options)
    : files_(std::move(files)),
      options_(options),
      deflater_(options.deflate_level),
      records_(files_.records),
      term_lists_(files_.term_lists) {}

void RunBuilder::add(std::uint32_t document, std::span<const Mention> mentions, std::string_view record,
                     std::span<const Value> values) {
  first_posting_ = postings_.size();
  count_mentions(mentions);
  if (options_.positions) add_positions(mentions);
  std::uint64_t length = 0;
  for (std::size_t i = first_posting_; i < postings_.size(); ++i) {
    length += postings_[i].wdf;
    statistics_.wdf_max = std::max(statistics_.wdf_max, postings_[i].wdf);
  }
  if (length > std::numeric_limits<std::uint32_t>::max()) {
    throw std::length_error(fmt::format("document {} is longer than 32 bits can say", document));
  }
  lengths_.push_back({document, static_cast<std::uint32_t>(length)});
  statistics_.count(document, static_cast<std::uint32_t>(length));
  if (options_.records && !record.empty()) put_document(records_, {document, false, false, record});
  values_.add(document, values);
  if (!options_.term_lists) return;
  put_term_lists(document, static_cast<std::uint32_t>(length));
  tag_.clear();
  put_slots(values, tag_);
  if (!tag_.empty()) put_document(term_lists_, {document, false, true, tag_});
}

/// Makes the document's postings and counts its positions: no sorting, since a term's number says which posting is meant.
void RunBuilder::count_mentions(std::span<const Mention> mentions) {
  constexpr std::size_t kAhead =
      8;  // mentions; measured: with waiting for memory, looking terms up took a quarter of a run
  mentioned_.clear();
  places_ends_.clear();
  hashes_.clear();
  for (const Mention& mention : mentions) terms_.expect(hashes_.emplace_back(TextNumbers::hash_of(mention.term)));
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    const Mention& mention = mentions[i];
    if (i + kAhead < mentions.size()) terms_.expect_text(hashes_[i + kAhead]);
    const std::uint32_t term = terms_.number_of(mention.term, hashes_[i]);
    if (term >= latest_.size()) {
      latest_.resize(term + std::size_t{1});
      check_term(mention.term);
    }
    if (latest_[term] <= first_posting_) {
      postings_.push_back({term, static_cast<std::uint32_t>(lengths_.size()), 0, 0, 0});
      places_ends_.push_back(0);
      latest_[term] = postings_.size();
    }
    const std::size_t posting = latest_[term] - 1;
    if (mention.evidence > std::numeric_limits<std::uint32_t>::max() - postings_[posting].wdf) {
      throw std::length_error("the evidence for a term is more than 32 bits can say");
    }
    postings_[posting].wdf += mention.evidence;
    mentioned_.push_back(static_cast<std::uint32_t>(posting - first_posting_));
    if (options_.positions && mention.position != 0) ++places_ends_[mentioned_.back()];
  }
}

void RunBuilder::add_positions(std::span<const Mention> mentions) {
  std::size_t begin = 0;
  for (std::size_t& end : places_ends_) begin += std::exchange(end, begin);
  places_.resize(begin);
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    if (mentions[i].position != 0) places_[places_ends_[mentioned_[i]]++] = mentions[i].position;
  }
  begin = 0;
  for (std::size_t i = 0; i < places_ends_.size(); ++i) {
    const auto first = places_.begin() + static_cast<std::ptrdiff_t>(begin);
    auto last = places_.begin() + static_cast<std::ptrdiff_t>(places_ends_[i]);
    begin = places_ends_[i];
    if (first == last) continue;
    if (!std::is_sorted(first, last)) std::sort(first, last);
    last = std::unique(first, last);
    Posting& posting = postings_[first_posting_ + i];
    posting.positions_offset = positions_.size();
    put_positions({first, last}, positions_);
    posting.positions_bytes = static_cast<std::uint32_t>(positions_.size() - posting.positions_offset);
  }
}

void RunBuilder::put_term_lists(std::uint32_t document, std::uint32_t length) {
  weights_.clear();
  for (std::size_t i = first_posting_; i < postings_.size(); ++i) {
    weights_.push_back({terms_.text(postings_[i].term), postings_[i].wdf});
  }
  std::sort(weights_.begin(), weights_.end(), [](const TermWeight& a, const TermWeight& b) { return a.term < b.term; });
  tag_.clear();
  put_term_list(weights_, length, tag_);
  put_document(term_lists_, {document, false, false, tag_});
}

void RunBuilder::put_document(OutputFile& file, DocumentRecord document) {
  const std::string_view deflated = deflater_.deflate(document.tag);
  document.compressed = !deflated.empty();
  if (document.compressed) document.tag = deflated;
  line_.clear();
  put_record(document, line_);
  file.write(line_);
}

std::vector<std::size_t> RunBuilder::sort_postings(std::span<const std::uint32_t> order) {
  std::vector<std::size_t> next(terms_.count() + std::size_t{1});
  for (const Posting& posting : postings_) ++next[posting.term];
  std::vector<std::size_t> ends(order.size());
  std::size_t begin = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const std::size_t count = next[order[rank]];
    next[order[rank]] = begin;
    begin += count;
    ends[rank] = begin;
  }
  std::vector<Posting> sorted(postings_.size());
  for (const Posting& posting : postings_) sorted[next[posting.term]++] = posting;
  postings_ = std::move(sorted);
  return ends;
}

void RunBuilder::write_postings(std::string_view term, std::span<const Posting> postings, OutputFile& file) {
  TermRecord record{term, postings.size(), 0, {}};
  payload_.clear();
  std::uint32_t before = 0;
  for (const Posting& posting : postings) {
    const std::uint32_t document = lengths_[posting.document].document;
    put_varint(document - before, payload_);
    put_varint(posting.wdf, payload_);
    record.wdf_sum += posting.wdf;
    before = document;
  }
  record.payload = payload_;
  line_.clear();
  put_record(record, line_);
  file.write(line_);
}

void RunBuilder::write_positions(std::string_view term, std::span<const Posting> postings, OutputFile& file) {
  TermRecord record{term, 0, 0, {}};
  payload_.clear();
  std::uint32_t before = 0;
  for (const Posting& posting : postings) {
    if (posting.positions_bytes == 0) continue;
    const std::uint32_t document = lengths_[posting.document].document;
    put_varint(document - before, payload_);
    put_varint(posting.positions_bytes, payload_);
    payload_.append(positions_, posting.positions_offset, posting.positions_bytes);
    before = document;
    ++record.documents;
  }
  if (record.documents == 0) return;
  record.payload = payload_;
  line_.clear();
  put_record(record, line_);
  file.write(line_);
}

void RunBuilder::finish() {
  static_cast<void>(records_.finish());
  static_cast<void>(term_lists_.finish());
  values_.write(files_.values);
  const std::vector<std::uint32_t> order = sorted(terms_);
  const std::vector<std::size_t> ends = sort_postings(order);
  OutputFile postings(files_.postings);
  OutputFile positions(files_.positions);
  std::size_t begin = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const std::string_view term = terms_.text(order[rank]);
    const auto part = std::span<const Posting>(postings_).subspan(begin, ends[rank] - begin);
    write_postings(term, part, postings);
    if (options_.positions) write_positions(term, part, positions);
    begin = ends[rank];
  }
  static_cast<void>(postings.finish());
  static_cast<void>(positions.finish());
}

}  // namespace kennis::glass
