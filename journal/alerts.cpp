/// @file
#include "journal/alerts.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "journal/draft.h"
#include "journal/entry_fields.h"

namespace kennis {
namespace {

constexpr std::array<std::string_view, 5> kStateNames = {"pending", "failed", "delivered", "dead", "withheld"};

std::optional<DeliveryState> state_named(std::string_view name) {
  for (std::size_t i = 0; i < kStateNames.size(); ++i) {
    if (kStateNames[i] == name) return static_cast<DeliveryState>(i);
  }
  return std::nullopt;
}

Error bad(std::string message) { return {ErrorCode::kInvalidRecord, std::move(message), {}}; }

}  // namespace

std::string_view name_of(DeliveryState state) { return kStateNames[static_cast<std::size_t>(state)]; }

std::string id_of_alert(const std::string& search, const std::string& person) {
  return id_of_request(search, person, 0);
}

EntryDraft draft_of(const DeliveryStep& step, const std::string& by) {
  EntryRecord record;
  record.text("alert", step.alert).text("state", name_of(step.state));
  if (step.due != 0) record.whole("due", step.due);
  if (!step.failure.empty()) record.text("failure", step.failure);
  return {RecordKind::kDelivery, by, "", record.take()};
}

std::optional<Error> Alerts::take(const JournalEntry& entry) {
  const auto read = EntryFields::read(entry.draft.record);
  if (!read) return read.error();
  const EntryFields& fields = read.value();
  const std::string id = fields.text("id");
  if (fields.truth("read")) {
    const auto known = alerts_.find(id);
    if (known == alerts_.end()) return bad("there is no alert " + id);
    known->second.is_read = true;
    return std::nullopt;
  }
  const std::string search = fields.text("search");
  if (search.empty()) return bad("search: is missing");
  if (fields.truth("first_run")) {
    const auto found = fields.texts("found");
    searches_[search].before.insert(found.begin(), found.end());
    return std::nullopt;
  }
  if (id.empty() || fields.text("person").empty()) return bad("id or person: is missing");
  if (alerts_.contains(id)) return bad("was given before: " + id);
  Alert alert;
  alert.id = id;
  alert.search = search;
  alert.match = {fields.text("person"), fields.number("score").value_or(0), fields.number("fit").value_or(0),
                 fields.number("reach").value_or(0)};
  alert.generation = fields.text("generation");
  alert.at = entry.at;
  alert.due = entry.at;
  searches_[search].alerts.emplace(entry.position, id);
  alerts_.emplace(id, std::move(alert));
  return std::nullopt;
}

std::optional<Error> Alerts::take_delivery(const JournalEntry& entry) {
  const auto read = EntryFields::read(entry.draft.record);
  if (!read) return read.error();
  const auto state = state_named(read.value().text("state"));
  const auto known = alerts_.find(read.value().text("alert"));
  if (!state) return bad("state: is none of a delivery");
  if (known == alerts_.end()) return std::nullopt;  // of a search that was removed meanwhile
  Alert& alert = known->second;
  alert.delivery = *state;
  alert.failure = read.value().text("failure");
  alert.due = read.value().whole("due").value_or(entry.at);
  alert.attempts = *state == DeliveryState::kPending ? 0 : alert.attempts + 1;
  return std::nullopt;
}

void Alerts::forget(const std::string& search) {
  const auto found = searches_.find(search);
  if (found == searches_.end()) return;
  for (const auto& [position, id] : found->second.alerts) alerts_.erase(id);
  searches_.erase(found);
}

const Alerts::OfSearch* Alerts::of_search(const std::string& search) const {
  const auto found = searches_.find(search);
  return found != searches_.end() ? &found->second : nullptr;
}

const Alert* Alerts::find(const std::string& id) const {
  const auto found = alerts_.find(id);
  return found != alerts_.end() ? &found->second : nullptr;
}

std::vector<const Alert*> Alerts::of(const std::string& search) const {
  std::vector<const Alert*> alerts;
  const OfSearch* known = of_search(search);
  if (known == nullptr) return alerts;
  for (const auto& [position, id] : known->alerts) alerts.push_back(&alerts_.at(id));
  return alerts;
}

std::vector<EntryDraft> Alerts::after_run(const std::string& search, const std::string& owner,
                                          const std::vector<AlertMatch>& found, const std::string& generation) const {
  const OfSearch* known = of_search(search);
  std::vector<EntryDraft> drafts;
  if (known == nullptr) {
    std::vector<std::string> persons;
    for (const AlertMatch& match : found) persons.push_back(match.person);
    EntryRecord record;
    record.text("search", search).truth("first_run", true).texts("found", persons).text("generation", generation);
    drafts.push_back({RecordKind::kAlert, owner, search, record.take()});
    return drafts;
  }
  for (const AlertMatch& match : found) {
    const std::string id = id_of_alert(search, match.person);
    if (known->before.contains(match.person) || alerts_.contains(id)) continue;
    EntryRecord record;
    record.text("id", id).text("search", search).text("person", match.person).number("score", match.score);
    record.number("fit", match.fit).number("reach", match.reach).text("generation", generation);
    drafts.push_back({RecordKind::kAlert, owner, id, record.take()});
  }
  return drafts;
}

}  // namespace kennis
