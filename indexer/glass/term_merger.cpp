/// @file
#include "indexer/glass/term_merger.h"

#include <algorithm>

namespace kennis::glass {

std::uint64_t beginning_of(std::string_view term) {
  std::uint64_t beginning = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    beginning = (beginning << 8U) | (i < term.size() ? static_cast<unsigned char>(term[i]) : 0U);
  }
  return beginning;
}

TermMerger::TermMerger(const std::vector<std::string_view>& runs) {
  for (const std::string_view run : runs) {
    sources_.push_back({RunReader(run), {}});
    taken_.push_back(static_cast<std::uint32_t>(sources_.size() - 1));
  }
}

bool TermMerger::after(const Head& a, const Head& b) const {
  if (a.beginning != b.beginning) return a.beginning > b.beginning;
  const int order = sources_[a.run].record.term.compare(sources_[b.run].record.term);
  return order != 0 ? order > 0 : a.run > b.run;
}

void TermMerger::advance(std::uint32_t run) {
  Source& source = sources_[run];
  if (!source.reader.next(source.record)) return;
  heap_.push_back({beginning_of(source.record.term), run});
  std::push_heap(heap_.begin(), heap_.end(), [&](const Head& a, const Head& b) { return after(a, b); });
}

bool TermMerger::next() {
  for (const std::uint32_t run : taken_) advance(run);
  taken_.clear();
  records_.clear();
  while (!heap_.empty()) {
    const TermRecord& record = sources_[heap_.front().run].record;
    if (!records_.empty() && record.term != records_.front().term) break;
    taken_.push_back(heap_.front().run);
    records_.push_back(record);
    std::pop_heap(heap_.begin(), heap_.end(), [&](const Head& a, const Head& b) { return after(a, b); });
    heap_.pop_back();
  }
  return !records_.empty();
}

}  // namespace kennis::glass
