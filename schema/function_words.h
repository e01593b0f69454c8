/// @file
/// Words that join others and say nothing about a person: `in`, `met`, `avec`, `für`.
#pragma once

#include <string_view>

namespace kennis {

/// True for articles, prepositions, pronouns, conjunctions and auxiliaries of Dutch, English, French and German, and for what introduces what is looked for
/// (`zoek`, `looking`). Left out are those that are a name or a thing in another of these languages, or to recruiters: `van`, `die`, `car`, `it`, `go`.
/// Needs: a word without capitals and accents. Threads: any. Cost: a look-up.
[[nodiscard]] bool is_function_word(std::string_view folded);
/// The same of a word that stands between two others, where `van` is no car.
[[nodiscard]] bool is_function_word_between(std::string_view folded);

}  // namespace kennis
