/// @file
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/print_introduction.h"
#include "cli/printable.h"
#include "server/answer_json.h"
#include "server/search_parameters.h"

namespace kennis {
namespace {

struct PathsArguments {
  std::string index;
  std::string as;
  std::string to;
  std::size_t limit = 10;
  std::string rights_date;
  bool json = false;
};

void print_answer(const IntroductionsAnswer& answer) {
  const std::string name = answer.candidate.name.empty() ? answer.candidate.id
                                                         : fmt::format("{} [{}]", printable(answer.candidate.name),
                                                                       printable(answer.candidate.id));
  if (answer.self) {
    fmt::print("{}: that is you\n", name);
    return;
  }
  if (answer.degree == 0) {
    fmt::print("{}: address only; nobody in your reach knows this person\n", name);
    return;
  }
  fmt::print("{}: reach {:.4f}, degree {}, {} paths\n", name, answer.reach, answer.degree, answer.paths_total);
  for (const Introduction& introduction : answer.introductions)
    print_introduction(introduction, answer.provenance.as_of);
  if (answer.reach_remainder > 0)
    fmt::print("     {:.4f} of the reach comes by paths that are not shown\n", answer.reach_remainder);
}

void run(const PathsArguments& arguments, ExitStatus& status) {
  std::optional<Days> rights_date;
  if (!arguments.rights_date.empty()) {
    rights_date = parse_date(arguments.rights_date);
    if (!rights_date) throw CLI::ValidationError("--rights-date", "wants a date such as 2026-01-31");
  }
  const auto searcher = Searcher::open(arguments.index, searcher_options());
  if (!searcher) {
    status = report_error(searcher.error());
    return;
  }
  const auto answer = searcher.value()->introductions(arguments.as, arguments.to, arguments.limit, rights_date);
  if (!answer) {
    status = report_error(answer.error());
  } else if (arguments.json) {
    fmt::print("{}\n", to_json(answer.value()));
  } else {
    print_answer(answer.value());
  }
}

}  // namespace

void add_paths(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<PathsArguments>();
  CLI::App* command = app.add_subcommand("paths",
                                         "Show who could introduce one person to another.\n\n"
                                         "  kennis paths --index index --as anna --to hanna");
  command->add_option("--index", arguments->index, "index folder")->required();
  command->add_option("--as", arguments->as, "who asks: id, e-mail address, phone number or profile link")->required();
  command->add_option("--to", arguments->to, "whom to get to, named likewise")->required();
  command->add_option("--limit", arguments->limit, "paths")->capture_default_str()->check(up_to(kIntroductionsMax));
  command->add_option("--rights-date", arguments->rights_date,
                      "teams, groups and sharing of this day instead of today's, with what was revoked since");
  command->add_flag("--json", arguments->json, "print the answer as JSON");
  command->callback([arguments, &status] { run(*arguments, status); });
}

}  // namespace kennis
