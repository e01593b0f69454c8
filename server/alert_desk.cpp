/// @file
#include "server/alert_desk.h"

#include <algorithm>
#include <functional>
#include <utility>

#include <fmt/format.h>
#include <simdjson.h>

#include "journal/draft.h"
#include "journal/entry_fields.h"
#include "server/json_writer.h"
#include "server/search_parameters.h"
#include "server/webhook_address.h"

namespace kennis {
namespace {

constexpr std::size_t kSecretBytesMin = 16;
constexpr std::size_t kSecretBytesMax = 200;

Error invalid(std::string message) { return {ErrorCode::kInvalidRequest, std::move(message), {}}; }

Error unknown_alert(const std::string& id) {
  return {ErrorCode::kUnknownId,
          fmt::format("you have no alert \"{}\": `kennis alerts list` has yours", cut_text(id, 80)),
          {}};
}

std::string minified(std::string_view json) {
  std::string dense(json.size() + simdjson::SIMDJSON_PADDING, '\0');
  std::size_t size = 0;
  const simdjson::padded_string padded(json);
  if (simdjson::minify(padded.data(), padded.size(), dense.data(), size) != simdjson::SUCCESS) return std::string(json);
  dense.resize(size);
  return dense;
}

std::optional<Error> fault_of_webhook(const SaveSearch& wanted) {
  if (wanted.webhook.empty()) {
    return wanted.secret.empty() ? std::nullopt : std::optional(invalid("a secret is for a webhook: give its URL too"));
  }
  if (const auto url = webhook_url_of(wanted.webhook); !url) return url.error();
  if (wanted.secret.empty()) return std::nullopt;
  if (wanted.secret.size() < kSecretBytesMin) {
    return invalid(fmt::format("the secret must have {} to {} bytes", kSecretBytesMin, kSecretBytesMax));
  }
  return fault_of_text("the secret", wanted.secret, kSecretBytesMax);
}

ShownSavedSearch shown_search(const SavedSearch& search, const Alerts& alerts) {
  return {search.id,
          search.name,
          search.request,
          search.top,
          search.score_min,
          search.webhook,
          "",
          search.saved_at,
          alerts.had_run(search.id),
          alerts.of(search.id).size()};
}

/// A copy of one of the owner's, so that nobody waits while it is run.
Result<SavedSearch> find_search(const Desk& desk, const std::string& owner, const std::string& id_or_name) {
  std::optional<Result<SavedSearch>> copy;
  desk.books.read([&](const Books& books) {
    const auto found = books.searches.named(owner, id_or_name);
    copy = found ? Result<SavedSearch>(*found.value()) : Result<SavedSearch>(found.error());
  });
  return *copy;
}

/// The alert, if it is of a search of the owner's.
const Alert* alert_of(const Books& books, const std::string& owner, const std::string& id) {
  const Alert* alert = books.alerts.find(id);
  const SavedSearch* search = alert != nullptr ? books.searches.find(alert->search) : nullptr;
  return search != nullptr && search->owner == owner ? alert : nullptr;
}

std::vector<std::pair<Alert, SavedSearch>> alerts_of(const Books& books, const std::string& owner, WhichAlerts which) {
  std::vector<std::pair<Alert, SavedSearch>> found;
  for (const SavedSearch* search : books.searches.of(owner)) {
    for (const Alert* alert : books.alerts.of(search->id)) {
      const bool is_dead = !search->webhook.empty() && alert->delivery == DeliveryState::kDead;
      if (which == WhichAlerts::kUnread && alert->is_read) continue;
      if (which == WhichAlerts::kDead && !is_dead) continue;
      found.emplace_back(*alert, *search);
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first.at > b.first.at; });
  return found;
}

/// Appends an entry for each of these alerts, or of all that `is_meant`.
Result<AlertList> change_alerts(
    const Desk& desk, const std::string& as, const std::vector<std::string>& ids, WhichAlerts which,
    const std::function<Result<EntryDraft>(const Alert&, const std::string& owner)>& change) {
  const auto open = desk.searcher.open_view(as, std::nullopt);
  if (!open) return open.error();
  const std::string owner = own_id(open.value().viewer());
  const auto appended = append(desk, [&](const Books& books) -> Result<std::vector<EntryDraft>> {
    std::vector<EntryDraft> drafts;
    const auto add = [&](const Alert& alert) -> std::optional<Error> {
      auto draft = change(alert, owner);
      if (!draft) return draft.error();
      drafts.push_back(std::move(draft).value());
      return std::nullopt;
    };
    for (const std::string& id : ids) {
      const Alert* alert = alert_of(books, owner, id);
      if (alert == nullptr) return unknown_alert(id);
      if (auto fault = add(*alert)) return *fault;
    }
    if (!ids.empty()) return drafts;
    for (const auto& [alert, search] : alerts_of(books, owner, which)) {
      if (auto fault = add(alert)) return *fault;
    }
    return drafts;
  });
  if (!appended) return appended.error();
  return list_alerts(desk, as, which);
}

}  // namespace

bool is_owner_there(const Viewer& owner, const SavedSearch& search) {
  return (!search.owner_had_profile || owner.people().has_profile(owner.searcher())) &&
         (!search.owner_was_member || !owner.teams().empty());
}

Result<SearchRequest> request_of(const SavedSearch& search) {
  auto request = search_from_json(search.request);
  if (!request) return request.error();
  SearchRequest& run = request.value();
  run.as = search.owner;
  run.limit = search.top;
  run.paths = 0;
  run.explain = false;
  run.exact = false;
  run.timeout = std::chrono::milliseconds(limit::kSearchTimeoutMsMax);
  return run;
}

Result<ShownSavedSearch> save_search(const Desk& desk, const SaveSearch& wanted) {
  if (auto fault = fault_of_webhook(wanted)) return *fault;
  const auto open = desk.searcher.open_view(wanted.as, std::nullopt);
  if (!open) return open.error();
  const Viewer& viewer = open.value().viewer();
  SavedSearch search;
  search.id = random_id();
  search.owner = own_id(viewer);
  search.name = wanted.name;
  search.request = minified(wanted.request);
  search.top = wanted.top;
  search.score_min = wanted.score_min;
  search.webhook = wanted.webhook;
  search.secret = wanted.webhook.empty() ? "" : wanted.secret.empty() ? random_id() + random_id() : wanted.secret;
  search.saved_at = desk.clock();
  search.owner_had_profile = viewer.people().has_profile(viewer.searcher());
  search.owner_was_member = !viewer.teams().empty();
  auto request = request_of(search);
  if (!request) return request.error();
  request.value().limit = 1;
  if (const auto tried = desk.searcher.search(request.value()); !tried) return tried.error();
  const auto appended = append(desk, [&](const Books& books) { return books.searches.add(search); });
  if (!appended) return appended.error();
  ShownSavedSearch shown = shown_search(search, {});
  shown.secret = search.secret;
  return shown;
}

Result<SavedSearchList> list_saved_searches(const Desk& desk, const std::string& as) {
  const auto open = desk.searcher.open_view(as, std::nullopt);
  if (!open) return open.error();
  SavedSearchList list;
  desk.books.read([&](const Books& books) {
    for (const SavedSearch* search : books.searches.of(own_id(open.value().viewer()))) {
      list.searches.push_back(shown_search(*search, books.alerts));
    }
  });
  return list;
}

Result<SavedSearchList> remove_saved_search(const Desk& desk, const std::string& as, const std::string& id_or_name) {
  const auto open = desk.searcher.open_view(as, std::nullopt);
  if (!open) return open.error();
  const std::string owner = own_id(open.value().viewer());
  const auto appended = append(desk, [&](const Books& books) { return books.searches.remove(owner, id_or_name); });
  if (!appended) return appended.error();
  return list_saved_searches(desk, as);
}

Result<SearchAnswer> run_saved_search(const Desk& desk, const std::string& as, const std::string& id_or_name) {
  const auto open = desk.searcher.open_view(as, std::nullopt);
  if (!open) return open.error();
  const auto search = find_search(desk, own_id(open.value().viewer()), id_or_name);
  if (!search) return search.error();
  auto request = search_from_json(search.value().request);
  if (!request) return request.error();
  request.value().as = as;
  return desk.searcher.search(request.value());
}

Result<AlertList> list_alerts(const Desk& desk, const std::string& as, WhichAlerts which) {
  const auto open = desk.searcher.open_view(as, std::nullopt);
  if (!open) return open.error();
  const Viewer& viewer = open.value().viewer();
  std::vector<std::pair<Alert, SavedSearch>> found;
  desk.books.read([&](const Books& books) { found = alerts_of(books, own_id(viewer), which); });
  AlertList list;
  Showing showing = open.value().showing();
  for (const auto& [alert, search] : found) {
    const Node node = viewer.people().find(alert.match.person);
    if (!viewer.may_see(node) || !viewer.people().has_profile(node)) continue;
    const Profile& profile = showing.profile(node);
    list.alerts.push_back({alert.id,
                           search.id,
                           search.name,
                           {profile.id, profile.name},
                           profile.headline,
                           alert.match.score,
                           alert.match.fit,
                           alert.match.reach,
                           alert.generation,
                           alert.at,
                           alert.is_read,
                           !search.webhook.empty(),
                           alert.delivery,
                           alert.attempts,
                           alert.failure});
  }
  return list;
}

Result<AlertList> mark_alerts_read(const Desk& desk, const std::string& as, const std::vector<std::string>& ids) {
  const auto done =
      change_alerts(desk, as, ids, WhichAlerts::kUnread, [](const Alert& alert, const std::string& owner) {
        return EntryDraft{RecordKind::kAlert, owner, "", EntryRecord().text("id", alert.id).truth("read", true).take()};
      });
  if (!done) return done.error();
  return list_alerts(desk, as, WhichAlerts::kAll);
}

Result<AlertList> send_again(const Desk& desk, const std::string& as, const std::vector<std::string>& ids) {
  const auto done = change_alerts(
      desk, as, ids, WhichAlerts::kDead, [](const Alert& alert, const std::string& owner) -> Result<EntryDraft> {
        if (alert.delivery != DeliveryState::kDead) {
          return Error{
              ErrorCode::kConflict,
              fmt::format("the alert {} is \"{}\": only dead ones are sent again", alert.id, name_of(alert.delivery)),
              {}};
        }
        return draft_of({alert.id, DeliveryState::kPending}, owner);
      });
  if (!done) return done.error();
  return list_alerts(desk, as, WhichAlerts::kAll);
}

Result<std::string> body_of_alert(const Desk& desk, const SavedSearch& search, const Alert& alert) {
  const auto open = desk.searcher.open_view(search.owner, std::nullopt);
  if (!open) return open.error();
  const Viewer& viewer = open.value().viewer();
  const Node node = viewer.people().find(alert.match.person);
  if (!is_owner_there(viewer, search) || !viewer.may_see(node) || !viewer.people().has_profile(node)) {
    return unknown_person(alert.match.person);
  }
  Showing showing = open.value().showing();
  const Profile& profile = showing.profile(node);
  JsonWriter json;
  const auto write = [&](std::string_view key, std::string_view text) {
    json.key(key);
    json.text_or_null(text);
  };
  json.begin_object();
  write("type", "alert");
  write("id", alert.id);
  write("at", format_instant(alert.at));
  write("generation", alert.generation);
  json.key("saved_search");
  json.begin_object();
  write("id", search.id);
  write("name", search.name);
  json.end_object();
  json.key("person");
  json.begin_object();
  write("id", profile.id);
  write("name", profile.name);
  write("headline", profile.headline);
  json.key("ask_first");
  json.truth(profile.contact_policy == ContactPolicy::kAskFirst);
  json.end_object();
  for (const auto& [key, value] : {std::pair<std::string_view, double>{"score", alert.match.score},
                                   {"fit", alert.match.fit},
                                   {"reach", alert.match.reach}}) {
    json.key(key);
    json.number(value);
  }
  json.end_object();
  return json.take();
}

}  // namespace kennis
