/// @file
#include "server/vacancy_json.h"

#include "server/json_parts.h"
#include "server/json_writer.h"

namespace kennis {

std::string to_json(const Vacancy& vacancy) {
  JsonWriter json;
  json.begin_object();
  json.key("title");
  json.text_or_null(vacancy.title);
  json.key("place");
  json.text_or_null(vacancy.place);
  json.key("remote");
  json.text_or_null(vacancy.remote == RemoteWork::kFully    ? "fully"
                    : vacancy.remote == RemoteWork::kPartly ? "partly"
                                                            : "");
  json.key("years");
  if (vacancy.years) {
    json.count(*vacancy.years);
  } else {
    json.null();
  }
  write_texts(json, "languages", vacancy.languages);
  write_texts(json, "required", vacancy.required);
  write_texts(json, "wished", vacancy.wished);
  json.key("query");
  json.text(vacancy.query);
  json.end_object();
  return json.take();
}

}  // namespace kennis
