/// @file
/// Typed access to the fields of a JSON object for `read_record.cpp`: the first refusal is kept, with the field's path.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <simdjson.h>

#include "schema/fields.h"
#include "schema/records.h"

namespace kennis {

/// Collects the first complaint about a record; every reader returns whether it went well.
/// Threads: one a record.
class FieldReader {
 public:
  using Element = simdjson::dom::element;

  [[nodiscard]] bool failed() const { return !complaint_.empty(); }
  [[nodiscard]] const std::string& complaint() const { return complaint_; }
  bool refuse(std::string_view field, std::string_view why);

  bool text(std::string_view field, Element value, std::string& out);
  bool id(std::string_view field, Element value, std::string& out);
  bool boolean(std::string_view field, Element value, bool& out);
  bool number(std::string_view field, Element value, std::optional<double>& out);
  bool coordinate(std::string_view field, Element value, double bound, std::optional<double>& out);
  bool instant(std::string_view field, Element value, std::optional<Seconds>& out);
  bool date(std::string_view field, Element value, bool end, std::optional<Days>& out);
  /// A list of strings, or one string; nulls in it are left out. This and what else reads lists reuses out's elements.
  bool texts(std::string_view field, Element value, std::vector<std::string>& out);
  /// Likewise, of names of persons; empty ones are left out. One that may not name anything is refused: it would silently name nobody.
  bool names(std::string_view field, Element value, std::vector<std::string>& out);
  /// A list of ids, or one.
  bool ids(std::string_view field, Element value, std::size_t count_max, std::vector<std::string>& out);

  /// A list of objects, or one; nulls in it are left out. `read(key, element, item)` is called for each field of each. What it refuses is named as
  /// `field[index].key`.
  template <typename T, typename Read>
  bool objects(std::string_view field, Element value, std::vector<T>& out, const Read& read) {
    const bool is_one = value.is_string() || value.is_object();
    simdjson::dom::array items;
    if (!is_one && !array(field, value, items)) return false;
    list_ = field;
    index_ = 0;
    std::size_t count = 0;
    const auto take = [&](Element item) {
      if (item.is_null()) return true;
      if (count == out.size()) out.emplace_back();
      return read_item(item, out[count++], read);
    };
    if (is_one) {
      if (!take(value)) return false;
    } else {
      for (const Element item : items) {
        if (!take(item)) return false;
        ++index_;
      }
    }
    out.resize(count);
    list_ = {};
    remember(&out);
    return true;
  }

  /// True if the list was filled by this reader.
  template <typename T>
  [[nodiscard]] bool has_read(const std::vector<T>& list) const {
    return std::find(lists_read_.begin(), lists_read_.end(), &list) != lists_read_.end();
  }

  /// One of the names that `name_of` gives to the first `count` values of an enumeration.
  template <typename Enum>
  bool choice(std::string_view field, Element value, std::size_t count, Enum& out) {
    std::string name;
    if (!text(field, value, name)) return false;
    std::string wanted;
    for (std::size_t i = 0; i < count; ++i) {
      const auto candidate = static_cast<Enum>(i);
      if (name_of(candidate) == name) {
        out = candidate;
        return true;
      }
      wanted += (i == 0 ? "" : ", ") + std::string(name_of(candidate));
    }
    return refuse(field, "\"" + std::string(cut_text(name, 40)) + "\" is none of: " + wanted);
  }

 private:
  bool valid_id(std::string_view field, const std::string& id);
  bool array(std::string_view field, Element value, simdjson::dom::array& out);
  void remember(const void* list);
  bool wrong_type(std::string_view field, Element value, std::string_view wanted);

  template <typename T, typename Read>
  bool read_item(Element item, T& made, const Read& read) {
    simdjson::dom::object object;
    made = T{};  // its texts keep their memory: the texts of a T{} lie in themselves and are copied
    if (item.is_string() && read("name", item, made)) return true;
    if (failed()) return false;
    if (item.get(object) != simdjson::SUCCESS) return wrong_type({}, item, "an object");
    for (const auto [key, value] : object) {
      if (!value.is_null() && !read(key, value, made)) return false;
    }
    return true;
  }

  std::string complaint_;
  std::string_view list_;  ///< the list that is being read, and where in it; empty: none
  std::size_t index_ = 0;
  std::array<const void*, 16> lists_read_{};  ///< more than any record has
};

}  // namespace kennis
