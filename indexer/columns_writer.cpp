/// @file
#include "indexer/columns_writer.h"

#include <algorithm>
#include <cstring>

#include "schema/name_lists.h"

namespace kennis {
namespace {

/// A worker that has met more spellings than this of one field starts to learn anew.
constexpr std::size_t kSpellingsMax = 200'000;

/// The first eight bytes, as a number that compares as they do.
std::uint64_t beginning_of(std::string_view key) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i)
    number = number << 8U | (i < key.size() ? static_cast<unsigned char>(key[i]) : 0U);
  return number;
}

}  // namespace

std::uint32_t ColumnsReader::number_in_block(const ProfileValue& value, ColumnsOfProfiles::Field& field) {
  Spellings& spellings = spellings_[static_cast<std::size_t>(value.field)];
  if (spellings.known.size() > kSpellingsMax) spellings = {};
  const std::uint32_t number = spellings.texts.number_of(value.text);
  if (number == spellings.known.size()) spellings.known.push_back({value_key(value.text), 0, 0});
  Spelling& spelling = spellings.known[number];
  if (spelling.block != block_) {
    spelling.block = block_;
    spelling.number = static_cast<std::uint32_t>(field.names.size());
    field.names.emplace_back(spelling.key, value.text);
  }
  return spelling.number;
}

void ColumnsReader::add(const Profile& profile, ColumnsOfProfiles& out) {
  reader_.read(profile);
  out.numbers.push_back(reader_.numbers());
  out.name_keys.push_back(reader_.name_key());
  for (auto& field : out.fields) field.counts.push_back(0);
  for (const ProfileValue& value : reader_.values()) {
    auto& field = out.fields[static_cast<std::size_t>(value.field)];
    field.entries.push_back(number_in_block(value, field) << 2U | value.when);
    ++field.counts.back();
  }
}

/// What each profile has as much of is known beforehand; of the rest, the first profiles say how much the others will have.
void ColumnsWriter::make_room() {
  const std::size_t so_far = data_.flags.size();
  const auto reserve = [&](auto& column, double a_profile) {
    constexpr double kMore = 1.1;
    column.reserve(static_cast<std::size_t>(a_profile * kMore * static_cast<double>(expected_)));
  };
  const auto reserve_as_so_far = [&](auto& column) {
    reserve(column, static_cast<double>(column.size()) / static_cast<double>(so_far));
  };
  for (auto* column : {&data_.lat, &data_.lon}) reserve(*column, 1);
  reserve(data_.updated, 1);
  reserve(data_.experience, 1);
  reserve(data_.flags, 1);
  reserve(data_.name_ends, 1);
  reserve_as_so_far(data_.name_keys);
  for (auto& ends : data_.ends) reserve(ends, 1);
  for (auto& entries : data_.entries) reserve_as_so_far(entries);
}

void ColumnsWriter::add(const ColumnsOfProfiles& profiles) {
  constexpr std::size_t kSample = 16;
  const std::size_t before = data_.flags.size();
  for (const ProfileNumbers& numbers : profiles.numbers) {
    data_.lat.push_back(numbers.lat);
    data_.lon.push_back(numbers.lon);
    data_.updated.push_back(numbers.updated);
    data_.experience.push_back(numbers.experience);
    data_.flags.push_back(numbers.flags);
  }
  for (const std::string& key : profiles.name_keys) {
    data_.name_keys += key;
    data_.name_ends.push_back(data_.name_keys.size());
  }
  for (std::size_t i = 0; i < kValueFieldCount; ++i) {
    const auto& field = profiles.fields[i];
    ColumnData::Names& names = data_.names[i];
    std::vector<std::uint32_t> numbers;  // of the block's names
    for (const auto& [key, name] : field.names) {
      const auto [known, is_new] = numbers_[i].try_emplace(key, static_cast<std::uint32_t>(names.ends.size()));
      if (is_new) {
        names.bytes += name;
        names.ends.push_back(names.bytes.size());
      }
      numbers.push_back(known->second);
    }
    std::vector<ValueEntry>& entries = data_.entries[i];
    std::size_t at = 0;
    for (const std::uint32_t count : field.counts) {
      const std::size_t first = entries.size();
      for (std::uint32_t n = 0; n < count; ++n, ++at) {
        const std::uint32_t number = numbers[number_of_value(field.entries[at])];
        const auto same = std::find_if(entries.begin() + static_cast<std::ptrdiff_t>(first), entries.end(),
                                       [&](ValueEntry entry) { return number_of_value(entry) == number; });
        if (same == entries.end()) {
          entries.push_back(number << 2U | when_of(field.entries[at]));
        } else {
          *same |= when_of(field.entries[at]);
        }
      }
      data_.ends[i].push_back(static_cast<std::uint32_t>(entries.size()));
    }
  }
  if (before < expected_ / kSample && data_.flags.size() >= expected_ / kSample) make_room();
}

