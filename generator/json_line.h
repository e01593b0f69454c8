/// @file
/// One JSON object at a time, written as one line of a file.
#pragma once

#include <string_view>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "generator/output_file.h"
#include "schema/time.h"

namespace kennis {

/// A reusable line: begin(), members, end(file). Strings must be UTF-8. Threads: one a thread.
/// Cost: no allocation once the buffer has grown to the longest line.
class JsonLine {
 public:
  void begin();
  /// Closes the object and writes it to `file`.
  void end(OutputFile& file);

  void text(std::string_view key, std::string_view value);
  void flag(std::string_view key, bool value);
  void number(std::string_view key, std::int64_t value);
  /// A number in the form it has in `digits`.
  void digits(std::string_view key, std::string_view digits);
  void instant(std::string_view key, Seconds value);
  void date(std::string_view key, Days value);
  void open_array(std::string_view key);
  void element(std::string_view value);
  void close_array() { writer_.EndArray(); }
  void open_object() { writer_.StartObject(); }
  void open_object(std::string_view key);
  void close_object() { writer_.EndObject(); }

 private:
  void key(std::string_view name);

  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

}  // namespace kennis
