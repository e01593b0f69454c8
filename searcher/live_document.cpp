/// @file
#include "searcher/live_document.h"

#include <algorithm>

#include "schema/fields.h"
#include "schema/statistics.h"
#include "schema/word_rows.h"
#include "searcher/document_filter.h"

namespace kennis {
namespace {

std::uint32_t short_hash(std::string_view term) { return static_cast<std::uint32_t>(hash_of_term(term) >> 32U); }

}  // namespace

LiveDocument::LiveDocument(std::string record, const DocumentTerms& terms, OwnValues values)
    : record_(std::move(record)), words_(terms.words().begin(), terms.words().end()), values_(std::move(values)) {
  std::vector<Mention> mentions(terms.mentions().begin(), terms.mentions().end());
  std::sort(mentions.begin(), mentions.end(), [](const Mention& a, const Mention& b) { return a.term < b.term; });
  for (const Mention& mention : mentions) {
    if (terms_.empty() || text_of(terms_.back()) != mention.term) {
      terms_.push_back({static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(mention.term.size()), 0});
      bytes_ += mention.term;
    }
    terms_.back().stored += mention.evidence;
  }
  places_.reserve(terms_.size());
  for (std::uint32_t i = 0; i < terms_.size(); ++i) places_.push_back({short_hash(text_of(terms_[i])), i});
  std::sort(places_.begin(), places_.end(), [](const Place& a, const Place& b) { return a.hash < b.hash; });
  is_searchable_ = find(prefix::kSearchable) != nullptr;
}

/// A query looks for dozens of terms in thousands of documents: by hash nearly every look-up touches one line of the cache.
const LiveDocument::Term* LiveDocument::find(std::string_view wanted) const {
  const std::uint32_t hash = short_hash(wanted);
  // Hashes are spread evenly.
  std::size_t at = (std::uint64_t{hash} * places_.size()) >> 32U;
  while (at > 0 && places_[at - 1].hash >= hash) --at;
  while (at < places_.size() && places_[at].hash < hash) ++at;
  for (; at < places_.size() && places_[at].hash == hash; ++at) {
    const Term& term = terms_[places_[at].term];
    if (text_of(term) == wanted) return &term;
  }
  return nullptr;
}

std::uint32_t LiveDocument::stored(std::string_view term) const {
  const Term* found = find(term);
  return found != nullptr ? found->stored : 0;
}

std::uint32_t LiveEvidence::stored(const Alternative& alternative, std::size_t i) const {
  return document_.stored(alternative.terms[i]);
}

bool LiveEvidence::meets(const DocumentFilter& filter) const { return filter.has(node_, document_.values()); }

bool LiveEvidence::in_row(const Alternative& alternative) const { return has_row(document_.words(), alternative.row); }

}  // namespace kennis
