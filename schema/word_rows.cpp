/// @file
#include "schema/word_rows.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "schema/fields.h"

namespace kennis {
namespace {

constexpr std::uint32_t kSharesPlace = 0;  ///< the word behind it stands where the one before it does
constexpr std::uint32_t kNoWord = 1;       ///< a place without a word
constexpr std::uint32_t kBegins = 2;       ///< plus the value's kind
constexpr std::uint32_t kMarks = kBegins + kValueKindCount;

bool begins_value(std::uint32_t number) { return number >= kBegins && number < kMarks; }

/// Where `word` stands first at or behind `from`, or the end. Looks at several numbers at a time.
std::size_t find_word(std::span<const std::uint32_t> sequence, std::size_t from, std::uint32_t word) {
  constexpr std::size_t kStep = 16;
  for (; from + kStep <= sequence.size(); from += kStep) {
    std::uint32_t found = 0;
    for (std::size_t i = 0; i < kStep; ++i) found |= static_cast<std::uint32_t>(sequence[from + i] == word);
    if (found != 0) break;
  }
  while (from < sequence.size() && sequence[from] != word) ++from;
  return from;
}

ValueKinds kind_at(std::span<const std::uint32_t> sequence, std::size_t at) {
  while (!begins_value(sequence[at])) --at;
  return 1U << (sequence[at] - kBegins);
}

/// Whether the row's other words follow the first one at `at`: each at the nearest place behind the one before, which leaves the most room.
bool continues(std::span<const std::uint32_t> sequence, std::size_t at, const WordRow& row) {
  std::size_t next = 1;
  std::uint32_t taken = 0;  // the place of the latest word of the row, from the first
  std::uint32_t place = 0;
  for (++at; next < row.words.size() && at < sequence.size() && !begins_value(sequence[at]); ++at) {
    if (sequence[at] == kSharesPlace) {
      ++at;
    } else if (++place >= row.window) {
      return false;
    }
    if (place == taken || sequence[at] != row.words[next]) continue;
    taken = place;
    ++next;
  }
  return next == row.words.size();
}

}  // namespace

ValueKinds kinds_of(std::string_view prefix) {
  if (prefix == prefix::kTitle) return bit_of(ValueKind::kTitle) | bit_of(ValueKind::kCurrentTitle);
  if (prefix == prefix::kCurrentTitle) return bit_of(ValueKind::kCurrentTitle);
  if (prefix == prefix::kCurrentCompany) return bit_of(ValueKind::kCurrentCompany);
  if (prefix == prefix::kSchool) return bit_of(ValueKind::kSchool);
  if (prefix == prefix::kSkill) return bit_of(ValueKind::kSkill);
  if (prefix == prefix::kLocation) return bit_of(ValueKind::kLocation);
  if (prefix == prefix::kName) return bit_of(ValueKind::kName);
  if (prefix == prefix::kCompany) return bit_of(ValueKind::kCompany) | bit_of(ValueKind::kCurrentCompany);
  assert(prefix == prefix::kText);
  return bit_of(ValueKind::kText) | bit_of(ValueKind::kTitle) | bit_of(ValueKind::kSkill) |
         bit_of(ValueKind::kCurrentTitle);
}

std::uint32_t number_of_word(std::uint64_t hash) {
  const auto number = static_cast<std::uint32_t>(hash);
  return number < kMarks ? number + kMarks : number;
}

void append_value(ValueKind kind, std::span<const Token> tokens, std::span<const std::uint64_t> hashes,
                  std::vector<std::uint32_t>& out) {
  if (tokens.empty()) return;
  out.push_back(kBegins + static_cast<std::uint32_t>(kind));
  std::uint32_t next = tokens[0].position;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].position < next) out.push_back(kSharesPlace);
    for (; next < tokens[i].position; ++next) out.push_back(kNoWord);
    next = tokens[i].position + 1;
    out.push_back(number_of_word(hashes[i]));
  }
}

bool has_row(std::span<const std::uint32_t> sequence, const WordRow& row) {
  assert(!row.words.empty());
  std::size_t at = 0;
  while ((at = find_word(sequence, at, row.words[0])) < sequence.size()) {
    if (continues(sequence, at, row) && (kind_at(sequence, at) & row.kinds) != 0) return true;
    ++at;
  }
  if (!row.any_order) return false;
  assert(row.words.size() == 2);
  return has_row(sequence, {{row.words[1], row.words[0]}, row.window, row.kinds, false});
}

}  // namespace kennis
