/// @file
#include <memory>

#include "cli/commands.h"
#include "cli/evaluate_fit.h"

namespace kennis {

void add_evaluate(CLI::App& app, ExitStatus& status) {
  struct Arguments {
    JudgedArguments judged;
    bool json = false;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      app.add_subcommand("evaluate",
                         "Measure how good the answers are.\n\n"
                         "  kennis evaluate --index index --qrels judgments.tsv\n\n"
                         "Each topic is asked as free text, by fit alone, beside plain BM25 over the same text: where "
                         "do those stand whom\n"
                         "somebody judged to be right? MRR, MAP, recall among the first 5, NDCG among the first 10.");
  add_judged_options(*command, arguments->judged);
  command->get_option("--index")->required();
  command->get_option("--qrels")->required();
  command->add_flag("--json", arguments->json, "print the measures as JSON");
  command->callback([arguments, &status] { status = run_judged(arguments->judged, arguments->json); });
}

}  // namespace kennis