void ColumnsWriter::rank_names() {
  struct Named {
    std::uint64_t beginning;
    std::uint32_t node;
  };
  const auto key = [&](std::uint32_t node) {
    const std::uint64_t begin = node == 1 ? 0 : data_.name_ends[node - 2];
    return std::string_view(data_.name_keys).substr(begin, data_.name_ends[node - 1] - begin);
  };
  std::vector<Named> order;
  for (std::uint32_t node = 1; node <= data_.name_ends.size(); ++node) order.push_back({beginning_of(key(node)), node});
  std::sort(order.begin(), order.end(), [&](const Named& a, const Named& b) {
    if (a.beginning != b.beginning) return a.beginning < b.beginning;
    const int compared = key(a.node).compare(key(b.node));
    return compared != 0 ? compared < 0 : a.node < b.node;
  });
  data_.name_ranks.resize(order.size());
  std::uint32_t rank = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    // Who have the same name have the same rank.
    if (i > 0 && key(order[i].node) != key(order[i - 1].node)) rank = static_cast<std::uint32_t>(i);
    data_.name_ranks[order[i].node - 1] = rank;
    data_.by_name.push_back(order[i].node);
  }
}

/// What is suggested: the names of some columns, numbered as there, and those of persons, numbered in their order. Nobody who must not be contacted has any.
void ColumnsWriter::write_names(const std::filesystem::path& generation) const {
  std::array<NameListData, kNameKindCount> lists;
  for (std::size_t i = 0; i < kNameKindCount; ++i) {
    const auto column = column_behind(static_cast<NameKind>(i));
    if (!column) continue;
    const auto& numbers = numbers_[static_cast<std::size_t>(*column)];
    std::vector<std::string_view> keys(numbers.size());
    for (const auto& [key, number] : numbers) keys[number] = key;
    std::vector<std::uint32_t> counts(numbers.size(), 0);
    for (const ValueEntry entry : data_.entries[static_cast<std::size_t>(*column)]) ++counts[number_of_value(entry)];
    for (std::size_t number = 0; number < keys.size(); ++number) lists[i].add(keys[number], counts[number]);
  }
  NameListData& persons = lists[static_cast<std::size_t>(NameKind::kPerson)];
  std::uint32_t same = 0;
  for (std::size_t i = 0; i < data_.by_name.size(); ++i) {
    const auto key = [&](std::size_t at) {
      const std::uint32_t node = data_.by_name[at];
      const std::uint64_t begin = node == 1 ? 0 : data_.name_ends[node - 2];
      return std::string_view(data_.name_keys).substr(begin, data_.name_ends[node - 1] - begin);
    };
    ++same;
    const bool is_last = i + 1 == data_.by_name.size() || key(i + 1) != key(i);
    if (!is_last) continue;
    if (!key(i).empty()) persons.add(key(i), same);
    same = 0;
  }
  for (NameListData& list : lists) list.sort_words();
  write_name_lists(generation, lists);
}

void ColumnsWriter::finish(const std::filesystem::path& generation) {
  for (std::size_t i = 0; i < kValueFieldCount; ++i) {
    std::vector<std::pair<std::string_view, std::uint32_t>> keys(numbers_[i].begin(), numbers_[i].end());
    std::sort(keys.begin(), keys.end());
    for (const auto& [key, number] : keys) data_.names[i].by_key.push_back(number);
  }
  rank_names();
  write_names(generation);
  write_columns(generation, data_);
  data_ = {};
  numbers_ = {};
}

}  // namespace kennis
