/// @file
#include "schema/columns.h"

#include <algorithm>
#include <stdexcept>

#include "schema/fields.h"

namespace kennis {
namespace {

std::string section(std::size_t field, std::string_view part) {
  return std::string(name_of(static_cast<ValueField>(field))) + "." + std::string(part);
}

std::string_view piece(std::string_view bytes, std::span<const std::uint64_t> ends, std::size_t at) {
  const std::uint64_t begin = at == 0 ? 0 : ends[at - 1];
  return bytes.substr(begin, ends[at] - begin);
}

}  // namespace

void write_columns(const std::filesystem::path& generation, const ColumnData& data) {
  ArrayFileWriter writer;
  writer.add("lat", data.lat);
  writer.add("lon", data.lon);
  writer.add("updated", data.updated);
  writer.add("experience", data.experience);
  writer.add("flags", data.flags);
  for (std::size_t field = 0; field < kValueFieldCount; ++field) {
    writer.add(section(field, "entries"), data.entries[field]);
    writer.add(section(field, "ends"), data.ends[field]);
    writer.add_text(section(field, "names"), data.names[field].bytes);
    writer.add(section(field, "name_ends"), data.names[field].ends);
    writer.add(section(field, "by_key"), data.names[field].by_key);
  }
  writer.add_text("name_keys", data.name_keys);
  writer.add("name_ends", data.name_ends);
  writer.add("name_ranks", data.name_ranks);
  writer.add("by_name", data.by_name);
  writer.write(generation / file::kColumns);
}

Columns::Columns(const std::filesystem::path& generation)
    : file_(generation / file::kColumns),
      lat_(file_.section<std::int32_t>("lat")),
      lon_(file_.section<std::int32_t>("lon")),
      updated_(file_.section<Seconds>("updated")),
      experience_(file_.section<std::uint16_t>("experience")),
      flags_(file_.section<std::uint8_t>("flags")),
      name_keys_(file_.text_section("name_keys")),
      name_ends_(file_.section<std::uint64_t>("name_ends")),
      name_ranks_(file_.section<std::uint32_t>("name_ranks")),
      by_name_(file_.section<std::uint32_t>("by_name")) {
  const std::size_t persons = flags_.size();
  bool fits = lat_.size() == persons && lon_.size() == persons && updated_.size() == persons &&
              experience_.size() == persons && name_ends_.size() == persons && name_ranks_.size() == persons &&
              by_name_.size() == persons;
  for (std::size_t field = 0; field < kValueFieldCount; ++field) {
    Field& its = fields_[field];
    its.entries = file_.section<ValueEntry>(section(field, "entries"));
    its.ends = file_.section<std::uint32_t>(section(field, "ends"));
    its.names = file_.text_section(section(field, "names"));
    its.name_ends = file_.section<std::uint64_t>(section(field, "name_ends"));
    its.by_key = file_.section<std::uint32_t>(section(field, "by_key"));
    fits = fits && its.ends.size() == persons && its.by_key.size() == its.name_ends.size() &&
           (persons == 0 ? its.entries.empty() : its.ends.back() == its.entries.size());
  }
  if (!fits)
    throw std::runtime_error((generation / file::kColumns).string() + ": its columns are of different lengths");
}

std::string_view Columns::value_name(ValueField field, std::uint32_t number) const {
  const Field& its = fields_[static_cast<std::size_t>(field)];
  return piece(its.names, its.name_ends, number);
}

std::optional<std::uint32_t> Columns::find(ValueField field, std::string_view key) const {
  const Field& its = fields_[static_cast<std::size_t>(field)];
  const auto found = std::lower_bound(
      its.by_key.begin(), its.by_key.end(), key,
      [&](std::uint32_t number, std::string_view wanted) { return value_key(value_name(field, number)) < wanted; });
  if (found == its.by_key.end() || value_key(value_name(field, *found)) != key) return std::nullopt;
  return *found;
}

std::string_view Columns::name_key(std::uint32_t node) const { return piece(name_keys_, name_ends_, node - 1); }

std::uint32_t Columns::rank_of_name(std::string_view key) const {
  const auto found =
      std::lower_bound(by_name_.begin(), by_name_.end(), key,
                       [&](std::uint32_t node, std::string_view wanted) { return name_key(node) < wanted; });
  return static_cast<std::uint32_t>(found - by_name_.begin());
}

std::span<const std::uint32_t> Columns::named(std::string_view key) const {
  const std::uint32_t first = rank_of_name(key);
  const auto last =
      std::upper_bound(by_name_.begin() + first, by_name_.end(), key,
                       [&](std::string_view wanted, std::uint32_t node) { return wanted < name_key(node); });
  return by_name_.subspan(first, static_cast<std::size_t>(last - by_name_.begin()) - first);
}

}  // namespace kennis
