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

constexpr std::size_t kMarkBytes = 4U << 10U;

void check_term(std::string_view term) {
  const auto zeros = static_cast<std::size_t>(std::count(term.begin(), term.end(), '\0'));
  if (term.empty() || term.size() + zeros > kTermBytesMax) {
    throw std::length_error(
        fmt::format("a term has {} bytes, and may have 1 to {}", term.size() + zeros, kTermBytesMax));
  }
}

/// All numbers, by rising term.
std::vector<std::uint32_t> sorted(std::span<const std::string_view> terms) {
  struct Entry {
    std::uint64_t beginning;
    std::uint32_t number;
  };
  std::vector<Entry> entries;
  entries.reserve(terms.size());
  for (std::uint32_t n = 0; n < terms.size(); ++n) entries.push_back({beginning_of(terms[n]), n});
  std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
    return a.beginning != b.beginning ? a.beginning < b.beginning : terms[a.number] < terms[b.number];
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

void RunBuilder::add(std::uint32_t document, std::span<const NumberedMention> mentions,
                     const std::shared_ptr<const TextNumbers>& texts, std::string_view record,
                     std::span<const Value> values) {
  first_posting_ = postings_.size();
  use(texts);
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

void RunBuilder::use(const std::shared_ptr<const TextNumbers>& texts) {
  if (texts_.empty() || texts_.back() != texts) {
    known_.clear();
    if (texts_.size() == 1) {
      for (std::uint32_t n = 0; n < terms_.size(); ++n) by_text_.emplace(terms_[n], n);
    }
    texts_.push_back(texts);
  }
  if (known_.size() < texts->count()) known_.resize(texts->count());
}

/// The number in the run of a term that these texts have not had yet.
std::uint32_t RunBuilder::number_in_run(std::uint32_t term) {
  const std::string_view text = texts_.back()->text(term);
  const auto number = static_cast<std::uint32_t>(terms_.size());
  if (texts_.size() > 1) {
    const auto [known, is_new] = by_text_.emplace(text, number);
    if (!is_new) return known->second;
  }
  check_term(text);
  terms_.push_back(text);
  return number;
}

/// Makes the document's postings and counts its positions: no sorting, since a term's number says which posting is meant.
void RunBuilder::count_mentions(std::span<const NumberedMention> mentions) {
  mentioned_.clear();
  places_ends_.clear();
  for (const NumberedMention& mention : mentions) {
    Known& known = known_[mention.term];
    if (known.latest <= first_posting_) {
      if (known.next_term == 0) known.next_term = number_in_run(mention.term) + 1;
      postings_.push_back({known.next_term - 1, static_cast<std::uint32_t>(lengths_.size()), 0});
      known.latest = static_cast<std::uint32_t>(postings_.size());
      if (options_.positions) places_ends_.push_back(0);
    }
    std::uint32_t& wdf = postings_[known.latest - 1].wdf;
    if (mention.wdf > std::numeric_limits<std::uint32_t>::max() - wdf) {
      throw std::length_error("the evidence for a term is more than 32 bits can say");
    }
    wdf += mention.wdf;
    if (!options_.positions) continue;
    mentioned_.push_back(static_cast<std::uint32_t>(known.latest - 1 - first_posting_));
    if (mention.position != 0) ++places_ends_[mentioned_.back()];
  }
}

void RunBuilder::add_positions(std::span<const NumberedMention> mentions) {
  positions_of_.resize(postings_.size());
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
    Positions& positions = positions_of_[first_posting_ + i];
    positions.offset = positions_.size();
    put_positions({first, last}, positions_);
    positions.bytes = static_cast<std::uint32_t>(positions_.size() - positions.offset);
  }
}

void RunBuilder::put_term_lists(std::uint32_t document, std::uint32_t length) {
  weights_.clear();
  for (std::size_t i = first_posting_; i < postings_.size(); ++i) {
    weights_.push_back({terms_[postings_[i].term], postings_[i].wdf});
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

void RunBuilder::write_postings(std::string_view term, std::span<const std::uint32_t> places, OutputFile& file) {
  TermRecord record{term, places.size(), 0, {}};
  payload_.clear();
  std::uint32_t before = 0;
  for (const std::uint32_t place : places) {
    const Posting& posting = postings_[place];
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

void RunBuilder::write_positions(std::string_view term, std::span<const std::uint32_t> places, OutputFile& file) {
  TermRecord record{term, 0, 0, {}};
  payload_.clear();
  std::uint32_t before = 0;
  for (const std::uint32_t place : places) {
    const Positions& positions = positions_of_[place];
    if (positions.bytes == 0) continue;
    const std::uint32_t document = lengths_[postings_[place].document].document;
    put_varint(document - before, payload_);
    put_varint(positions.bytes, payload_);
    payload_.append(positions_, positions.offset, positions.bytes);
    before = document;
    ++record.documents;
  }
  if (record.documents == 0) return;
  record.payload = payload_;
  line_.clear();
  put_record(record, line_);
  file.write(line_);
}

/// The places of all postings by term, whatever order terms are in; `ends` by term.
std::vector<std::uint32_t> RunBuilder::postings_by_term(std::vector<std::uint32_t>& ends) const {
  ends.assign(terms_.size() + 1, 0);
  for (const Posting& posting : postings_) ++ends[posting.term + std::size_t{1}];
  for (std::size_t term = 1; term < ends.size(); ++term) ends[term] += ends[term - 1];
  std::vector<std::uint32_t> places(postings_.size());
  for (std::uint32_t i = 0; i < postings_.size(); ++i) places[ends[postings_[i].term]++] = i;
  return places;
}

void RunBuilder::finish() {
  static_cast<void>(records_.finish());
  static_cast<void>(term_lists_.finish());
  values_.write(files_.values);
  std::vector<std::uint32_t> ends;
  const std::vector<std::uint32_t> by_term = postings_by_term(ends);
  OutputFile postings(files_.postings);
  OutputFile positions(files_.positions);
  std::size_t marked = 0;
  for (const std::uint32_t number : sorted(terms_)) {
    if (postings.bytes() >= marked + kMarkBytes) {
      marked = postings.bytes();
      marks_.push_back({std::string(terms_[number]), marked});
    }
    const std::uint32_t begin = number == 0 ? 0 : ends[number - 1];
    const auto places = std::span(by_term).subspan(begin, ends[number] - begin);
    write_postings(terms_[number], places, postings);
    if (options_.positions) write_positions(terms_[number], places, positions);
  }
  static_cast<void>(postings.finish());
  static_cast<void>(positions.finish());
}

}  // namespace kennis::glass
