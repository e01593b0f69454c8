/// @file
/// The taxonomy as text: reading, checking and writing it. data/taxonomy/README.md describes the columns.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/result.h"
#include "schema/taxonomy.h"

namespace kennis {

struct TaxonomyText {
  std::string name;  ///< for messages: the path of a file
  std::string_view text;
};

/// What was read, and every fault in it by file and line; what has a fault is left out, so that all faults are found in one go.
struct TaxonomyReading {
  Taxonomy taxonomy;
  std::vector<std::string> faults;
};

/// Faults: a line without the columns, no UTF-8, an id or label without a word, an id twice, a label of two skills that is not ambiguous in both,
///         an ambiguous label without evidence words, a broader skill that is not there, a skill broader than itself.
[[nodiscard]] TaxonomyReading read_taxonomy(std::span<const TaxonomyText> texts);

/// The taxonomy, if there is no fault in it. Errors: kInvalidRequest with the first fault and how many there are.
[[nodiscard]] Result<Taxonomy> taxonomy_from(std::span<const TaxonomyText> texts);

/// The one that comes with the program, as one text.
[[nodiscard]] std::string built_in_taxonomy();

/// The skills as a text that read_taxonomy reads back as the same.
[[nodiscard]] std::string taxonomy_text(const Taxonomy& taxonomy);

}  // namespace kennis
