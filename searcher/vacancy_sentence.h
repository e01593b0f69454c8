/// @file
/// The sentences of a job text, and what of a sentence is asked for at all.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "searcher/vacancy_phrases.h"

namespace kennis {

/// A line cut at ends of sentences; an abbreviation (`mind. 4 Jahre`) or a name such as Node.js is no end.
[[nodiscard]] std::vector<std::string_view> sentences_of_vacancy(std::string_view line, const VacancyPhrases& phrases);

/// The sentence without its parts that say that something is not needed. A part ends at a comma or before `but`; the parts of a list (`Java, SQL or
/// PHP is not required`) are denied together. Empty if all of it is denied.
[[nodiscard]] std::string asked_in_sentence(std::string_view sentence, const VacancyPhrases& phrases);

}  // namespace kennis
