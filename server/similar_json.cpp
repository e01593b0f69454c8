/// @file
#include "server/similar_json.h"

#include "server/answer_json.h"
#include "server/json_parts.h"

namespace kennis {

std::string to_json(const SimilarAnswer& similar) {
  JsonWriter json;
  json.begin_object();
  json.key("persons");
  json.begin_array();
  for (const ShownPerson& person : similar.persons) {
    json.begin_object();
    write_person_fields(json, person);
    json.end_object();
  }
  json.end_array();
  json.key("query");
  json.text(similar.answer.query);
  json.key("terms");
  json.begin_array();
  for (const SimilarTerm& term : similar.terms) {
    json.begin_object();
    json.key("text");
    json.text(term.text);
    json.key("importance");
    json.number(term.importance);
    json.key("level");
    json.number(term.level);
    write_texts(json, "found", term.found);
    json.end_object();
  }
  json.end_array();
  json.key("answer");
  json.raw(to_json(similar.answer));
  json.end_object();
  return json.take();
}

}  // namespace kennis
