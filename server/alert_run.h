/// @file
/// Running the saved searches over what is in force, each as its owner, so that new matches become alerts.
#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>
#include <string>

#include "searcher/desk.h"

namespace kennis {

struct AlertRunReport {
  std::string generation;
  std::size_t searches = 0;     ///< saved
  std::size_t first_runs = 0;   ///< of these, run for the first time: who matches is remembered, without alerts
  std::size_t passed_over = 0;  ///< whose owner is gone
  std::size_t failed = 0;       ///< which could not be answered; the next run tries again
  std::size_t alerts = 0;       ///< that are new
};

/// Runs every saved search with its owner's rights of today. A match is a hit of the exact answer among the first `top`, with the least score if
/// the search names one, and not the owner; new is who was neither there on the first run nor alerted before, whichever generations were in
/// force in between. The alerts of a search are written at once, so a run that dies leaves none twice and loses none.
///
/// Needs:   the desk has a journal.
/// Errors:  kNotWritten. `warn` is told of searches that fail; it may be empty.
/// Cost:    one search each.
[[nodiscard]] Result<AlertRunReport> run_saved_searches(const Desk& desk,
                                                        const std::function<void(const std::string&)>& warn,
                                                        const std::stop_token& stop = {});

}  // namespace kennis
