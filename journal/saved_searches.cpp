/// @file
#include "journal/saved_searches.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "journal/entry_fields.h"

namespace kennis {
namespace {

Error invalid(std::string message) { return {ErrorCode::kInvalidRequest, std::move(message), {}}; }

std::optional<Error> fault_of(const SavedSearch& search) {
  if (auto fault = fault_of_text("the name", search.name, limit::kNameBytesMax)) return fault;
  if (search.name.empty()) return invalid("a saved search needs a name");
  if (search.top < 1 || search.top > limit::kAlertTopMax) {
    return invalid(fmt::format("top is {}, it must be between 1 and {}", search.top, limit::kAlertTopMax));
  }
  if (search.score_min && !(*search.score_min >= 0 && *search.score_min <= 1)) {
    return invalid("the least score must be a number from 0 to 1");
  }
  if (search.webhook.empty() != search.secret.empty()) return invalid("a webhook and its secret belong together");
  return std::nullopt;
}

}  // namespace

std::optional<Error> SavedSearches::take(const JournalEntry& entry) {
  const auto read = EntryFields::read(entry.draft.record);
  if (!read) return read.error();
  const EntryFields& fields = read.value();
  const std::string id = fields.text("id");
  if (id.empty()) return Error{ErrorCode::kInvalidRecord, "id: is missing", {}};
  if (fields.truth("removed")) {
    searches_.erase(id);
    return std::nullopt;
  }
  SavedSearch search;
  search.id = id;
  search.owner = fields.text("owner");
  search.name = fields.text("name");
  search.request = fields.text("request");
  search.top = static_cast<std::size_t>(fields.whole("top").value_or(limit::kAlertTop));
  search.score_min = fields.number("score_min");
  search.webhook = fields.text("webhook");
  search.secret = fields.text("secret");
  search.saved_at = entry.at;
  search.owner_had_profile = fields.truth("owner_had_profile");
  search.owner_was_member = fields.truth("owner_was_member");
  searches_.insert_or_assign(id, std::move(search));
  return std::nullopt;
}

const SavedSearch* SavedSearches::find(const std::string& id) const {
  const auto found = searches_.find(id);
  return found != searches_.end() ? &found->second : nullptr;
}

std::vector<const SavedSearch*> SavedSearches::of(const std::string& owner) const {
  std::vector<const SavedSearch*> found;
  for (const auto& [id, search] : searches_) {
    if (search.owner == owner) found.push_back(&search);
  }
  std::sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
  return found;
}

Result<const SavedSearch*> SavedSearches::named(const std::string& owner, const std::string& id_or_name) const {
  for (const SavedSearch* search : of(owner)) {
    if (search->id == id_or_name || search->name == id_or_name) return search;
  }
  return Error{ErrorCode::kUnknownId,
               fmt::format("you have no saved search \"{}\": `kennis saved list` has yours", cut_text(id_or_name, 80)),
               {}};
}

Result<std::vector<EntryDraft>> SavedSearches::add(const SavedSearch& search) const {
  if (auto fault = fault_of(search)) return *fault;
  const auto others = of(search.owner);
  if (others.size() >= limit::kSavedSearchesMax) {
    return Error{ErrorCode::kConflict,
                 fmt::format("you have {} saved searches, no more are kept: remove some", others.size()),
                 {}};
  }
  if (std::any_of(others.begin(), others.end(), [&](const auto* other) { return other->name == search.name; })) {
    return Error{ErrorCode::kConflict, fmt::format("you have a saved search \"{}\" already", search.name), {}};
  }
  EntryRecord record;
  record.text("id", search.id).text("owner", search.owner).text("name", search.name);
  record.object("request", search.request).whole("top", static_cast<std::int64_t>(search.top));
  if (search.score_min) record.number("score_min", *search.score_min);
  if (!search.webhook.empty()) record.text("webhook", search.webhook).text("secret", search.secret);
  record.truth("owner_had_profile", search.owner_had_profile).truth("owner_was_member", search.owner_was_member);
  return std::vector<EntryDraft>{{RecordKind::kSavedSearch, search.owner, search.id, record.take()}};
}

Result<std::vector<EntryDraft>> SavedSearches::remove(const std::string& owner, const std::string& id_or_name) const {
  const auto found = named(owner, id_or_name);
  if (!found) return found.error();
  const std::string& id = found.value()->id;
  return std::vector<EntryDraft>{
      {RecordKind::kSavedSearch, owner, id, EntryRecord().text("id", id).truth("removed", true).take()}};
}

}  // namespace kennis
