/// @file
#include "searcher/indexed_evidence.h"

#include "searcher/document_filter.h"

namespace kennis {

std::uint32_t IndexedEvidence::evidence(const Alternative& alternative, std::size_t i) const {
  const std::string& term = alternative.terms[i];
  auto posting = database_.postlist_begin(term);
  const auto end = database_.postlist_end(term);
  if (posting == end) return 0;
  posting.skip_to(document_);
  return posting != end && *posting == document_ ? posting.get_wdf() : 0;
}

bool IndexedEvidence::meets(const DocumentFilter& filter) const { return filter.has(document_); }

}  // namespace kennis
