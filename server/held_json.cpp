/// @file
#include "server/held_json.h"

#include "schema/time.h"
#include "server/json_parts.h"

namespace kennis {
namespace {

void write_day(JsonWriter& json, std::string_view key, Days day, bool is_known) {
  json.key(key);
  if (is_known) {
    json.text(format_date(day));
  } else {
    json.null();
  }
}

void write_stays(JsonWriter& json, std::string_view key, const HeldAnswer& answer, bool is_team) {
  json.key(key);
  json.begin_array();
  for (const Viewer::OwnStay& stay : answer.stays) {
    if (stay.is_team != is_team) continue;
    json.begin_object();
    json.key(is_team ? "team" : "group");
    json.text_or_null(stay.place);
    write_day(json, "from", stay.from, stay.from != kFromEver);
    write_day(json, "to", stay.to, stay.to != kForEver);
    json.end_object();
  }
  json.end_array();
}

void write_journal(JsonWriter& json, const HeldAnswer& answer) {
  json.key("journal");
  json.begin_array();
  for (const JournalEntry& entry : answer.journal) {
    json.begin_object();
    json.key("position");
    json.count(entry.position);
    json.key("at");
    json.text(format_instant(entry.at));
    json.key("kind");
    json.text(name_of(entry.draft.kind));
    json.key("author");
    json.text_or_null(entry.draft.author);
    json.key("record");
    json.raw(entry.draft.record);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string to_json(const HeldAnswer& answer) {
  JsonWriter json;
  json.begin_object();
  json.key("id");
  json.text(answer.id);
  json.key("profile");
  if (answer.profile.empty()) {
    json.null();
  } else {
    json.raw(answer.profile);
  }
  write_day(json, "held_since", answer.since, !answer.profile.empty());
  json.key("ties");
  json.begin_array();
  for (const ShownTie& tie : answer.ties) write_tie(json, tie);
  json.end_array();
  write_stays(json, "teams", answer, true);
  write_stays(json, "groups", answer, false);
  write_journal(json, answer);
  json.key("audit");
  json.begin_array();
  for (const std::string& line : answer.audit) json.raw(line);
  json.end_array();
  write_provenance(json, answer.provenance);
  json.end_object();
  return json.take();
}

}  // namespace kennis
