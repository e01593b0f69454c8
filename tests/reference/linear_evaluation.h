/// @file
/// The measures of `kennis evaluate`, worked out the slow and obvious way: every score from the events themselves, every rank by counting.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "evaluation/evaluation.h"

namespace kennis::reference {

/// The measures of every method by its name, for known or for new contacts. Cost: persons³ · events, or so: for logs of a dozen persons.
[[nodiscard]] std::map<std::string, Measures> linear_measures(const EventLog& log, const Split& split,
                                                              const TieModel& model, bool known);

}  // namespace kennis::reference
