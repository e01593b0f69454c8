/// @file
#include "searcher/prefix_terms.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "schema/fields.h"

namespace kennis {
namespace {

/// More terms than this are not looked at to find the commonest.
constexpr std::size_t kTermsSeenMax = 50'000;

void add_term(Leaf& leaf, const std::string& term) {
  const bool known = std::any_of(leaf.alternatives.begin(), leaf.alternatives.end(), [&](const Alternative& other) {
    return other.terms.size() == 1 && other.terms[0] == term;
  });
  if (known) return;
  Alternative alternative;
  alternative.terms = {term};
  leaf.alternatives.push_back(std::move(alternative));
}

/// A run of words is found by its words.
bool is_word(std::string_view term) { return term.find(' ') == std::string_view::npos; }

void expand(Leaf& leaf, Query& query, const Xapian::Database& database, const Statistics& statistics,
            const LivePostings& live) {
  std::vector<std::pair<std::uint32_t, std::string>> found;
  std::size_t seen = 0;
  const auto end = database.allterms_end(leaf.begins_with);
  for (auto at = database.allterms_begin(leaf.begins_with); at != end && seen < kTermsSeenMax; ++at, ++seen) {
    std::string term = *at;
    const std::uint32_t persons = is_word(term) ? statistics.of(term).persons : 0;
    if (persons > 0) found.emplace_back(persons, std::move(term));  // 0: of documents that are not in force
  }
  std::vector<std::string> unheard;  // when statistics were made
  for (std::string& term : live.terms_with(leaf.begins_with)) {
    if (!is_word(term) || database.term_exists(term)) continue;
    const std::uint32_t persons = statistics.of(term).persons;
    if (persons > 0) {
      found.emplace_back(persons, std::move(term));
    } else {
      unheard.push_back(std::move(term));
    }
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  if (found.size() > limit::kPrefixTermsMax) {
    query.notes.push_back(fmt::format("{} stands for the {} commonest of {}{} words", leaf.text, limit::kPrefixTermsMax,
                                      seen == kTermsSeenMax ? "more than " : "", found.size()));
    found.resize(limit::kPrefixTermsMax);
  }
  for (const auto& [persons, term] : found) add_term(leaf, term);
  unheard.resize(std::min(unheard.size(), limit::kPrefixTermsMax));
  for (const std::string& term : unheard) add_term(leaf, term);
}

void expand_below(QueryNode& node, Query& query, const Xapian::Database& database, const Statistics& statistics,
                  const LivePostings& live) {
  if (!node.leaf.begins_with.empty()) expand(node.leaf, query, database, statistics, live);
  for (QueryNode& child : node.children) expand_below(child, query, database, statistics, live);
}

}  // namespace

bool has_beginnings(const QueryNode& root) {
  return !root.leaf.begins_with.empty() || std::any_of(root.children.begin(), root.children.end(), has_beginnings);
}

void expand_beginnings(Query& query, const Xapian::Database& database, const Statistics& statistics,
                       const LivePostings& live) {
  expand_below(query.root, query, database, statistics, live);
}

}  // namespace kennis
