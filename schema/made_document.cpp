/// @file
#include "schema/made_document.h"

#include <algorithm>
#include <utility>

#include "schema/statistics.h"

namespace kennis {
namespace {

std::uint32_t short_hash(std::string_view term) { return static_cast<std::uint32_t>(hash_of_term(term) >> 32U); }

}  // namespace

MadeDocument made_document(const DocumentTerms& terms, OwnValues values) {
  MadeDocument made;
  made.words.assign(terms.words().begin(), terms.words().end());
  made.values = std::move(values);
  std::vector<Mention> mentions(terms.mentions().begin(), terms.mentions().end());
  std::sort(mentions.begin(), mentions.end(), [](const Mention& a, const Mention& b) { return a.term < b.term; });
  std::string_view before;
  for (const Mention& mention : mentions) {
    if (made.terms.empty() || before != mention.term) {
      made.terms.push_back(
          {static_cast<std::uint32_t>(made.texts.size()), static_cast<std::uint32_t>(mention.term.size()), 0});
      made.texts += mention.term;
      before = mention.term;
    }
    made.terms.back().wdf += mention.wdf;
  }
  made.places.reserve(made.terms.size());
  for (std::uint32_t i = 0; i < made.terms.size(); ++i) {
    made.places.push_back({short_hash(made.view().text_of(made.terms[i])), i});
  }
  std::sort(made.places.begin(), made.places.end(), [](const TermPlace& a, const TermPlace& b) {
    return std::pair(a.hash, a.term) < std::pair(b.hash, b.term);
  });
  return made;
}

/// A query looks for dozens of terms in thousands of documents: by hash nearly every look-up touches one line of the cache.
const DocumentTerm* DocumentView::find(std::string_view wanted) const {
  const std::uint32_t hash = short_hash(wanted);
  // Hashes are spread evenly.
  std::size_t at = (std::uint64_t{hash} * places.size()) >> 32U;
  while (at > 0 && places[at - 1].hash >= hash) --at;
  while (at < places.size() && places[at].hash < hash) ++at;
  for (; at < places.size() && places[at].hash == hash; ++at) {
    if (places[at].term >= terms.size()) return nullptr;  // of a damaged file
    const DocumentTerm& term = terms[places[at].term];
    if (text_of(term) == wanted) return &term;
  }
  return nullptr;
}

}  // namespace kennis
