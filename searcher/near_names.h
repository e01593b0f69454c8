/// @file
/// What somebody who typed so may be typing: names with a word that begins with it, give or take an error or two.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/name_lists.h"

namespace kennis {

/// How many errors are forgiven: one from 4 letters on, two from 8. Spaces are no letters.
[[nodiscard]] std::size_t errors_allowed(std::string_view typed);

/// Words of a list from which on names begin almost as was typed.
struct NearWords {
  std::size_t first = 0;
  std::size_t last = 0;  ///< one behind
};

/// The words from which on a name begins with something that differs from `typed` by at most so many errors: a character wrong, missing, too much, or two
/// neighbours swapped. Ranges do not overlap. Needs: `typed` as value_key gives it, in UTF-8.
/// Cost: grows with how many different beginnings come near, not with the list.
[[nodiscard]] std::vector<NearWords> words_near(const NameList& names, std::string_view typed, std::size_t errors_max);

/// One text that is compared with many. Threads: one. Owns: nothing of what was typed, which must outlive it.
class NearText {
 public:
  NearText(std::string_view typed, std::size_t errors_max);
  /// The errors by which the best beginning of `text` differs from what was typed; more than `errors_max` if none is nearer. With `whole`, of all of `text`.
  /// Cost: a row of what was typed for each character, up to where nothing can come near.
  [[nodiscard]] std::size_t errors(std::string_view text, bool whole = false);
  [[nodiscard]] std::string_view typed() const { return typed_; }
  [[nodiscard]] std::size_t errors_max() const { return errors_max_; }

 private:
  std::string_view typed_;
  std::vector<std::uint32_t> letters_;
  std::size_t errors_max_;
  std::vector<std::size_t> first_, two_above_, above_, row_;
};

/// The same for one text.
[[nodiscard]] std::size_t errors_between(std::string_view typed, std::string_view text, std::size_t errors_max,
                                         bool whole = false);

}  // namespace kennis
