/// @file
/// Which of a few persons match a query, and how well: for questions about people who are reached, however many match.
#pragma once

#include <vector>

#include <xapian.h>

#include "network/node.h"
#include "schema/profile_words.h"
#include "searcher/match_plan.h"

namespace kennis {

struct FittingPerson {
  Node node = kNoPerson;
  double fit = 0;
};

/// Those of `nodes` who match, by node. Needs: `nodes` rise; plan and database are of one generation.
/// Cost: gallops over the postings, and so grows with the smaller of both. Threads: as the database.
[[nodiscard]] std::vector<FittingPerson> find_matches_among(const Xapian::Database& database, const ProfileWords& words,
                                                            const MatchPlan& plan, const std::vector<Node>& nodes);

/// How many match in all. Cost: a pass over the postings.
[[nodiscard]] std::uint64_t count_matches(const Xapian::Database& database, const ProfileWords& words,
                                          const MatchPlan& plan);

}  // namespace kennis
