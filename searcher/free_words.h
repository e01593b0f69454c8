/// @file
/// What bare words mean beyond themselves: those that only join others are passed over, and the rest is looked for in names and places, too.
#pragma once

#include "schema/text.h"
#include "searcher/query.h"

namespace kennis {

/// Passes over optional bare words that only join others (`in`, `met`), and spans of years (`5 jaar ervaring`), where something else is asked for beside
/// them; a note says so, and how to ask for the years. A word in capitals may be a name (`WE`) and is kept, and so is what is quoted, required,
/// or part of a skill's name. Cost: a look-up a word.
void pass_over_joining_words(Query& query);

/// Gives each bare word and phrase that is no skill further forms: where the person lives, at full level; who the person is and where they worked or went
/// to school, at relation::kNamed of it. Whoever has the word there has all of it. `text:` asks for running text alone. Cost: four terms a word.
void look_in_names(QueryNode& root, Stemmer& stemmer);

}  // namespace kennis
