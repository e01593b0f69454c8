/// @file
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/evaluation_output.h"
#include "evaluation/evaluation.h"
#include "network/tie_constants.h"

namespace kennis {
namespace {

struct EvaluateArguments {
  LogArguments log;
  std::string constants;
  bool json = false;
};

void run(const EvaluateArguments& arguments, ExitStatus& status) {
  TieModel model = default_tie_model();
  if (!arguments.constants.empty()) {
    const auto read = read_tie_model(arguments.constants);
    if (!read) {
      status = report_error(read.error());
      return;
    }
    model = read.value();
  }
  const auto log = read_log(arguments.log);
  if (!log) {
    status = report_error(log.error());
    return;
  }
  Evaluation evaluation(log.value(), split_of(log.value()));
  const EvaluationReport report = evaluation.report(model);
  if (arguments.json) {
    fmt::print("{}\n", json_of(report));
    return;
  }
  print_log(log.value());
  print_report(report);
}

}  // namespace

void add_evaluate(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<EvaluateArguments>();
  CLI::App* command = app.add_subcommand(
      "evaluate",
      "Measure on a log how well reach says who will be in touch, beside plain methods.\n\n"
      "  kennis evaluate --events log.tsv\n\n"
      "The first 80 % of the events are learnt from, the rest judges (or --test, what came later). Known: whom a "
      "person "
      "had\n"
      "contact with, and contacts again; new: whom the person had none with. Up to 300 persons are asked for each. "
      "Everyone is\n"
      "taken to share with everyone: it measures what ties say, not who may use them.");
  add_log_options(*command, arguments->log);
  command->add_option("--constants", arguments->constants, "file of constants of ties, as `kennis fit` writes it");
  command->add_flag("--json", arguments->json, "print the measures as JSON");
  command->callback([arguments, &status] { run(*arguments, status); });
}

}  // namespace kennis
