/// @file
/// The names that profiles have, by each of their words: what is suggested while somebody types. Mapped, beside the columns.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/mapped_file.h"
#include "schema/profile_values.h"

namespace kennis {

/// Whose names. The numbers are on disk: add at the end.
enum class NameKind : std::uint8_t { kSkill, kTitle, kCompany, kLocation, kSchool, kPerson };
inline constexpr std::size_t kNameKindCount = 6;
/// The column behind a list; nothing for persons.
[[nodiscard]] std::optional<ValueField> column_behind(NameKind kind);

/// Where the words of a key begin, in bytes, rising: behind a space, at a letter or digit behind another sign, and at every Chinese or Japanese
/// character. At most limit::kNameWordsMax. Overwrites. Needs: `key` as value_key gives it.
void word_beginnings(std::string_view key, std::vector<std::uint32_t>& out);

/// A word of a name, with all that follows it.
struct NameWord {
  std::uint32_t number = 0;  ///< of the name
  std::uint32_t offset = 0;  ///< in its key
};

/// The names of one kind as they are collected, by number; of a column the number is that of the value.
struct NameListData {
  std::string keys;
  std::vector<std::uint64_t> ends;
  std::vector<std::uint32_t> counts;  ///< how many who may be hits have it
  std::vector<NameWord> words;        ///< filled in by sort_words

  void add(std::string_view key, std::uint32_t count);
  /// Cost: a sort of all words of all names.
  void sort_words();
};
void write_name_lists(const std::filesystem::path& generation, const std::array<NameListData, kNameKindCount>& lists);

/// The names of one kind. Threads: any number may read.
class NameList {
 public:
  NameList() = default;
  NameList(const ArrayFile& file, NameKind kind);

  [[nodiscard]] std::size_t count() const { return ends_.size(); }
  /// Throws std::runtime_error for a number that no name has: the file is damaged then.
  [[nodiscard]] std::string_view key(std::uint32_t number) const {
    if (number >= ends_.size()) refuse();
    const std::uint64_t begin = number == 0 ? 0 : ends_[number - 1];
    return keys_.substr(begin, ends_[number] - begin);
  }
  /// How many in the generation who may be hits have it.
  [[nodiscard]] std::uint32_t persons(std::uint32_t number) const {
    if (number >= counts_.size()) refuse();
    return counts_[number];
  }
  /// Every word of every name, by what follows from there on, then by number.
  [[nodiscard]] std::span<const NameWord> words() const { return words_; }
  [[nodiscard]] std::string_view from(const NameWord& word) const { return key(word.number).substr(word.offset); }
  /// The words from which on a name begins with `text`: first, and one behind the last. Cost: two binary searches.
  [[nodiscard]] std::pair<std::size_t, std::size_t> beginning_with(std::string_view text) const;
  /// The number of a key. Needs: keys rise with their numbers, as those of persons do. Cost: a binary search.
  [[nodiscard]] std::optional<std::uint32_t> find_in_order(std::string_view key) const;

 private:
  [[noreturn]] static void refuse();
  std::string_view keys_;
  std::span<const std::uint64_t> ends_;
  std::span<const std::uint32_t> counts_;
  std::span<const NameWord> words_;
};

class NameLists {
 public:
  /// Throws std::runtime_error if the file is not whole.
  explicit NameLists(const std::filesystem::path& generation);
  [[nodiscard]] const NameList& of(NameKind kind) const { return lists_.at(static_cast<std::size_t>(kind)); }

 private:
  ArrayFile file_;
  std::array<NameList, kNameKindCount> lists_;
};

}  // namespace kennis
