/// @file
/// The program `kennis`.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>

#include <fmt/format.h>
#include <xapian.h>

#include "cli/commands.h"
#include "cli/say.h"
#include "cli/service_log.h"
#include "schema/fields.h"

namespace kennis {

ExitStatus report_error(const Error& error) {
  say("{}{}\n", error_start(), error.message);
  switch (error.code) {
    case ErrorCode::kUnknownId:
    case ErrorCode::kUnknownPerson:
      return ExitStatus::kUnknownPerson;
    case ErrorCode::kNoGeneration:
      return ExitStatus::kNoGeneration;
    case ErrorCode::kOverloaded:
    case ErrorCode::kConflict:
    case ErrorCode::kNotWritten:
    case ErrorCode::kTimeout:
      return ExitStatus::kFailed;
    default:
      return ExitStatus::kUsage;
  }
}

namespace {

/// Says what is wrong with the arguments in a line or two, and where the options are explained.
void explain(const CLI::App& app, const CLI::ParseError& error, int argc) {
  if (argc == 1) {
    say("{}", app.help());
    return;
  }
  const CLI::App* command = &app;
  std::string name = app.get_name();
  while (!command->get_subcommands().empty()) {
    command = command->get_subcommands().front();
    name += " " + command->get_name();
  }
  const auto rest = command->remaining();
  if (command->get_require_subcommand_min() > 0 && !rest.empty()) {
    say("kennis: there is no `{} {}`\n", name, rest.front());
  } else {
    say("kennis: {}\n", error.what());
  }
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    say("Put a query in quotes, and -- before one that begins with -: kennis search … -- '-java rust'\n");
  }
  say("`{} --help` has the options and an example\n", name);
}

int run(int argc, char** argv) {
  CLI::App app{
      "Kennis finds people by what they know and by who knows them.\n"
      "\n"
      "  kennis generate --people 1000 --seed 1 --out world     make an invented world to try it on\n"
      "  kennis index --input world --index index               build and publish a generation\n"
      "  kennis search --index index --as ID 'java AND spring'  ask, as the person with that id\n"
      "  kennis serve --index index --listen 127.0.0.1:8080     answer over HTTP\n"
      "  kennis journal add --index index --file calls.ndjson     what happened since, at once\n",
      "kennis"};
  app.set_version_flag("--version", fmt::format("kennis {} (index format {}, Xapian {})", KENNIS_VERSION,
                                                kFormatVersion, Xapian::version_string()));
  app.require_subcommand(1);
  ExitStatus status = ExitStatus::kOk;
  add_generate(app, status);
  add_index(app, status);
  add_search(app, status);
  add_suggest(app, status);
  add_paths(app, status);
  add_referrers(app, status);
  add_dormant(app, status);
  add_coverage(app, status);
  add_departure(app, status);
  add_export(app, status);
  add_intro(app, status);
  add_saved(app, status);
  add_alerts(app, status);
  add_pool(app, status);
  add_serve(app, status);
  add_journal(app, status);
  add_erase(app, status);
  add_held(app, status);
  add_do_not_contact(app, status);
  add_informed(app, status);
  add_retention(app, status);
  add_inspect(app, status);
  add_generations(app, status);
  add_rollback(app, status);
  add_verify(app, status);
  add_backup(app, status);
  add_restore(app, status);
  add_evaluate(app, status);
  add_fit(app, status);
  add_taxonomy(app, status);
  add_similar(app, status);
  add_vacancy(app, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    explain(app, error, argc);
    return static_cast<int>(ExitStatus::kUsage);
  }
  return static_cast<int>(status);
}

}  // namespace
}  // namespace kennis

int main(int argc, char** argv) {
  kennis::keep_standard_streams();
  try {
    const int status = kennis::run(argc, argv);
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return status;
    kennis::say("{}standard output cannot be written: {}\n", kennis::error_start(), std::strerror(errno));
  } catch (const Xapian::Error& error) {
    kennis::say("{}{}\n", kennis::error_start(), error.get_description());
  } catch (const std::exception& error) {
    kennis::say("{}{}\n", kennis::error_start(), error.what());
  }
  return static_cast<int>(kennis::ExitStatus::kFailed);
}
