/// @file
/// Words of skills and of running text that are written almost like one that nobody has.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "searcher/open_view.h"

namespace kennis {

/// A word that somebody has, and how far it is from the one that was typed.
struct NearWord {
  std::size_t errors = 0;
  std::uint64_t persons = 0;
  std::string word;  ///< as it is compared: small letters, without accents
};

/// True if somebody whom the searcher may find has the term.
using SomebodyHas = std::function<bool(const std::string& term)>;

/// Of the one-word labels of skills that somebody has, by whatever name, the nearest within so many errors; then that of the skill which most persons have, then the first.
[[nodiscard]] std::optional<NearWord> nearest_label(const OpenView& open, std::string_view word, std::size_t errors_max,
                                                    const SomebodyHas& somebody_has);

/// Of the words of running text with the same first letter, in the way: terms are stems, so the word itself is read from somebody's profile.
/// Cost: a pass over the terms of that letter, some tens of nanoseconds each, and reading a few profiles.
[[nodiscard]] std::optional<NearWord> nearest_in_text(const OpenView& open, std::string_view word,
                                                      std::size_t errors_max, const SomebodyHas& somebody_has,
                                                      Stemmer& stemmer);

}  // namespace kennis
