/// @file
/// Help while typing: names of skills, titles, companies, cities, schools, persons and groups that begin, at any of their words, with what is typed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "searcher/answer.h"
#include "searcher/searcher.h"

namespace kennis {

struct SuggestRequest {
  std::string text;                 ///< what is typed, at most limit::kSuggestBytesMax
  std::string as;                   ///< who types: id, address, number or link
  std::vector<std::string> fields;  ///< skill, title, company, city, school, name, group; none: all
  std::size_t limit = 10;           ///< 0 to limit::kSuggestionsMax
  std::optional<Days> rights_date;  ///< none: today
};

struct Suggestion {
  std::string text;   ///< as a profile has it
  std::string field;  ///< of SuggestRequest::fields
  std::optional<std::uint64_t>
      count;               ///< how many `query` finds; nothing for a members-only group that the searcher is not in
  std::string query;       ///< in the query language; empty where there is no count
  std::size_t errors = 0;  ///< in what was typed, if this was meant
};

struct SuggestAnswer {
  std::string text;
  std::vector<Suggestion> suggestions;  ///< by errors, then the most persons, then by key, field and id
  double took_ms = 0;
  Provenance provenance;
};

/// Names that anybody the searcher may find has. Nothing is suggested for a text without a word.
/// A name of the generation is spelt as the first profile that had it, one that is new since as the first in the order of bytes.
/// Errors:  kInvalidRequest for a text that is too long or no UTF-8, a field that there is not, a limit; kUnknownPerson.
/// Threads: any number at once. Cost: a look at every name that begins so; what changed since costs a look-up a value.
[[nodiscard]] Result<SuggestAnswer> suggest(const Searcher& searcher, const SuggestRequest& request);

/// The fields, for messages and help.
[[nodiscard]] std::string suggested_fields();

}  // namespace kennis
