/// @file
/// A job text read as a query: what it requires, what it wishes for, and what it is about, for a recruiter to edit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/result.h"
#include "schema/skill_finder.h"
#include "searcher/vacancy_phrases.h"
#include "searcher/vacancy_place.h"

namespace kennis {

inline constexpr std::size_t kVacancyBytesMax = 100'000;
inline constexpr std::size_t kVacancySkillsMax = 40;  ///< of each sort; a text that names more is cut

struct Vacancy {
  std::string title;  ///< empty where the text names none, as are the others
  std::string place;
  std::optional<std::uint32_t> years;  ///< of experience, at least
  std::vector<std::string> languages;  ///< codes, in the order in which they are named
  std::vector<std::string>
      required;  ///< skills by their preferred labels, in the order in which they are named, each once
  std::vector<std::string> wished;  ///< those that are not required
  RemoteWork remote = RemoteWork::kNone;
  /// The place as a condition; empty if no place of that name is known, or the work is done from anywhere.
  std::string near;
  std::string query;  ///< all that the query language can say of it
};

/// Reads vacancies in Dutch, English, French and German, also mixed.
///
/// Skills are those of the taxonomy, found as in profiles. A heading says what the lines below it are, words such as `a plus` what their sentence
/// is; what stands under tasks or under no heading is wished for, what the employer offers is left out. The words are in data/vacancy/phrases.tsv.
/// Threads: any number may use one. Cost: some microseconds a kilobyte.
class VacancyReader {
 public:
  /// Needs: the finder lives longer. Throws std::runtime_error if the phrases that come with the program are damaged.
  explicit VacancyReader(const SkillFinder& skills) : skills_(&skills) {}

  /// Errors: kInvalidRequest for a text that is too long, empty, or not UTF-8.
  [[nodiscard]] Result<Vacancy> read(std::string_view text) const;

 private:
  const SkillFinder* skills_;
  VacancyPhrases phrases_;
};

}  // namespace kennis
