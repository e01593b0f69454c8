/// @file
/// From a query as it was written to what it asks for, before it is matched: the same wherever a query is asked.
#pragma once

#include "schema/skill_finder.h"
#include "schema/statistics.h"
#include "schema/text.h"
#include "searcher/query.h"

namespace kennis {

/// Recognises skills, passes over words that only join others, and looks for the rest in names and places, too. Needs: conditions bound and beginnings
/// expanded. Cost: some look-ups a word. Threads: one stemmer a thread.
void find_meaning(Query& query, const SkillFinder& skills, const Statistics& statistics, Stemmer& stemmer);

}  // namespace kennis
