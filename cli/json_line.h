/// @file
/// What a subcommand has done, as one JSON object on a line of its own.
#pragma once

#include <cstdint>
#include <string_view>

#include <fmt/format.h>

#include "server/json_writer.h"

namespace kennis {

/// Builds the object field by field, in the order of the calls.
class JsonLine {
 public:
  JsonLine() { json_.begin_object(); }

  JsonLine& text(std::string_view name, std::string_view value) {
    return put(name, [&] { json_.text(value); });
  }
  JsonLine& count(std::string_view name, std::uint64_t value) {
    return put(name, [&] { json_.count(value); });
  }
  JsonLine& number(std::string_view name, double value) {
    return put(name, [&] { json_.number(value); });
  }
  JsonLine& truth(std::string_view name, bool value) {
    return put(name, [&] { json_.truth(value); });
  }
  template <typename Texts>
  JsonLine& texts(std::string_view name, const Texts& values) {
    return put(name, [&] {
      json_.begin_array();
      for (const auto& value : values) json_.text(value);
      json_.end_array();
    });
  }
  /// Needs: `json` is one JSON value.
  JsonLine& raw(std::string_view name, std::string_view json) {
    return put(name, [&] { json_.raw(json); });
  }

  /// The object, which is finished with this.
  [[nodiscard]] std::string take() {
    json_.end_object();
    return json_.take();
  }
  void print() { fmt::print("{}\n", take()); }

 private:
  template <typename Write>
  JsonLine& put(std::string_view name, const Write& write) {
    json_.key(name);
    write();
    return *this;
  }
  JsonWriter json_;
};

}  // namespace kennis
