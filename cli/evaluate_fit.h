/// @file
/// `kennis evaluate --qrels`: fit against judgments.
#pragma once

#include <string>

#include "cli/commands.h"

namespace kennis {

struct JudgedArguments {
  std::string index;
  std::string qrels;
};

void add_judged_options(CLI::App& command, JudgedArguments& arguments);

/// Prints the measures, as JSON or as a table.
[[nodiscard]] ExitStatus run_judged(const JudgedArguments& arguments, bool json);

}  // namespace kennis
