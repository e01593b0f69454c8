/// @file
#include "searcher/live_document.h"

#include <utility>

#include "schema/fields.h"
#include "schema/word_rows.h"
#include "searcher/document_filter.h"

namespace kennis {

LiveDocument::LiveDocument(std::string record, MadeDocument made)
    : record_(std::move(record)), values_(std::move(made.values)) {
  const auto held = std::make_shared<const MadeDocument>(std::move(made));
  view_ = held->view();
  holder_ = held;
  is_searchable_ = view_.find(prefix::kSearchable) != nullptr;
}

LiveDocument::LiveDocument(std::string record, const DocumentView& view, OwnValues values,
                           std::shared_ptr<const void> holder)
    : record_(std::move(record)),
      values_(std::move(values)),
      holder_(std::move(holder)),
      view_(view),
      is_searchable_(view_.find(prefix::kSearchable) != nullptr) {}

std::uint32_t LiveDocument::wdf(std::string_view term) const {
  const DocumentTerm* found = view_.find(term);
  return found != nullptr ? found->wdf : 0;
}

std::uint32_t LiveEvidence::wdf(const Alternative& alternative, std::size_t i) const {
  if (i < alternative.slots.size() && !seen_.may_have(alternative.slots[i])) return 0;
  return document_.wdf(alternative.terms[i]);
}

bool LiveEvidence::meets(const DocumentFilter& filter) const { return filter.has(node_, document_.values()); }

bool LiveEvidence::in_row(const Alternative& alternative) const { return has_row(document_.words(), alternative.row); }

}  // namespace kennis
