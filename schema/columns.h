/// @file
/// The columns of a generation: what profiles are filtered, counted and sorted by, by node. Mapped, read without Xapian.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/mapped_file.h"
#include "schema/profile_values.h"

namespace kennis {

/// A value of a person, as a column has it: the number of its name, and when it was so.
using ValueEntry = std::uint32_t;
[[nodiscard]] constexpr std::uint32_t number_of_value(ValueEntry entry) { return entry >> 2U; }
[[nodiscard]] constexpr std::uint8_t when_of(ValueEntry entry) { return entry & 3U; }

/// The columns as they are collected.
struct ColumnData {
  struct Names {
    std::string bytes;
    std::vector<std::uint64_t> ends;
    std::vector<std::uint32_t> by_key;  ///< numbers, by rising value_key
  };
  std::vector<std::int32_t> lat, lon;
  std::vector<Seconds> updated;
  std::vector<std::uint16_t> experience;
  std::vector<std::uint8_t> flags;
  std::array<std::vector<ValueEntry>, kValueFieldCount> entries;
  std::array<std::vector<std::uint32_t>, kValueFieldCount> ends;  ///< of each person's entries
  std::array<Names, kValueFieldCount> names;
  std::string name_keys;  ///< of the persons' own names
  std::vector<std::uint64_t> name_ends;
  std::vector<std::uint32_t> name_ranks;  ///< by node
  std::vector<std::uint32_t> by_name;     ///< nodes, by rising rank
};
void write_columns(const std::filesystem::path& generation, const ColumnData& data);

/// Threads: any number may read. Cost: a look-up a value; nothing is copied.
class Columns {
 public:
  /// Throws std::runtime_error if the file is not whole.
  explicit Columns(const std::filesystem::path& generation);

  [[nodiscard]] std::size_t count() const { return flags_.size(); }
  // By node less one.
  [[nodiscard]] std::span<const std::int32_t> lat() const { return lat_; }
  [[nodiscard]] std::span<const std::int32_t> lon() const { return lon_; }
  [[nodiscard]] std::span<const Seconds> updated() const { return updated_; }
  [[nodiscard]] std::span<const std::uint16_t> experience() const { return experience_; }
  [[nodiscard]] std::span<const std::uint8_t> flags() const { return flags_; }

  /// The values of a person, each number once.
  [[nodiscard]] std::span<const ValueEntry> values(ValueField field, std::uint32_t node) const {
    const Field& its = fields_[static_cast<std::size_t>(field)];
    const std::uint32_t begin = node == 1 ? 0 : its.ends[node - 2];
    return its.entries.subspan(begin, its.ends[node - 1] - begin);
  }
  /// The values of everybody, one person's behind another's.
  [[nodiscard]] std::span<const ValueEntry> all_values(ValueField field) const {
    return fields_[static_cast<std::size_t>(field)].entries;
  }
  /// How many different values a field has; their numbers are 0 to one less.
  [[nodiscard]] std::size_t value_count(ValueField field) const {
    return fields_[static_cast<std::size_t>(field)].name_ends.size();
  }
  [[nodiscard]] std::string_view value_name(ValueField field, std::uint32_t number) const;
  /// The number of the value with that key. Cost: a binary search.
  [[nodiscard]] std::optional<std::uint32_t> find(ValueField field, std::string_view key) const;

  /// The order by name: the rank of a node, and where a name that is not among them belongs.
  [[nodiscard]] std::span<const std::uint32_t> name_ranks() const { return name_ranks_; }
  [[nodiscard]] std::string_view name_key(std::uint32_t node) const;
  /// How many names are before `key`. Cost: a binary search.
  [[nodiscard]] std::uint32_t rank_of_name(std::string_view key) const;
  /// Whoever has the name of that key, by node. Cost: a binary search.
  [[nodiscard]] std::span<const std::uint32_t> named(std::string_view key) const;
  /// True if the names of that rank are `key`.
  [[nodiscard]] bool has_name_at(std::uint32_t rank, std::string_view key) const {
    return rank < by_name_.size() && name_key(by_name_[rank]) == key;
  }

 private:
  struct Field {
    std::span<const ValueEntry> entries;
    std::span<const std::uint32_t> ends;
    std::string_view names;
    std::span<const std::uint64_t> name_ends;
    std::span<const std::uint32_t> by_key;
  };
  ArrayFile file_;
  std::span<const std::int32_t> lat_, lon_;
  std::span<const Seconds> updated_;
  std::span<const std::uint16_t> experience_;
  std::span<const std::uint8_t> flags_;
  std::array<Field, kValueFieldCount> fields_;
  std::string_view name_keys_;
  std::span<const std::uint64_t> name_ends_;
  std::span<const std::uint32_t> name_ranks_, by_name_;
};

}  // namespace kennis
