/// @file
/// Where a page of hits ended, as a text that a client hands back for the next page.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schema/result.h"
#include "searcher/answer.h"
#include "searcher/ranking.h"

namespace kennis {

/// The last hit's place in the order, so that the next page begins right behind it, however many there are before.
struct PageEnd {
  std::uint64_t seen = 0;   ///< hits up to here
  Nano score = 0;           ///< what the order is by
  std::uint64_t place = 0;  ///< among equals: Candidate::place()
};

/// Ranked before this or at it: on an earlier page.
[[nodiscard]] bool is_up_to(const PageEnd& end, const Candidate& candidate);

/// The bytes of the end, the generation, and a hash of the question, in hexadecimal digits with a checksum. It tells nothing but the place in a list that
/// its reader saw, and nobody gains by making one up.
[[nodiscard]] std::string write_cursor(const PageEnd& end, std::string_view generation, std::string_view searcher,
                                       const SearchRequest& request);

/// The end that a cursor names. `searcher`: the id of whoever asks.
/// Errors: kInvalidRequest for what is no cursor, was altered or cut off, or belongs to another searcher or question (query, filters, order, closeness);
///         kStaleCursor for one of another generation. Each says how to go on.
[[nodiscard]] Result<PageEnd> read_cursor(std::string_view cursor, std::string_view generation,
                                          std::string_view searcher, const SearchRequest& request);

}  // namespace kennis
