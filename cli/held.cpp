/// @file
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/question.h"
#include "searcher/held_report.h"
#include "server/held_json.h"

namespace kennis {
namespace {

struct HeldArguments {
  std::string index;
  std::string person;
  bool json = false;  ///< wanted or not, the answer is JSON
};

void run(const HeldArguments& arguments, ExitStatus& status) {
  const auto searcher = Searcher::open(arguments.index, searcher_options());
  if (!searcher) {
    status = report_error(searcher.error());
    return;
  }
  const auto held = held_about(*searcher.value(), arguments.person);
  if (held) {
    fmt::print("{}\n", to_json(held.value()));
  } else {
    status = report_error(held.error());
  }
}

}  // namespace

void add_held(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<HeldArguments>();
  CLI::App* command = app.add_subcommand(
      "held",
      "Everything that is held about a person, as JSON: profile, ties, teams and groups, what the journal has, and the "
      "searches\nthat returned them. For the person, and for nobody else.\n\n"
      "  kennis held carla --index index > carla.json");
  command->add_option("person", arguments->person, "id, e-mail address, phone number or link")->required();
  command->add_option("--index", arguments->index, "index folder")->required();
  command->add_flag("--json", arguments->json, "JSON it is in any case");
  command->callback([arguments, &status] { run(*arguments, status); });
}

}  // namespace kennis
