/// @file
#include "searcher/live_document.h"

#include <algorithm>
#include <tuple>

#include "schema/fields.h"

namespace kennis {

LiveDocument::LiveDocument(std::string record, const DocumentTerms& terms) : record_(std::move(record)) {
  std::vector<Mention> mentions(terms.mentions().begin(), terms.mentions().end());
  std::sort(mentions.begin(), mentions.end(), [](const Mention& a, const Mention& b) {
    return std::tie(a.term, a.position) < std::tie(b.term, b.position);
  });
  for (const Mention& mention : mentions) {
    if (terms_.empty() || text_of(terms_.back()) != mention.term) {
      terms_.push_back({static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(mention.term.size()), 0,
                        static_cast<std::uint32_t>(positions_.size()), 0});
      bytes_ += mention.term;
    }
    Term& term = terms_.back();
    term.evidence += mention.evidence;
    const bool is_new_place =
        mention.position != 0 && (term.position_count == 0 || positions_.back() != mention.position);
    if (!is_new_place) continue;
    positions_.push_back(mention.position);
    ++term.position_count;
  }
  is_searchable_ = find(prefix::kSearchable) != nullptr;
}

const LiveDocument::Term* LiveDocument::find(std::string_view wanted) const {
  const auto found = std::lower_bound(terms_.begin(), terms_.end(), wanted,
                                      [&](const Term& term, std::string_view text) { return text_of(term) < text; });
  return found != terms_.end() && text_of(*found) == wanted ? &*found : nullptr;
}

std::uint32_t LiveDocument::evidence(std::string_view term) const {
  const Term* found = find(term);
  return found != nullptr ? found->evidence : 0;
}

std::span<const std::uint32_t> LiveDocument::positions(std::string_view term) const {
  const Term* found = find(term);
  if (found == nullptr) return {};
  return std::span(positions_).subspan(found->first_position, found->position_count);
}

std::uint32_t LiveEvidence::evidence(const Alternative& alternative, std::size_t i) const {
  return document_.evidence(alternative.terms[i]);
}

bool LiveEvidence::in_row(const Alternative& alternative) const {
  std::vector<std::vector<std::uint32_t>> positions;
  for (const std::string& term : alternative.terms) {
    const auto places = document_.positions(term);
    positions.emplace_back(places.begin(), places.end());
  }
  return stands_in_row(positions, alternative.window);
}

}  // namespace kennis
