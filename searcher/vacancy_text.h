/// @file
/// A job text as lines of plain text, whether it was pasted as text or as HTML.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kennis {

struct VacancyLine {
  std::string text;
  bool is_item = false;  ///< of a list: it had a bullet, or was an element of one
  friend bool operator==(const VacancyLine&, const VacancyLine&) = default;
};

/// The lines that have something in them, without bullets and spaces around them. HTML is recognised by its tags: those that begin a block begin a
/// line, scripts and styles are left out, entities are read. Anything goes, also broken HTML.
/// Needs: valid UTF-8. Cost: one pass.
[[nodiscard]] std::vector<VacancyLine> lines_of_vacancy(std::string_view text);

}  // namespace kennis
