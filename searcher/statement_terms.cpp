/// @file
#include "searcher/statement_terms.h"

#include <algorithm>

namespace kennis {

bool have_one_in_common(const TermHashes& a, const TermHashes& b) {
  const TermHashes& few = a.size() < b.size() ? a : b;
  const TermHashes& many = a.size() < b.size() ? b : a;
  return std::any_of(few.begin(), few.end(),
                     [&](std::uint64_t hash) { return std::binary_search(many.begin(), many.end(), hash); });
}

const StatementTerms& AllStatementTerms::of(std::string_view skill, DocumentMaker& maker) {
  const auto known = by_skill_.find(skill);
  if (known != by_skill_.end()) return known->second;
  return by_skill_.emplace(std::string(skill), maker.terms_of_statement(skill)).first->second;
}

}  // namespace kennis
