/// @file
/// The sorted words are walked as the tree of their characters, with one row of the edit distance a level: a subtree in which nothing can come near is passed over.
#include "searcher/near_names.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace kennis {
namespace {

constexpr std::size_t kOneErrorFrom = 4;
constexpr std::size_t kTwoErrorsFrom = 8;

/// Bytes of the character that begins so; 1 for what begins none.
std::size_t size_of_character(unsigned char first) {
  return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/// Needs: at < text.size().
std::string_view character_at(std::string_view text, std::size_t at) {
  return text.substr(at, size_of_character(static_cast<unsigned char>(text[at])));
}

/// The bytes of a character as a number: compared a hundred thousand times for what somebody types.
std::uint32_t number_of(std::string_view character) {
  std::uint32_t number = 0;
  for (const char byte : character) number = number << 8U | static_cast<unsigned char>(byte);
  return number;
}

std::vector<std::uint32_t> characters_of(std::string_view text) {
  std::vector<std::uint32_t> characters;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view character = character_at(text, at);
    characters.push_back(number_of(character));
    at += character.size();
  }
  return characters;
}

using Row = std::vector<std::size_t>;

/// The row below: distances of a text one character longer to every beginning of what was typed. Two neighbours swapped are one error (optimal
/// string alignment).
void next_row(const std::vector<std::uint32_t>& typed, const Row& above, const Row* two_above, std::uint32_t character,
              std::uint32_t before, Row& row) {
  row.resize(typed.size() + 1);
  row[0] = above[0] + 1;
  for (std::size_t i = 1; i <= typed.size(); ++i) {
    const std::size_t cost = typed[i - 1] == character ? 0 : 1;
    row[i] = std::min({row[i - 1] + 1, above[i] + 1, above[i - 1] + cost});
    if (two_above != nullptr && i > 1 && typed[i - 1] == before && typed[i - 2] == character)
      row[i] = std::min(row[i], (*two_above)[i - 2] + 1);
  }
}

class Walk {
 public:
  Walk(const NameList& names, std::string_view typed, std::size_t errors_max)
      : names_(names), typed_(characters_of(typed)), errors_max_(errors_max) {
    rows_.resize(typed_.size() + errors_max + 2);
    rows_[0].resize(typed_.size() + 1);
    std::iota(rows_[0].begin(), rows_[0].end(), std::size_t{0});
  }

  std::vector<NearWords> run() {
    descend(0, names_.words().size(), 0, 0, 0);
    return std::move(found_);
  }

 private:
  /// Words `first` up to `last` share their first `offset` bytes, which are `depth` characters, of which the last is `before`.
  void descend(std::size_t first, std::size_t last, std::size_t offset, std::size_t depth, std::uint32_t before) {
    const Row& row = rows_[depth];
    if (row.back() <= errors_max_) {
      found_.push_back({first, last});
      return;
    }
    if (*std::min_element(row.begin(), row.end()) > errors_max_ || depth + 1 >= rows_.size()) return;
    first = end_of(first, last, [&](std::string_view text) { return text.size() <= offset; });
    while (first < last) {
      const std::string_view text = names_.from(names_.words()[first]);
      if (text.size() <= offset)
        throw std::runtime_error("the list of names is not in order: run `kennis index` again");
      const std::string_view character = character_at(text, offset);
      const std::size_t end = end_of(
          first, last, [&](std::string_view other) { return other.substr(offset, character.size()) == character; });
      const std::uint32_t number = number_of(character);
      next_row(typed_, row, depth > 0 ? &rows_[depth - 1] : nullptr, number, before, rows_[depth + 1]);
      descend(first, end, offset + character.size(), depth + 1, number);
      first = end;
    }
  }

  /// Where in a range those end, at its beginning, of which `is_in` is true. Looks further and further ahead, then between.
  template <typename IsIn>
  [[nodiscard]] std::size_t end_of(std::size_t first, std::size_t last, const IsIn& is_in) const {
    const auto is_inside = [&](std::size_t at) { return is_in(names_.from(names_.words()[at])); };
    std::size_t step = 1;
    std::size_t low = first;
    while (low < last && is_inside(low)) {
      first = low + 1;
      low += step;
      step *= 2;
    }
    std::size_t high = std::min(low, last);
    while (first < high) {
      const std::size_t middle = first + (high - first) / 2;
      if (is_inside(middle)) {
        first = middle + 1;
      } else {
        high = middle;
      }
    }
    return first;
  }

  const NameList& names_;
  std::vector<std::uint32_t> typed_;
  std::size_t errors_max_;
  std::vector<Row> rows_;  ///< by depth
  std::vector<NearWords> found_;
};

}  // namespace

std::size_t errors_allowed(std::string_view typed) {
  const auto letters = std::count_if(
      typed.begin(), typed.end(), [](char c) { return c != ' ' && (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return static_cast<std::size_t>(letters) >= kTwoErrorsFrom  ? 2
         : static_cast<std::size_t>(letters) >= kOneErrorFrom ? 1
                                                              : 0;
}

std::vector<NearWords> words_near(const NameList& names, std::string_view typed, std::size_t errors_max) {
  return Walk(names, typed, errors_max).run();
}

NearText::NearText(std::string_view typed, std::size_t errors_max)
    : typed_(typed), letters_(characters_of(typed_)), errors_max_(errors_max), first_(letters_.size() + 1) {
  std::iota(first_.begin(), first_.end(), std::size_t{0});
}

std::size_t NearText::errors(std::string_view text, bool whole) {
  above_ = first_;
  std::size_t best = above_.back();
  std::uint32_t before = 0;
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size() && depth < letters_.size() + errors_max_ + 1; ++depth) {
    const std::size_t bytes = character_at(text, at).size();
    const std::uint32_t character = number_of(text.substr(at, bytes));
    next_row(letters_, above_, depth > 0 ? &two_above_ : nullptr, character, before, row_);
    best = std::min(best, row_.back());
    // A row holds nothing nearer than the one above it, or than both above where neighbours are swapped: what is too far away stays so.
    if (*std::min_element(row_.begin(), row_.end()) > errors_max_) return whole ? errors_max_ + 1 : best;
    std::swap(two_above_, above_);
    std::swap(above_, row_);
    before = character;
    at += bytes;
    if (whole && at < text.size() && depth + 1 == letters_.size() + errors_max_ + 1) return errors_max_ + 1;
  }
  return whole ? above_.back() : best;
}

std::size_t errors_between(std::string_view typed, std::string_view text, std::size_t errors_max, bool whole) {
  return NearText(typed, errors_max).errors(text, whole);
}

}  // namespace kennis
