/// @file
/// Verifying as two subcommands do it: a report for people, and an exit status.
#pragma once

#include <filesystem>
#include <string>

#include "cli/commands.h"

namespace kennis {

/// Verifies one generation and says what is wrong on standard error; true if nothing is.
/// `json`: the report on standard output, too.
bool verify_and_report(const std::filesystem::path& index, const std::string& generation, ExitStatus& status,
                       bool json = false);

}  // namespace kennis
