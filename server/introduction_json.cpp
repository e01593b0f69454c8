/// @file
#include "server/introduction_json.h"

#include <algorithm>

#include "schema/time.h"
#include "server/json_object.h"
#include "server/json_parts.h"

namespace kennis {
namespace {

using simdjson::dom::element;
using Fault = std::optional<Error>;

Error invalid(std::string message) { return {ErrorCode::kInvalidRequest, std::move(message), {}}; }

void write_party(JsonWriter& json, std::string_view key, const ShownPerson& person) {
  json.key(key);
  if (person.id.empty()) {
    json.null();
    return;
  }
  json.begin_object();
  write_person_fields(json, person);
  json.end_object();
}

void write_text(JsonWriter& json, std::string_view key, std::string_view text) {
  json.key(key);
  json.text(text);
}

void write(JsonWriter& json, const ShownIntroduction& shown) {
  static constexpr std::string_view kParts[] = {"asker", "introducer", "candidate"};
  json.begin_object();
  write_text(json, "id", shown.id);
  write_text(json, "part", kParts[static_cast<std::size_t>(shown.part)]);
  write_text(json, "state", name_of(shown.state));
  write_party(json, "asker", shown.asker);
  write_party(json, "introducer", shown.introducer);
  write_party(json, "candidate", shown.candidate);
  json.key("ask_first");
  json.truth(shown.ask_first);
  json.key("message");
  json.text_or_null(shown.message);
  json.key("reply");
  json.text_or_null(shown.reply);
  write_text(json, "asked_at", format_instant(shown.asked_at));
  write_text(json, "expires_at", format_instant(shown.expires_at));
  json.key("changed_at");
  json.text_or_null(shown.changed_at ? format_instant(*shown.changed_at) : "");
  json.end_object();
}

}  // namespace

std::string to_json(const ShownIntroduction& introduction) {
  JsonWriter json;
  write(json, introduction);
  return json.take();
}

std::string to_json(const IntroductionList& list) {
  JsonWriter json;
  json.begin_object();
  write_provenance(json, list.provenance);
  json.key("introductions");
  json.begin_array();
  for (const ShownIntroduction& shown : list.introductions) write(json, shown);
  json.end_array();
  json.end_object();
  return json.take();
}

std::string to_json(const RefusalList& list) {
  JsonWriter json;
  json.begin_object();
  write_provenance(json, list.provenance);
  json.key("everybody");
  json.truth(list.everybody);
  json.key("askers");
  json.begin_array();
  for (const ShownPerson& asker : list.askers) {
    json.begin_object();
    write_person_fields(json, asker);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take();
}

Result<AskIntroduction> introduction_from_json(std::string_view body) {
  AskIntroduction asked;
  const auto fault = read_json_object(body, [&](std::string_view name, const element& value) -> Fault {
    if (name == "introducer") return set_json_text(asked.introducer, name, value);
    if (name == "candidate") return set_json_text(asked.candidate, name, value);
    if (name == "message") return set_json_text(asked.message, name, value);
    if (name != "days") return unknown_field(name, "introducer, candidate, message, days");
    std::uint64_t days = 0;
    if (auto wrong = set_json_whole(days, name, value)) return wrong;
    asked.days = static_cast<int>(std::min<std::uint64_t>(days, limit::kIntroductionDaysMax + 1));
    return std::nullopt;
  });
  if (fault) return *fault;
  if (asked.introducer.empty()) return invalid("introducer is missing: who is to be asked?");
  if (asked.candidate.empty()) return invalid("candidate is missing: whom do you want to meet?");
  return asked;
}

Result<IntroductionReply> reply_from_json(std::string_view body) {
  IntroductionReply reply;
  bool has_answer = false;
  const auto fault = read_json_object(body, [&](std::string_view name, const element& value) -> Fault {
    if (name == "text") return set_json_text(reply.text, name, value);
    if (name == "of_everybody") return set_json_truth(reply.of_everybody, name, value);
    if (name != "answer") return unknown_field(name, "answer, text, of_everybody");
    std::string answer;
    if (auto wrong = set_json_text(answer, name, value)) return wrong;
    const auto named = introduction_answer_named(answer);
    if (!named) return invalid("answer must be yes, yes_if, no or never");
    reply.answer = *named;
    has_answer = true;
    return std::nullopt;
  });
  if (fault) return *fault;
  if (!has_answer) return invalid("answer is missing: yes, yes_if, no or never");
  return reply;
}

Result<bool> introduced_from_json(std::string_view body) {
  bool as_contact = true;
  const auto fault = read_json_object(body, [&](std::string_view name, const element& value) -> Fault {
    if (name == "as_contact") return set_json_truth(as_contact, name, value);
    return unknown_field(name, "as_contact");
  });
  if (fault) return *fault;
  return as_contact;
}

Result<RefusalRequest> refusal_from_json(std::string_view body) {
  RefusalRequest request;
  bool has_asker = false;
  const auto fault = read_json_object(body, [&](std::string_view name, const element& value) -> Fault {
    if (name == "refused") return set_json_truth(request.refused, name, value);
    if (name != "asker") return unknown_field(name, "asker, refused");
    has_asker = true;
    if (value.is_null()) return std::nullopt;
    if (auto wrong = set_json_text(request.asker, name, value)) return wrong;
    if (request.asker.empty()) return invalid("asker must be somebody's id, or null for everybody");
    return std::nullopt;
  });
  if (fault) return *fault;
  if (!has_asker) return invalid("asker is missing: somebody's id, or null for everybody");
  return request;
}

}  // namespace kennis
