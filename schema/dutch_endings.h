/// @file
/// Dutch endings that the stemmer of the library leaves apart: `applicaties`, `bedrijven`, `cursussen`, `technici`.
#pragma once

#include <string>
#include <string_view>

namespace kennis {

/// The singular of a plural by a rule that the stemmer lacks; any other word as it is. Needs: a folded word. Source: plural forms as Dutch grammars
/// list them, as far as they end like no singular: `proces`, `advies` and `adres` stay.
[[nodiscard]] std::string without_dutch_plural(std::string_view word);

/// What the stemmer made of a word, with the consonant that stands at a word's end: `bedrijv` of `bedrijven` is `bedrijf`, `huiz` of `huizen` is `huis`,
/// `oploss` of `oplossen` and `oplossing` is `oplos`.
void close_dutch_stem(std::string_view word, std::string& stem);

}  // namespace kennis
