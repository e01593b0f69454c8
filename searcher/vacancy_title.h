/// @file
/// The title of a vacancy without what is said around it: `We're hiring!`, `(m/w/d)`, `gezocht`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "searcher/vacancy_phrases.h"

namespace kennis {

/// A line that may open a vacancy. Owns: views of the line.
struct VacancyOpening {
  std::string_view before;  ///< what stands before the words of recruiting: `Für unseren Standort in Köln`
  std::string_view title;   ///< what stands behind them and their article, or the line if there are none; may be empty
  bool recruits = false;    ///< the line has such words
  bool begins_with_it = false;  ///< with nothing before them
};

/// `suchen wir ab sofort eine/n` and its like end what is no title; of several the last.
[[nodiscard]] VacancyOpening vacancy_opening(std::string_view line, const VacancyPhrases& phrases);

/// Without what stands in parentheses and behind ` - ` or ` | `.
[[nodiscard]] std::string cleaned_vacancy_title(std::string_view title);

/// Without `gezocht`, `m/v/x` and what follows; of a sentence (`recruits`) also without what it says of the place or the person: `to join our team`.
[[nodiscard]] std::string title_without_recruiting(std::string_view title, bool recruits,
                                                   const VacancyPhrases& phrases);

/// The pieces of a line that stand between ` - ` or ` | `, without what is in parentheses behind them: `Gent` of `Verpleegkundige (m/v/x) - Gent - voltijds`.
[[nodiscard]] std::vector<std::string_view> pieces_of_vacancy_line(std::string_view line);

}  // namespace kennis
