/// @file
/// What `kennis evaluate` and `kennis fit` have in common: the log's options, and how measures are printed.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "evaluation/event_log.h"
#include "evaluation/fit.h"

namespace kennis {

struct LogArguments {
  std::string events;
  std::string test;
  std::string channel = "email";
};

void add_log_options(CLI::App& command, LogArguments& arguments);
/// Errors: as read_event_log.
[[nodiscard]] Result<EventLog> read_log(const LogArguments& arguments);

/// `{"known": {"queries": n, "methods": {"reach": {"mrr": …, "ndcg10": …, "hit10": …}, …}}, "new": …}`
[[nodiscard]] std::string json_of(const EvaluationReport& report);

void print_log(const EventLog& log);
void print_report(const EvaluationReport& report);
void print_gain(const FitReport& report);

}  // namespace kennis
