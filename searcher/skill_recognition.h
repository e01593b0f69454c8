/// @file
/// The skills that a query names, by whatever name: from then on it asks for the skill.
#pragma once

#include "schema/skill_finder.h"
#include "schema/statistics.h"
#include "searcher/query.h"

namespace kennis {

/// Gives every leaf that is a label of a skill (a word, a phrase, or the value of `skill:`) the skill's terms as further forms: those who name it
/// otherwise at full level, those who have a narrower skill at relation::kNarrower of it. Broader skills count relation::kBroader, and make nobody
/// match: `NOT "spring boot"` must not leave out whoever says Java. Bare words side by side that are a label together become one leaf, the longest label first,
/// if anybody has the skill. An ambiguous label (`go`) is one in `skill:`, elsewhere only where the query holds one of its evidence words.
///
/// Cost: a look-up a word. Threads: any.
void recognise_skills(QueryNode& root, const SkillFinder& skills, const Statistics& statistics);

}  // namespace kennis
