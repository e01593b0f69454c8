/// @file
/// Writes JSON that is valid whatever the values are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace kennis {

/// A thin coat over RapidJSON's writer: bytes that are not UTF-8 become U+FFFD, numbers that JSON cannot write become null, and doubles
/// are written so that they read back bit for bit.
/// Threads: one writer a thread.
class JsonWriter {
 public:
  JsonWriter() : writer_(buffer_) {}

  void begin_object() { writer_.StartObject(); }
  void end_object() { writer_.EndObject(); }
  void begin_array() { writer_.StartArray(); }
  void end_array() { writer_.EndArray(); }
  void key(std::string_view name) { writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); }

  void text(std::string_view value);
  void number(double value);
  void count(std::uint64_t value) { writer_.Uint64(value); }
  void truth(bool value) { writer_.Bool(value); }
  void null() { writer_.Null(); }
  /// Needs: `json` is one JSON value.
  void raw(std::string_view json);

  void text_or_null(std::string_view value) { value.empty() ? null() : text(value); }

  /// The finished document. Needs: everything that was begun is ended.
  [[nodiscard]] std::string take() const { return {buffer_.GetString(), buffer_.GetSize()}; }

 private:
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer, rapidjson::UTF8<>, rapidjson::UTF8<>, rapidjson::CrtAllocator,
                    rapidjson::kWriteValidateEncodingFlag>
      writer_;
};

}  // namespace kennis
