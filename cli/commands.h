/// @file
/// The subcommands of `kennis`: each adds itself to the program, and is run if it was chosen.
#pragma once

#include <CLI/CLI.hpp>

#include "schema/result.h"

namespace kennis {

/// What the program ends with. docs/OPERATIONS.md lists them.
enum class ExitStatus : int {
  kOk = 0,
  kFailed = 1,  ///< the surroundings failed: disk, files, another run
  kUsage = 2,   ///< an option or a query is wrong
  kTooManyBadLines = 3,
  kUnknownPerson = 4,
  kNoGeneration = 5,
  kRecordsDropped = 6,  ///< far fewer records than in force: nothing was published
};

/// Says what is wrong on standard error, and what to end with.
[[nodiscard]] ExitStatus report_error(const Error& error);

/// Each adds one subcommand; `status` gets what it ends with when it runs.
void add_evaluate(CLI::App& app, ExitStatus& status);
void add_fit(CLI::App& app, ExitStatus& status);
void add_generate(CLI::App& app, ExitStatus& status);
void add_index(CLI::App& app, ExitStatus& status);
void add_search(CLI::App& app, ExitStatus& status);
void add_suggest(CLI::App& app, ExitStatus& status);
void add_paths(CLI::App& app, ExitStatus& status);
void add_referrers(CLI::App& app, ExitStatus& status);
void add_do_not_contact(CLI::App& app, ExitStatus& status);
void add_erase(CLI::App& app, ExitStatus& status);
void add_held(CLI::App& app, ExitStatus& status);
void add_informed(CLI::App& app, ExitStatus& status);
void add_retention(CLI::App& app, ExitStatus& status);
void add_dormant(CLI::App& app, ExitStatus& status);
void add_coverage(CLI::App& app, ExitStatus& status);
void add_departure(CLI::App& app, ExitStatus& status);
void add_export(CLI::App& app, ExitStatus& status);
void add_serve(CLI::App& app, ExitStatus& status);
void add_journal(CLI::App& app, ExitStatus& status);
void add_intro(CLI::App& app, ExitStatus& status);
void add_inspect(CLI::App& app, ExitStatus& status);
void add_generations(CLI::App& app, ExitStatus& status);
void add_rollback(CLI::App& app, ExitStatus& status);
void add_verify(CLI::App& app, ExitStatus& status);
void add_backup(CLI::App& app, ExitStatus& status);
void add_restore(CLI::App& app, ExitStatus& status);
void add_saved(CLI::App& app, ExitStatus& status);
void add_alerts(CLI::App& app, ExitStatus& status);
void add_pool(CLI::App& app, ExitStatus& status);
void add_taxonomy(CLI::App& app, ExitStatus& status);
void add_similar(CLI::App& app, ExitStatus& status);
void add_vacancy(CLI::App& app, ExitStatus& status);

}  // namespace kennis
