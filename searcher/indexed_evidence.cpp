/// @file
#include "searcher/indexed_evidence.h"

#include <string>
#include <vector>

namespace kennis {

std::uint32_t IndexedEvidence::evidence(const Alternative& alternative, std::size_t i) const {
  const std::string& term = alternative.terms[i];
  auto posting = database_.postlist_begin(term);
  const auto end = database_.postlist_end(term);
  if (posting == end) return 0;
  posting.skip_to(document_);
  return posting != end && *posting == document_ ? posting.get_wdf() : 0;
}

bool IndexedEvidence::in_row(const Alternative& alternative) const {
  std::vector<std::vector<std::uint32_t>> positions;
  for (const std::string& term : alternative.terms) {
    positions.emplace_back(database_.positionlist_begin(document_, term), database_.positionlist_end(document_, term));
  }
  return stands_in_row(positions, alternative.window);
}

}  // namespace kennis
