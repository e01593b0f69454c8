/// @file
#include <cstdint>
#include <limits>
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/progress_bar.h"
#include "generator/world.h"

namespace kennis {

void add_generate(CLI::App& app, ExitStatus& status) {
  auto options = std::make_shared<WorldOptions>();
  auto out = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  CLI::App* command =
      app.add_subcommand("generate",
                         "Make an invented world: profiles, interactions, groups, memberships and teams.\n"
                         "The same seed gives the same bytes.\n\n"
                         "  kennis generate --people 20000 --seed 7 --out world");
  command->add_option("--people", options->people, "how many people")->required()->check(up_to(kWorldPeopleMax));
  command->add_option("--seed", options->seed, "which world")
      ->capture_default_str()
      ->check(up_to(std::numeric_limits<std::int64_t>::max()));
  command->add_option("--out", *out, "folder to write to; made if need be")->required();
  command->add_option("--contacts", options->contacts_mean, "persons that each is in touch with, on average")
      ->capture_default_str()
      ->check(number_between(0, 1e6));
  command->add_option("--events", options->events_mean, "interactions of two who are in touch, on average")
      ->capture_default_str()
      ->check(number_between(0, 1e6));
  command->add_flag("--json", *json, "print what was written as JSON");
  command->callback([options, out, json, &status] {
    ProgressBar bar;
    std::string file;
    const auto progress = [&](const WorldProgress& at) {
      if (at.file != file) {
        if (!file.empty()) bar.stage_ends();
        file = at.file;
        bar.stage_begins(file, at.total, "records");
      }
      bar.stage_is_at(at.done);
    };
    const auto made = generate_world(*options, *out, progress);
    if (!file.empty()) bar.stage_ends();
    if (!made) {
      status = report_error(made.error());
      return;
    }
    const WorldSummary& world = made.value();
    if (*json) {
      fmt::print(
          "{{\"profiles\":{},\"interactions\":{},\"groups\":{},\"memberships\":{},\"team_members\":{},\"bytes\":{}}}\n",
          world.profiles, world.interactions, world.groups, world.memberships, world.team_members, world.bytes);
      return;
    }
    fmt::print("{} profiles, {} interactions, {} groups, {} memberships, {} team members, {} in {}\n", world.profiles,
               world.interactions, world.groups, world.memberships, world.team_members, readable_bytes(world.bytes),
               *out);
  });
}

}  // namespace kennis
