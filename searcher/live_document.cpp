/// @file
#include "searcher/live_document.h"

#include <algorithm>

#include "schema/fields.h"
#include "schema/word_rows.h"
#include "searcher/document_filter.h"

namespace kennis {

LiveDocument::LiveDocument(std::string record, const DocumentTerms& terms, OwnValues values)
    : record_(std::move(record)), words_(terms.words().begin(), terms.words().end()), values_(std::move(values)) {
  std::vector<Mention> mentions(terms.mentions().begin(), terms.mentions().end());
  std::sort(mentions.begin(), mentions.end(), [](const Mention& a, const Mention& b) { return a.term < b.term; });
  for (const Mention& mention : mentions) {
    if (terms_.empty() || text_of(terms_.back()) != mention.term) {
      terms_.push_back({static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(mention.term.size()), 0});
      bytes_ += mention.term;
    }
    terms_.back().evidence += mention.evidence;
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

std::uint32_t LiveEvidence::evidence(const Alternative& alternative, std::size_t i) const {
  return document_.evidence(alternative.terms[i]);
}

bool LiveEvidence::meets(const DocumentFilter& filter) const { return filter.has(node_, document_.values()); }

bool LiveEvidence::in_row(const Alternative& alternative) const { return has_row(document_.words(), alternative.row); }

}  // namespace kennis
