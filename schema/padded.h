/// @file
/// Lines with the room behind them that their reader needs.
#pragma once

#include <string>
#include <string_view>

#include <simdjson.h>

namespace kennis {

/// A copy of a line, for RecordReader: `line()` is valid as long as this lives.
class Padded {
 public:
  explicit Padded(std::string_view line) : size_(line.size()) {
    text_.reserve(line.size() + simdjson::SIMDJSON_PADDING);
    text_.append(line).append(simdjson::SIMDJSON_PADDING, '\0');
  }
  [[nodiscard]] std::string_view line() const { return std::string_view(text_).substr(0, size_); }

 private:
  std::string text_;
  std::size_t size_;
};

}  // namespace kennis
