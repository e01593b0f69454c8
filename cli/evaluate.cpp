/// @file
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/evaluate_fit.h"
#include "cli/evaluation_output.h"
#include "evaluation/evaluation.h"
#include "network/tie_constants.h"

namespace kennis {
namespace {

struct EvaluateArguments {
  LogArguments log;
  JudgedArguments judged;
  std::string constants;
  bool json = false;
};

void run(const EvaluateArguments& arguments, ExitStatus& status) {
  if (arguments.log.events.empty() == arguments.judged.qrels.empty()) {
    throw CLI::ValidationError("evaluate", "wants either --events LOG or --index DIR --qrels FILE");
  }
  if (!arguments.judged.qrels.empty()) {
    status = run_judged(arguments.judged, arguments.json);
    return;
  }
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
  CLI::App* command =
      app.add_subcommand("evaluate",
                         "Measure how good the answers are: reach on a log, or fit on judged questions.\n\n"
                         "  kennis evaluate --events log.tsv\n"
                         "  kennis evaluate --index index --qrels judgments.tsv\n\n"
                         "A log: the first 80 % of the events are learnt from, the rest judges (or --test, what came "
                         "later). Known: whom a\n"
                         "person had contact with, and contacts again; new: whom the person had none with. Up to 300 "
                         "persons are asked for\n"
                         "each. Everyone is taken to share with everyone: it measures what ties say, not who may use "
                         "them.\n\n"
                         "Judgments: topic, person and grade a line, by tabs. Each topic is asked as free text, by fit "
                         "alone, beside plain\n"
                         "BM25 over the same text.");
  add_log_options(*command, arguments->log);
  add_judged_options(*command, arguments->judged);
  command->add_option("--constants", arguments->constants, "file of constants of ties, as `kennis fit` writes it");
  command->add_flag("--json", arguments->json, "print the measures as JSON");
  command->callback([arguments, &status] { run(*arguments, status); });
}

}  // namespace kennis
