/// @file
/// Words that join others, as people type them in free text: `TEE-lib` is asked for as `tee` and `lib` where nobody writes it so.
#pragma once

#include "schema/statistics.h"
#include "searcher/query.h"

namespace kennis {

/// Replaces each optional bare word that joins parts, if nobody in the generation has it joined, by its parts, each an optional word of its own. Who has all
/// of them in a row still has the most; who has some is no longer left out. What is required, quoted, negated or inside an operator stays.
/// Cost: a look-up a word.
void ask_for_parts_of_unheard(QueryNode& root, const Statistics& statistics);

}  // namespace kennis
