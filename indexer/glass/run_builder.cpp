/// @file
#include "indexer/glass/run_builder.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include <fmt/format.h>
#include <xxhash.h>

#include "indexer/glass/format.h"
#include "indexer/glass/term_merger.h"

namespace kennis::glass {
namespace {

constexpr std::size_t kSlotsAtFirst = 1U << 14U;

void check_term(std::string_view term) {
  const auto zeros = static_cast<std::size_t>(std::count(term.begin(), term.end(), '\0'));
  if (term.empty() || term.size() + zeros > kTermBytesMax) {
    throw std::length_error(
        fmt::format("a term has {} bytes, and may have 1 to {}", term.size() + zeros, kTermBytesMax));
  }
}

}  // namespace

TermNumbers::TermNumbers() : slots_(kSlotsAtFirst) {}

std::uint32_t TermNumbers::number_of(std::string_view term) {
  const std::uint64_t hash = XXH3_64bits(term.data(), term.size());
  std::size_t slot = hash & (slots_.size() - 1);
  for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
    const std::uint32_t number = slots_[slot] - 1;
    if (terms_[number].hash == hash && this->term(number) == term) return number;
  }
  check_term(term);
  terms_.push_back({hash, bytes_.size(), static_cast<std::uint32_t>(term.size())});
  bytes_ += term;
  slots_[slot] = count();
  if (terms_.size() * 2 > slots_.size()) grow();
  return count() - 1;
}

void TermNumbers::grow() {
  slots_.assign(slots_.size() * 4, 0);
  for (std::uint32_t number = 0; number < count(); ++number) {
    std::size_t slot = terms_[number].hash & (slots_.size() - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = number + 1;
  }
}

std::vector<std::uint32_t> TermNumbers::sorted() const {
  struct Entry {
    std::uint64_t beginning;
    std::uint32_t number;
  };
  std::vector<Entry> entries;
  entries.reserve(count());
  for (std::uint32_t number = 0; number < count(); ++number) entries.push_back({beginning_of(term(number)), number});
  std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
    return a.beginning != b.beginning ? a.beginning < b.beginning : term(a.number) < term(b.number);
  });
  std::vector<std::uint32_t> numbers;
  numbers.reserve(entries.size());
  for (const Entry& entry : entries) numbers.push_back(entry.number);
  return numbers;
}

RunBuilder::RunBuilder(RunFiles files, const RunOptions& options)
    : files_(std::move(files)),
      options_(options),
      deflater_(options.deflate_level),
      records_(files_.records),
      term_lists_(files_.term_lists) {}

void RunBuilder::add(std::uint32_t document, std::span<const Mention> mentions, std::string_view record) {
  weights_.clear();
  for (std::size_t begin = 0; begin < mentions.size();) {
    std::size_t end = begin + 1;
    while (end < mentions.size() && mentions[end].term == mentions[begin].term) ++end;
    add_term(mentions.subspan(begin, end - begin));
    begin = end;
  }
  std::uint64_t length = 0;
  for (const TermWeight& weight : weights_) {
    length += weight.wdf;
    statistics_.wdf_max = std::max(statistics_.wdf_max, weight.wdf);
  }
  if (length > std::numeric_limits<std::uint32_t>::max()) {
    throw std::length_error(fmt::format("document {} is longer than 32 bits can say", document));
  }
  lengths_.push_back({document, static_cast<std::uint32_t>(length)});
  statistics_.count(document, static_cast<std::uint32_t>(length));
  if (!record.empty()) put_document(records_, document, record);
  if (options_.term_lists) {
    tag_.clear();
    put_term_list(weights_, static_cast<std::uint32_t>(length), tag_);
    put_document(term_lists_, document, tag_);
  }
}

void RunBuilder::add_term(std::span<const Mention> mentions) {
  std::uint64_t wdf = 0;
  places_.clear();
  for (const Mention& mention : mentions) {
    wdf += mention.evidence;
    if (mention.position != 0 && (places_.empty() || places_.back() != mention.position)) {
      places_.push_back(mention.position);
    }
  }
  if (wdf > std::numeric_limits<std::uint32_t>::max()) {
    throw std::length_error("the evidence for a term is more than 32 bits can say");
  }
  const std::string_view term = mentions.front().term;
  const std::size_t offset = positions_.size();
  if (!places_.empty()) put_positions(places_, positions_);
  postings_.push_back({terms_.number_of(term), static_cast<std::uint32_t>(lengths_.size()),
                       static_cast<std::uint32_t>(wdf), static_cast<std::uint32_t>(positions_.size() - offset),
                       offset});
  weights_.push_back({term, static_cast<std::uint32_t>(wdf)});
}

void RunBuilder::put_document(OutputFile& file, std::uint32_t document, std::string_view tag) {
  const std::string_view deflated = deflater_.deflate(tag);
  line_.clear();
  put_record(deflated.empty() ? DocumentRecord{document, false, tag} : DocumentRecord{document, true, deflated}, line_);
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
  const std::vector<std::uint32_t> order = terms_.sorted();
  const std::vector<std::size_t> ends = sort_postings(order);
  OutputFile postings(files_.postings);
  OutputFile positions(files_.positions);
  std::size_t begin = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const std::string_view term = terms_.term(order[rank]);
    const auto part = std::span<const Posting>(postings_).subspan(begin, ends[rank] - begin);
    write_postings(term, part, postings);
    write_positions(term, part, positions);
    begin = ends[rank];
  }
  static_cast<void>(postings.finish());
  static_cast<void>(positions.finish());
}

}  // namespace kennis::glass
