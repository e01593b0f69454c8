/// @file
#include "cli/evaluate_fit.h"

#include <fmt/format.h>

#include "evaluation/judged_fit.h"

namespace kennis {
namespace {

std::string json_of(const JudgedFit& judged) {
  std::string methods;
  for (const auto& [name, measures] : judged.methods) {
    methods += fmt::format("{}\n    \"{}\": {{\"mrr\": {:.6f}, \"map\": {:.6f}, \"r5\": {:.6f}, \"ndcg10\": {:.6f}}}",
                           methods.empty() ? "" : ",", name, measures.mrr, measures.map, measures.r5, measures.ndcg10);
  }
  return fmt::format("{{\n  \"queries\": {},\n  \"unknown_persons\": {},\n  \"methods\": {{{}\n  }}\n}}",
                     judged.queries, judged.unknown_persons, methods);
}

void print(const JudgedFit& judged) {
  fmt::print("{} queries, {} judged persons are not in the index\n", judged.queries, judged.unknown_persons);
  fmt::print("{:<8}{:>8}{:>8}{:>8}{:>9}\n", "", "MRR", "MAP", "R@5", "NDCG@10");
  for (const auto& [name, measures] : judged.methods) {
    fmt::print("{:<8}{:>8.3f}{:>8.3f}{:>8.3f}{:>9.3f}\n", name, measures.mrr, measures.map, measures.r5,
               measures.ndcg10);
  }
}

}  // namespace

void add_judged_options(CLI::App& command, JudgedArguments& arguments) {
  command.add_option("--index", arguments.index, "index folder");
  command.add_option("--qrels", arguments.qrels, "judgments: lines of topic, person and grade, separated by tabs");
}

ExitStatus run_judged(const JudgedArguments& arguments, bool json) {
  const auto topics = read_judgments(arguments.qrels);
  if (!topics) return report_error(topics.error());
  const auto judged = evaluate_fit(arguments.index, topics.value());
  if (!judged) return report_error(judged.error());
  if (json) {
    fmt::print("{}\n", json_of(judged.value()));
  } else {
    print(judged.value());
  }
  return ExitStatus::kOk;
}

}  // namespace kennis
