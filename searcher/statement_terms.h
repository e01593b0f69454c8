/// @file
/// Which terms of a document a statement of a skill may change: so that a question makes no document anew that it would find the same.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "schema/document_maker.h"

namespace kennis {

/// Hashes of terms (hash_of_term), rising, each once.
using TermHashes = std::vector<std::uint64_t>;

/// What statements of one skill add to documents, in whatever language these are. Never changed.
using StatementTerms = TermHashes;

/// Cost: a step for each of the shorter, times the logarithm of the longer. Threads: any.
[[nodiscard]] bool have_one_in_common(const TermHashes& a, const TermHashes& b);

/// The terms of each skill that somebody spoke of, made once.
/// Threads: one at a time. Memory: some 400 bytes a skill.
class AllStatementTerms {
 public:
  /// Valid as long as this. Cost: a look-up; some 20 microseconds the first time.
  [[nodiscard]] const StatementTerms& of(std::string_view skill, DocumentMaker& maker);

 private:
  std::map<std::string, StatementTerms, std::less<>> by_skill_;
};

}  // namespace kennis
