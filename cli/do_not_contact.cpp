/// @file
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/json_line.h"
#include "cli/write_entry.h"

namespace kennis {
namespace {

struct BarArguments {
  std::string index;
  std::vector<std::string> persons;
  std::string as;
  bool lift = false;
  bool json = false;
};

void run(const BarArguments& arguments, ExitStatus& status) {
  std::vector<std::string> records;
  for (const std::string& person : arguments.persons) {
    records.push_back(record_of_person(person, arguments.lift ? "\"lifted\":true" : ""));
  }
  const std::size_t taken = write_entries(arguments.index, arguments.as, RecordKind::kDoNotContact, records, status);
  if (status != ExitStatus::kOk) return;
  if (arguments.json) return JsonLine().count("persons", taken).truth("lifted", arguments.lift).print();
  fmt::print("{} {}\n", taken,
             arguments.lift ? "may be contacted as their profiles say" : "must not be contacted, whatever input says");
}

}  // namespace

void add_do_not_contact(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<BarArguments>();
  CLI::App* command = app.add_subcommand("do-not-contact",
                                         "Remember that persons must not be contacted: they are no hits and no "
                                         "introducers, from the next search on and in "
                                         "every\nlater generation, whatever a profile says, until --lift.\n\n"
                                         "  kennis do-not-contact carla --index index\n"
                                         "  kennis do-not-contact carla --index index --lift");
  command->add_option("person", arguments->persons, "who: ids, e-mail addresses, phone numbers or links")->required();
  command->add_option("--index", arguments->index, "index folder")->required();
  command->add_option("--as", arguments->as, "who says so");
  command->add_flag("--lift", arguments->lift, "what their profiles say counts again");
  command->add_flag("--json", arguments->json, "print the report as JSON");
  command->callback([arguments, &status] { run(*arguments, status); });
}

}  // namespace kennis
