/// @file
#include "indexer/upkeep/erase.h"

#include <fstream>
#include <memory>
#include <stdexcept>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/json_line.h"
#include "journal/tombstones.h"

namespace kennis {
namespace {

struct EraseArguments {
  EraseOptions options;
  std::string index;
  std::string file;
  bool finish = false;
  bool lift = false;
  bool json = false;
};

void print_report(const EraseReport& report, bool json) {
  if (json) {
    JsonLine()
        .count("persons", report.persons)
        .count("tombstones", report.identifiers)
        .count("journal_removed", report.journal_blanked)
        .count("journal_changed", report.journal_changed)
        .count("rejects", report.rejects)
        .count("audit_lines", report.audit_lines)
        .print();
    return;
  }
  fmt::print("{} erased, known again by {} new tombstones\n", report.persons, report.identifiers);
  fmt::print("journal: {} entries removed, {} without the name; {} refused lines, {} lines of the audit\n",
             report.journal_blanked, report.journal_changed, report.rejects, report.audit_lines);
  fmt::print("searches leave them out from now on; `kennis index` makes a generation without them\n");
}

/// Who was erased may come back with the next input.
void lift(const EraseArguments& arguments) {
  std::vector<std::string> names;
  for (const std::string& person : arguments.options.persons) {
    const auto of_person = spellings_of(person);
    names.insert(names.end(), of_person.begin(), of_person.end());
  }
  const std::size_t removed = remove_tombstones(arguments.index, names);
  if (arguments.json) return JsonLine().count("tombstones_removed", removed).print();
  fmt::print("{} tombstones removed; the next `kennis index --mode full` takes in what there is\n", removed);
}

void run(EraseArguments& arguments, ExitStatus& status) {
  arguments.options.index = arguments.index;
  if (!arguments.file.empty()) {
    std::ifstream in(arguments.file);
    if (!in) throw CLI::ValidationError("--file", arguments.file + " cannot be read");
    for (std::string line; std::getline(in, line);) {
      if (!line.empty()) arguments.options.persons.push_back(line);
    }
  }
  if (arguments.options.persons.empty() != arguments.finish) {
    throw CLI::ValidationError("erase", "wants persons, or --finish and none");
  }
  if (arguments.lift) return lift(arguments);
  const auto report = arguments.finish ? finish_erasing(arguments.index) : erase_persons(arguments.options);
  if (report) {
    print_report(report.value(), arguments.json);
  } else {
    status = report_error(report.error());
  }
}

}  // namespace

void add_erase(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<EraseArguments>();
  CLI::App* command = app.add_subcommand(
      "erase",
      "Take persons out of everything: profile, ties, journal, refused lines, audit. Searches of a running server "
      "leave "
      "them\nout at once, and no later input brings them back. `kennis held` first gives them a copy of what is "
      "held.\n\n"
      "  kennis erase carla --index index\n"
      "  kennis erase --index index --file ids.txt");
  command->add_option("person", arguments->options.persons, "who: ids, e-mail addresses, phone numbers or links");
  command->add_option("--index", arguments->index, "index folder")->required();
  command->add_option("--file", arguments->file, "more of them, one a line");
  command->add_flag("--unknown-too", arguments->options.also_unknown,
                    "also whom nobody is known as: so that later input does not bring them");
  auto* finish = command->add_flag("--finish", arguments->finish, "finish what was broken off");
  command
      ->add_flag("--lift", arguments->lift,
                 "remove the tombstones of these names instead: the persons may be taken in again")
      ->excludes(finish);
  command->add_flag("--json", arguments->json, "print the report as JSON");
  command->callback([arguments, &status] { run(*arguments, status); });
}

}  // namespace kennis
