/// @file
/// The records of entries that are no input: one flat JSON object each, written and read in one place.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "journal/entry.h"
#include "schema/result.h"

namespace kennis {

/// What an object says, by name. What it does not say is empty, nothing or false.
/// Threads: any number may read.
class EntryFields {
 public:
  /// Errors: kInvalidRecord for what is no object of texts, numbers, truths, lists of texts and, as raw JSON, objects.
  [[nodiscard]] static Result<EntryFields> read(std::string_view json);

  [[nodiscard]] std::string text(std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> whole(std::string_view name) const;
  [[nodiscard]] std::optional<double> number(std::string_view name) const;
  [[nodiscard]] bool truth(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;

 private:
  using Value = std::variant<std::string, std::int64_t, double, bool, std::vector<std::string>>;
  template <typename T>
  [[nodiscard]] const T* find(std::string_view name) const;
  std::map<std::string, Value, std::less<>> values_;
};

/// Writes such an object, name by name.
class EntryRecord {
 public:
  EntryRecord& text(std::string_view name, std::string_view value);
  EntryRecord& whole(std::string_view name, std::int64_t value);
  EntryRecord& number(std::string_view name, double value);
  EntryRecord& truth(std::string_view name, bool value);
  EntryRecord& texts(std::string_view name, const std::vector<std::string>& values);
  /// Needs: `json` is one JSON object on one line.
  EntryRecord& object(std::string_view name, std::string_view json);
  [[nodiscard]] std::string take() const { return "{" + fields_ + "}"; }

 private:
  EntryRecord& raw(std::string_view name, std::string_view json);
  std::string fields_;
};

/// What somebody writes for others to read: UTF-8 of at most `bytes_max`, without control characters but line ends and tabs.
/// Errors: kInvalidRequest naming `what`.
[[nodiscard]] std::optional<Error> fault_of_text(std::string_view what, std::string_view text, std::size_t bytes_max);

}  // namespace kennis
