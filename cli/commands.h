/// @file
/// The subcommands of `kennis`: each adds itself to the program, and is run if it was chosen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

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

/// An option that is one of some words, whatever their case; `--help` lists these. `value` must live as long as the command.
template <typename T>
CLI::Option* add_choice(CLI::App& command, const std::string& name, T& value, const std::map<std::string, T>& choices,
                        const std::string& help) {
  std::vector<std::string> words;
  for (const auto& [word, chosen] : choices) words.push_back(word);
  return command
      .add_option_function<std::string>(
          name, [&value, choices](const std::string& word) { value = choices.at(word); }, help)
      ->transform(CLI::IsMember(words, CLI::ignore_case));
}

/// Of a count: from 0 to `max`. Without it, a negative one would wrap around.
inline CLI::Range up_to(std::size_t max) { return {std::int64_t{0}, static_cast<std::int64_t>(max)}; }

/// Of a number that is one: CLI::Range lets "nan" through.
inline CLI::Validator number_between(double min, double max) {
  return {[min, max](std::string& text) {
            double value = min - 1;
            const bool fits = CLI::detail::lexical_cast(text, value) && value >= min && value <= max;
            return fits ? std::string() : fmt::format("Value {} not in range {} to {}", text, min, max);
          },
          fmt::format("FLOAT in [{} - {}]", min, max)};
}

/// A subcommand of a subcommand; `example` closes its `--help`.
inline CLI::App* add_part(CLI::App& command, const std::string& name, const std::string& what,
                          const std::string& example) {
  CLI::App* part = command.add_subcommand(name, what);
  part->footer("  kennis " + command.get_name() + " " + name + " " + example);
  return part;
}

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
