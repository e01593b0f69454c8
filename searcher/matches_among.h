/// @file
/// Which of a few persons match a query, and how well: for questions about people who are reached, however many match.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <xapian.h>

#include "network/node.h"
#include "schema/profile_words.h"
#include "searcher/live_documents.h"
#include "searcher/match_plan.h"

namespace kennis {

/// The documents of a generation with what happened since.
struct AllDocuments {
  const Xapian::Database& database;
  const ProfileWords& words;
  std::span<const Node> masked{};  ///< documents that are no longer what they were, rising: not there
  LiveSegment live{};
};

struct FittingPerson {
  Node node = kNoPerson;
  double fit = 0;
};

/// Those of `nodes` who match, by node. Needs: `nodes` rise; plan and database are of one generation.
/// Cost: gallops over the postings, and so grows with the smaller of both; what changed since is all looked at. Threads: as the database.
[[nodiscard]] std::vector<FittingPerson> find_matches_among(const AllDocuments& documents, const MatchPlan& plan,
                                                            const std::vector<Node>& nodes);

/// How many match in all. Cost: a pass over the postings.
[[nodiscard]] std::uint64_t count_matches(const AllDocuments& documents, const MatchPlan& plan);

}  // namespace kennis
