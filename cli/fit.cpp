/// @file
#include "evaluation/fit.h"

#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/evaluation_output.h"
#include "cli/say.h"
#include "network/tie_constants.h"

namespace kennis {
namespace {

constexpr std::uint64_t kTriedShown = 10;  // a line after so many sets, better or not: it goes on

struct FitArguments {
  LogArguments log;
  std::string out;
  bool json = false;
};

void run(const FitArguments& arguments, ExitStatus& status) {
  const auto log = read_log(arguments.log);
  if (!log) {
    status = report_error(log.error());
    return;
  }
  double shown = 0;
  const auto fitted = fit(log.value(), [&](std::uint64_t tried, double gain) {
    if (gain == shown && tried % kTriedShown != 0) return;
    shown = gain;
    say("kennis: after {} sets of constants: {:+.1f} % on the first part\n", tried, 100 * gain);
  });
  if (!fitted) {
    status = report_error(fitted.error());
    return;
  }
  const FitReport& report = fitted.value();
  if (!arguments.out.empty()) write_tie_model(arguments.out, report.model);
  if (arguments.json) {
    fmt::print("{{\"constants\": {},\n\"before\": {},\n\"after\": {},\n\"kept\": {}}}\n", text_of(report.model),
               json_of(report.before), json_of(report.after), report.kept());
    return;
  }
  print_log(log.value());
  print_gain(report);
  if (report.kept()) {
    fmt::print(
        "\nthe default constants are kept: nothing that was tried gained enough where the search had not looked\n");
  }
  if (arguments.out.empty()) {
    fmt::print("\n{}", text_of(report.model));
  } else {
    fmt::print("\nwritten to {0}; build with them: kennis index --constants {0} …\n", arguments.out);
  }
}

}  // namespace

void add_fit(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<FitArguments>();
  CLI::App* command = app.add_subcommand(
      "fit",
      "Find the constants of ties that suit a log, and say what they gain on the part of it that they have not "
      "seen.\n\n"
      "  kennis fit --events log.tsv --out constants.json\n"
      "  kennis index --constants constants.json --input world --index index\n\n"
      "Searched on the first 80 % of the events (all of them with --test), judged as `kennis evaluate` does.");
  add_log_options(*command, arguments->log);
  command->get_option("--events")->required();
  command->add_option("--out", arguments->out, "file to write the constants to; printed if not given");
  command->add_flag("--json", arguments->json, "print constants and measures as JSON");
  command->callback([arguments, &status] { run(*arguments, status); });
}

}  // namespace kennis
