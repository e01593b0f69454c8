/// @file
/// Answers about the network as JSON: the same object over HTTP and from the command line's `--json`. docs/NETWORK.md describes every field.
#pragma once

#include <string>

#include "searcher/network_answers.h"

namespace kennis {

/// One JSON object without a line end, as in server/answer_json.h.
[[nodiscard]] std::string to_json(const ReferrersAnswer& answer);
[[nodiscard]] std::string to_json(const DormantAnswer& answer);
[[nodiscard]] std::string to_json(const CoverageAnswer& answer);
[[nodiscard]] std::string to_json(const DepartureAnswer& answer);
/// The line of a roster that ends the person's latest stay in the team on `day`: input for `kennis index`.
[[nodiscard]] std::string roster_line(const DepartureAnswer& departure, Days day);
/// One contact: a line of the export.
[[nodiscard]] std::string to_json(const Contact& contact);

}  // namespace kennis
