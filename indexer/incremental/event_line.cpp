/// @file
#include "indexer/incremental/event_line.h"

#include <string_view>
#include <vector>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "schema/event_hash.h"
#include "schema/time.h"

namespace kennis {

std::string line_without_text(const Interaction& event) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> json(buffer);
  const auto text = [&](std::string_view value) {
    json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  };
  const auto put = [&](const char* key, std::string_view value) {
    if (value.empty()) return;
    json.Key(key);
    text(value);
  };
  const auto put_all = [&](const char* key, const std::vector<std::string>& values) {
    json.Key(key);
    json.StartArray();
    for (const std::string& value : values) text(value);
    json.EndArray();
  };
  json.StartObject();
  put("id", event.id.empty() ? content_id(event) : event.id);
  if (event.deleted) {
    json.Key("deleted");
    json.Bool(true);
  } else {
    put("at", format_instant(event.at));
    put("from", event.from);
    put_all("to", event.to);
    put("channel", name_of(event.channel));
    put("skill", event.skill);
    put("group", event.group);
    if (!event.topics.empty()) put_all("topics", event.topics);
  }
  json.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace kennis
