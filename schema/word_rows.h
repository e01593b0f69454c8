/// @file
/// The words of a profile in their order, as numbers: by them a search tells whether words stand in a row.
///
/// A sequence of 32-bit numbers, value by value as the profile has them. A value begins with a mark that says its kind. A word is the low half of its stem's
/// hash and takes the next place; where several words share a place (`node.js` and `node`), all but the first follow a mark. A place
/// without a word has a mark, too. No word has the number of a mark.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "schema/text.h"

namespace kennis {

/// What a value is. Its words are counted apart, so that a phrase stands in one value.
enum class ValueKind : std::uint8_t {
  kText,
  kTitle,
  kSkill,
  kName,
  kCompany,
  kCurrentTitle,
  kCurrentCompany,
  kSchool,
  kLocation
};
inline constexpr std::size_t kValueKindCount = 9;

/// Kinds of values: a bit each.
using ValueKinds = std::uint32_t;
[[nodiscard]] constexpr ValueKinds bit_of(ValueKind kind) { return 1U << static_cast<unsigned>(kind); }
/// The values whose words become terms of that prefix. Needs: a prefix of words.
[[nodiscard]] ValueKinds kinds_of(std::string_view prefix);

/// A word as it stands in a sequence. Needs: hash_of_run(0, stem), see word_runs.h.
[[nodiscard]] std::uint32_t number_of_word(std::uint64_t hash);

/// Appends a value. Needs: `tokens` as tokenise gives them, and a hash for each.
void append_value(ValueKind kind, std::span<const Token> tokens, std::span<const std::uint64_t> hashes,
                  std::vector<std::uint32_t>& out);

/// Words that are to stand in this order (or either order, of two) within `window` places of one value.
struct WordRow {
  std::vector<std::uint32_t> words;
  std::uint32_t window = 1;
  ValueKinds kinds = 0;    ///< of values that count
  bool any_order = false;  ///< the two words may also stand the other way round
};

/// True if they do somewhere. A false yes needs two stems with one number, the one right where the other would make the row.
/// Needs: at least one word. Cost: about 0.1 microseconds for a few hundred words. Threads: any.
[[nodiscard]] bool has_row(std::span<const std::uint32_t> sequence, const WordRow& row);

}  // namespace kennis
