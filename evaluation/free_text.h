/// @file
/// A text of any length as a query: a job advertisement asked as it stands.
#pragma once

#include <string>
#include <string_view>

#include "schema/skill_finder.h"
#include "schema/statistics.h"
#include "schema/text.h"
#include "searcher/query.h"

namespace kennis {

/// A text as its words alone: whatever the query language gives a meaning to is taken as plain text.
[[nodiscard]] std::string as_free_text(std::string_view text);

/// The query for a text. Of a text that is longer than a query may be, each word and each label of a skill is asked for once, labels first, then the rarest
/// words; what nobody has is left out. A text without a word asks for everyone.
/// Threads: one stemmer a thread. Cost: a few microseconds a word.
[[nodiscard]] Query free_text_query(std::string_view text, const SkillFinder& skills, const Statistics& statistics,
                                    Stemmer& stemmer);

}  // namespace kennis
