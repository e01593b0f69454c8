/// @file
#include <fstream>
#include <iterator>
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/json_line.h"
#include "cli/print_due.h"
#include "cli/question.h"
#include "cli/say.h"
#include "indexer/upkeep/erase.h"
#include "searcher/duties.h"

namespace kennis {
namespace {

struct RetentionArguments {
  std::string index;
  std::string rules;
  bool dry_run = false;
  bool json = false;
};

std::vector<DueProfile> past(const RetentionArguments& arguments, const std::vector<RetentionRule>& rules,
                             ExitStatus& status) {
  const auto searcher = Searcher::open(arguments.index, searcher_options());
  if (searcher) return past_retention(*searcher.value(), rules, day_of(now()));
  status = report_error(searcher.error());
  return {};
}

void run(const RetentionArguments& arguments, ExitStatus& status) {
  std::ifstream in(arguments.rules, std::ios::binary);
  if (!in) throw CLI::ValidationError("--rules", arguments.rules + " cannot be read");
  const auto rules =
      retention_rules_of(std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>()));
  if (!rules) throw CLI::ValidationError("--rules", arguments.rules + ": " + rules.error().message);
  const std::vector<DueProfile> found = past(arguments, rules.value(), status);
  if (status != ExitStatus::kOk) return;
  if (arguments.dry_run) {
    print_due(found, "last_update", arguments.json);
    say("{} are past what the rules allow; nothing was erased\n", found.size());
    return;
  }
  EraseOptions options;
  options.index = arguments.index;
  for (const DueProfile& profile : found) options.persons.push_back(profile.id);
  if (options.persons.empty()) {
    if (arguments.json) return JsonLine().count("erased", 0).print();
    fmt::print("nobody is past what the rules allow\n");
    return;
  }
  const auto report = erase_persons(options);
  if (!report) {
    status = report_error(report.error());
    return;
  }
  if (arguments.json) return JsonLine().count("erased", report.value().persons).print();
  fmt::print("{} were past what the rules allow and are erased\n", report.value().persons);
}

}  // namespace

void add_retention(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<RetentionArguments>();
  CLI::App* command = app.add_subcommand(
      "retention",
      "Erase whose profile was not updated for longer than it may be kept, by source and country.\n\n"
      "  kennis retention --index index --rules retention.json --dry-run\n\n"
      "The file: {\"rules\": [{\"source\": \"import\", \"country\": \"DE\", \"months\": 24}, {\"months\": 60}]}. The "
      "first rule that\nfits counts; whom none fits is kept.");
  command->add_option("--index", arguments->index, "index folder")->required();
  command->add_option("--rules", arguments->rules, "file of rules")->required();
  command->add_flag("--dry-run", arguments->dry_run, "only list them: id, last update, source, country");
  command->add_flag("--json", arguments->json, "print the report as JSON; with --dry-run one object a line");
  command->callback([arguments, &status] { run(*arguments, status); });
}

}  // namespace kennis
