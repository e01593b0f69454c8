/// @file
#include <fstream>
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/json_line.h"
#include "cli/print_due.h"
#include "cli/question.h"
#include "cli/say.h"
#include "cli/write_entry.h"
#include "searcher/duties.h"

namespace kennis {
namespace {

struct InformedArguments {
  std::string index;
  std::vector<std::string> persons;
  std::string file;
  std::string on;
  std::string as;
  int days = 30;
  bool json = false;
};

void list(const InformedArguments& arguments, ExitStatus& status) {
  const auto searcher = Searcher::open(arguments.index, searcher_options());
  if (!searcher) {
    status = report_error(searcher.error());
    return;
  }
  const auto overdue = not_informed(*searcher.value(), day_of(now()) - arguments.days);
  print_due(overdue, "held_since", arguments.json);
  say("{} held for more than {} days and never informed\n", overdue.size(), arguments.days);
}

void add(InformedArguments& arguments, ExitStatus& status) {
  if (!arguments.file.empty()) {
    std::ifstream in(arguments.file);
    if (!in) throw CLI::ValidationError("--file", arguments.file + " cannot be read");
    for (std::string line; std::getline(in, line);) {
      if (!line.empty()) arguments.persons.push_back(line.substr(0, line.find('\t')));
    }
  }
  if (arguments.persons.empty() && arguments.file.empty())
    throw CLI::ValidationError("informed add", "wants persons, or --file");
  if (!arguments.on.empty() && !parse_instant(arguments.on)) {
    throw CLI::ValidationError("--on", "wants a date such as 2026-01-31, or a time");
  }
  const Seconds at = arguments.on.empty() ? now() : *parse_instant(arguments.on);
  std::vector<std::string> records;
  for (const std::string& person : arguments.persons) {
    records.push_back(record_of_person(person, fmt::format("\"at\":\"{}\"", format_instant(at))));
  }
  const std::size_t taken = write_entries(arguments.index, arguments.as, RecordKind::kInformed, records, status);
  if (status != ExitStatus::kOk) return;
  if (arguments.json) return JsonLine().count("persons", taken).text("at", format_instant(at)).print();
  fmt::print("{} informed on {}\n", taken, format_date(day_of(at)));
}

}  // namespace

void add_informed(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<InformedArguments>();
  CLI::App* command = app.add_subcommand(
      "informed",
      "Who must be told that a profile of theirs is held, and who was. The law gives a month (GDPR, article 14).\n\n"
      "  kennis informed overdue --index index > overdue.tsv\n"
      "  kennis informed add --index index --file overdue.tsv --on 2026-03-01");
  command->require_subcommand(1);
  CLI::App* listing = add_part(*command, "overdue", "List who is overdue: id, held since, source, country.",
                               "--index index --days 30 > overdue.tsv");
  listing->add_option("--days", arguments->days, "held for more than so many days")
      ->capture_default_str()
      ->check(CLI::Range(0, 36500));
  listing->add_flag("--json", arguments->json, "one JSON object a line");
  listing->callback([arguments, &status] { list(*arguments, status); });
  CLI::App* adding = add_part(*command, "add", "Remember that persons were informed.",
                              "--index index --file overdue.tsv --on 2026-03-01");
  adding->add_option("person", arguments->persons, "who: ids, e-mail addresses, phone numbers or links");
  adding->add_option("--file", arguments->file, "more of them, one a line, up to the first tab: the list itself");
  adding->add_option("--on", arguments->on, "when; now if not given");
  adding->add_option("--as", arguments->as, "who says so");
  adding->callback([arguments, &status] { add(*arguments, status); });
  adding->add_flag("--json", arguments->json, "print the report as JSON");
  for (CLI::App* sub : {listing, adding}) sub->add_option("--index", arguments->index, "index folder")->required();
}

}  // namespace kennis
