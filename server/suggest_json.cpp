/// @file
#include "server/suggest_json.h"

#include "server/json_parts.h"
#include "server/json_writer.h"

namespace kennis {

std::string to_json(const SuggestAnswer& answer) {
  JsonWriter json;
  json.begin_object();
  json.key("text");
  json.text(answer.text);
  json.key("suggestions");
  json.begin_array();
  for (const Suggestion& suggestion : answer.suggestions) {
    json.begin_object();
    json.key("text");
    json.text(suggestion.text);
    json.key("field");
    json.text(suggestion.field);
    json.key("count");
    if (suggestion.count) {
      json.count(*suggestion.count);
    } else {
      json.null();
    }
    json.key("query");
    json.text_or_null(suggestion.query);
    json.key("errors");
    json.count(suggestion.errors);
    json.end_object();
  }
  json.end_array();
  json.key("took_ms");
  json.number(answer.took_ms);
  write_provenance(json, answer.provenance);
  json.end_object();
  return json.take();
}

}  // namespace kennis
