/// @file
#include <memory>

#include "cli/commands.h"
#include "cli/printable.h"
#include "cli/question.h"
#include "searcher/coverage_report.h"
#include "server/network_json.h"

namespace kennis {
namespace {

struct CoverageArguments {
  Question question;
  CoverageRequest request;
};

constexpr const char* kRow = "{:<32}{:>10}{:>10}{:>10}{:>14}\n";

void print_counts(const std::string& name, const CoverageCounts& counts) {
  fmt::print(fmt::runtime(kRow), name, counts.total, counts.known, counts.by_one, counts.address_only());
}

void print_answer(const CoverageAnswer& answer) {
  fmt::print(fmt::runtime(kRow), "team " + printable(answer.team), "people", "known", "by one", "address only");
  for (const CoverageAnswer::At& at : answer.over_time) {
    print_counts(fmt::format("{}, {} members", format_date(at.day), at.members), at.counts);
  }
  fmt::print("\n");
  for (const CoverageAnswer::Of& of : answer.by_skill) print_counts(printable(of.skill), of.counts);
  fmt::print("\n");
  for (const CoverageAnswer::By& by : answer.by_member) {
    if (by.shares) {
      fmt::print("{}: knows {}, {} of them alone\n", shown_person(by.member), by.known, by.by_one);
    } else {
      fmt::print("{}: shares no ties with you\n", shown_person(by.member));
    }
  }
}

}  // namespace

void add_coverage(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<CoverageArguments>();
  CLI::App* command = app.add_subcommand(
      "coverage",
      "Show how many people a team of yours knows, how many only one member knows, and of how many it has an address "
      "only.\n\n"
      "  kennis coverage --index index --as anna --team talent --skill kubernetes --skill rust\n\n"
      "Only ties that you may use count. Rows of the past are reckoned with today's ties of those who were members.");
  arguments->question.add_to(*command);
  command->add_option("--team", arguments->request.team, "a team in which you are")->required();
  command->add_option("--quarters", arguments->request.quarters, "how far back")
      ->capture_default_str()
      ->check(up_to(kQuartersMax));
  command->add_option("--skill", arguments->request.skills, "a query of its own; several; the commonest if none");
  command->callback([arguments, &status] {
    arguments->request.as = arguments->question.as;
    arguments->request.rights_date = arguments->question.rights_day();
    ask(
        arguments->question, status,
        [&](const Searcher& searcher) { return find_coverage(searcher, arguments->request); }, print_answer);
  });
}

}  // namespace kennis
