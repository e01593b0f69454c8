/// @file
#include "server/desk_json.h"

#include "schema/time.h"
#include "server/json_parts.h"

namespace kennis {
namespace {

void text(JsonWriter& json, std::string_view key, std::string_view value) {
  json.key(key);
  json.text_or_null(value);
}

void count(JsonWriter& json, std::string_view key, std::uint64_t value) {
  json.key(key);
  json.count(value);
}

void number(JsonWriter& json, std::string_view key, std::optional<double> value) {
  json.key(key);
  if (value) {
    json.number(*value);
  } else {
    json.null();
  }
}

void truth(JsonWriter& json, std::string_view key, bool value) {
  json.key(key);
  json.truth(value);
}

template <typename Items, typename Write>
void list(JsonWriter& json, std::string_view key, const Items& items, const Write& write) {
  json.key(key);
  json.begin_array();
  for (const auto& item : items) {
    json.begin_object();
    write(item);
    json.end_object();
  }
  json.end_array();
}

void write_search(JsonWriter& json, const ShownSavedSearch& search) {
  text(json, "id", search.id);
  text(json, "name", search.name);
  json.key("request");
  json.raw(search.request);
  count(json, "top", search.top);
  number(json, "score_min", search.score_min);
  text(json, "webhook", search.webhook);
  if (!search.secret.empty()) text(json, "secret", search.secret);
  text(json, "saved_at", format_instant(search.saved_at));
  truth(json, "had_run", search.had_run);
  count(json, "alerts", search.alerts);
}

void write_alert(JsonWriter& json, const ShownAlert& alert) {
  text(json, "id", alert.id);
  text(json, "at", format_instant(alert.at));
  truth(json, "read", alert.is_read);
  json.key("saved_search");
  json.begin_object();
  text(json, "id", alert.search);
  text(json, "name", alert.search_name);
  json.end_object();
  json.key("person");
  json.begin_object();
  write_person_fields(json, alert.person);
  text(json, "headline", alert.headline);
  json.end_object();
  number(json, "score", alert.score);
  number(json, "fit", alert.fit);
  number(json, "reach", alert.reach);
  text(json, "generation", alert.generation);
  json.key("delivery");
  if (!alert.has_webhook) {
    json.null();
    return;
  }
  json.begin_object();
  text(json, "state", name_of(alert.delivery));
  count(json, "attempts", alert.attempts);
  text(json, "failure", alert.failure);
  json.end_object();
}

void write_pool(JsonWriter& json, const ShownPool& pool) {
  text(json, "id", pool.id);
  text(json, "name", pool.name);
  text(json, "team", pool.team);
  text(json, "made_at", format_instant(pool.made_at));
  count(json, "total", pool.total);
}

}  // namespace

std::string to_json(const ShownSavedSearch& search) {
  JsonWriter json;
  json.begin_object();
  write_search(json, search);
  json.end_object();
  return json.take();
}

std::string to_json(const SavedSearchList& searches) {
  JsonWriter json;
  json.begin_object();
  list(json, "saved_searches", searches.searches, [&](const ShownSavedSearch& search) { write_search(json, search); });
  json.end_object();
  return json.take();
}

std::string to_json(const AlertList& alerts) {
  JsonWriter json;
  json.begin_object();
  list(json, "alerts", alerts.alerts, [&](const ShownAlert& alert) { write_alert(json, alert); });
  json.end_object();
  return json.take();
}

std::string to_json(const AlertRunReport& report) {
  JsonWriter json;
  json.begin_object();
  text(json, "generation", report.generation);
  count(json, "saved_searches", report.searches);
  count(json, "first_runs", report.first_runs);
  count(json, "passed_over", report.passed_over);
  count(json, "failed", report.failed);
  count(json, "alerts", report.alerts);
  json.end_object();
  return json.take();
}

std::string to_json(const DeliveryReport& report) {
  JsonWriter json;
  json.begin_object();
  count(json, "delivered", report.delivered);
  count(json, "failed", report.failed);
  count(json, "dead", report.dead);
  count(json, "withheld", report.withheld);
  count(json, "waiting", report.waiting);
  text(json, "next_due", report.next_due ? format_instant(*report.next_due) : "");
  truth(json, "busy", report.is_busy);
  json.end_object();
  return json.take();
}

std::string to_json(const ShownPool& pool) {
  JsonWriter json;
  json.begin_object();
  write_pool(json, pool);
  list(json, "persons", pool.persons, [&](const ShownPool::Person& pooled) {
    write_person_fields(json, pooled.person);
    text(json, "headline", pooled.headline);
    truth(json, "ask_first", pooled.ask_first);
    text(json, "by", pooled.by.id);
    text(json, "at", format_instant(pooled.at));
  });
  json.end_object();
  return json.take();
}

std::string to_json(const PoolList& pools) {
  JsonWriter json;
  json.begin_object();
  list(json, "pools", pools.pools, [&](const ShownPool& pool) { write_pool(json, pool); });
  json.end_object();
  return json.take();
}

}  // namespace kennis
