/// @file
#include "searcher/indexed_evidence.h"

#include <algorithm>

#include "searcher/document_filter.h"

namespace kennis {

std::uint32_t PageEvidence::of(Xapian::docid document, const std::string& term, std::uint32_t slot) {
  if (slot >= by_slot_.size()) by_slot_.resize(slot + 1);
  std::vector<std::uint32_t>& evidence = by_slot_[slot];
  if (evidence.empty()) read(term, evidence);
  const auto place = std::lower_bound(documents_.begin(), documents_.end(), document);
  return evidence[static_cast<std::size_t>(place - documents_.begin())];
}

void PageEvidence::read(const std::string& term, std::vector<std::uint32_t>& evidence) const {
  evidence.resize(documents_.size(), 0);
  auto posting = database_.postlist_begin(term);
  const auto end = database_.postlist_end(term);
  for (std::size_t i = 0; i < documents_.size() && posting != end; ++i) {
    if (*posting < documents_[i]) posting.skip_to(documents_[i]);
    if (posting != end && *posting == documents_[i]) evidence[i] = posting.get_wdf();
  }
}

std::uint32_t IndexedEvidence::wdf(const Alternative& alternative, std::size_t i) const {
  const std::string& term = alternative.terms[i];
  if (page_ != nullptr && i < alternative.slots.size()) return page_->of(document_, term, alternative.slots[i]);
  auto posting = database_.postlist_begin(term);
  const auto end = database_.postlist_end(term);
  if (posting == end) return 0;
  posting.skip_to(document_);
  return posting != end && *posting == document_ ? posting.get_wdf() : 0;
}

bool IndexedEvidence::meets(const DocumentFilter& filter) const { return filter.has(document_); }

}  // namespace kennis
