/// @file
#include "schema/name_lists.h"

#include <algorithm>
#include <stdexcept>

#include "schema/fields.h"

namespace kennis {
namespace {

constexpr std::array<std::string_view, kNameKindCount> kSections = {"skill",    "title",  "company",
                                                                    "location", "school", "person"};

std::string section(NameKind kind, std::string_view part) {
  return std::string(kSections.at(static_cast<std::size_t>(kind))) + "." + std::string(part);
}

bool is_letter_or_digit(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

/// The first byte of a character from U+3000 to U+9FFF: scripts that put no spaces between words.
bool begins_unspaced(unsigned char c) { return c >= 0xE3 && c <= 0xE9; }

/// The first eight bytes, as a number that compares as they do.
std::uint64_t beginning_of(std::string_view text) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i)
    number = number << 8U | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
  return number;
}

}  // namespace

std::optional<ValueField> column_behind(NameKind kind) {
  constexpr std::array<ValueField, kNameKindCount - 1> kColumns = {
      ValueField::kSkill, ValueField::kTitle, ValueField::kCompany, ValueField::kLocation, ValueField::kSchool};
  if (kind == NameKind::kPerson) return std::nullopt;
  return kColumns.at(static_cast<std::size_t>(kind));
}

void word_beginnings(std::string_view key, std::vector<std::uint32_t>& out) {
  out.clear();
  for (std::size_t at = 0; at < key.size() && out.size() < limit::kNameWordsMax; ++at) {
    const auto c = static_cast<unsigned char>(key[at]);
    const bool continues_character = (c & 0xC0U) == 0x80U;
    if (c == ' ' || continues_character) continue;
    const bool begins = at == 0 || key[at - 1] == ' ' ||
                        (is_letter_or_digit(c) && !is_letter_or_digit(static_cast<unsigned char>(key[at - 1]))) ||
                        begins_unspaced(c);
    if (begins) out.push_back(static_cast<std::uint32_t>(at));
  }
}

void NameListData::add(std::string_view key, std::uint32_t count) {
  keys += key;
  ends.push_back(keys.size());
  counts.push_back(count);
}

void NameListData::sort_words() {
  struct Sorted {
    std::uint64_t beginning;
    NameWord word;
  };
  const auto key_of = [&](std::uint32_t number) {
    const std::uint64_t begin = number == 0 ? 0 : ends[number - 1];
    return std::string_view(keys).substr(begin, ends[number] - begin);
  };
  std::vector<Sorted> sorted;
  std::vector<std::uint32_t> offsets;
  for (std::uint32_t number = 0; number < ends.size(); ++number) {
    const std::string_view key = key_of(number);
    word_beginnings(key, offsets);
    for (const std::uint32_t offset : offsets)
      sorted.push_back({beginning_of(key.substr(offset)), NameWord{number, offset}});
  }
  std::sort(sorted.begin(), sorted.end(), [&](const Sorted& a, const Sorted& b) {
    if (a.beginning != b.beginning) return a.beginning < b.beginning;
    const int compared =
        key_of(a.word.number).substr(a.word.offset).compare(key_of(b.word.number).substr(b.word.offset));
    if (compared != 0) return compared < 0;
    return a.word.number != b.word.number ? a.word.number < b.word.number : a.word.offset < b.word.offset;
  });
  words.clear();
  words.reserve(sorted.size());
  for (const Sorted& each : sorted) words.push_back(each.word);
}

void write_name_lists(const std::filesystem::path& generation, const std::array<NameListData, kNameKindCount>& lists) {
  ArrayFileWriter writer;
  for (std::size_t i = 0; i < kNameKindCount; ++i) {
    const auto kind = static_cast<NameKind>(i);
    writer.add_text(section(kind, "keys"), lists[i].keys);
    writer.add(section(kind, "ends"), lists[i].ends);
    writer.add(section(kind, "counts"), lists[i].counts);
    writer.add(section(kind, "words"), lists[i].words);
  }
  writer.write(generation / file::kNameLists);
}

NameList::NameList(const ArrayFile& file, NameKind kind)
    : keys_(file.text_section(section(kind, "keys"))),
      ends_(file.section<std::uint64_t>(section(kind, "ends"))),
      counts_(file.section<std::uint32_t>(section(kind, "counts"))),
      words_(file.section<NameWord>(section(kind, "words"))) {
  const bool fits = counts_.size() == ends_.size() && (ends_.empty() ? keys_.empty() : ends_.back() == keys_.size());
  if (!fits) throw std::runtime_error("the names of " + section(kind, "keys") + " are of different lengths");
}

void NameList::refuse() { throw std::runtime_error("the list of names is damaged: run `kennis index` again"); }

std::pair<std::size_t, std::size_t> NameList::beginning_with(std::string_view text) const {
  const auto first =
      std::lower_bound(words_.begin(), words_.end(), text,
                       [&](const NameWord& word, std::string_view t) { return from(word).substr(0, t.size()) < t; });
  const auto last = std::upper_bound(first, words_.end(), text, [&](std::string_view t, const NameWord& word) {
    return t < from(word).substr(0, t.size());
  });
  return {static_cast<std::size_t>(first - words_.begin()), static_cast<std::size_t>(last - words_.begin())};
}

std::optional<std::uint32_t> NameList::find_in_order(std::string_view sought) const {
  std::uint32_t low = 0;
  auto high = static_cast<std::uint32_t>(count());
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (key(middle) < sought) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < count() && key(low) == sought ? std::optional(low) : std::nullopt;
}

NameLists::NameLists(const std::filesystem::path& generation) : file_(generation / file::kNameLists) {
  for (std::size_t i = 0; i < kNameKindCount; ++i) lists_[i] = NameList(file_, static_cast<NameKind>(i));
}

}  // namespace kennis
