/// @file
#include <memory>

#include "cli/commands.h"
#include "cli/desk.h"
#include "cli/printable.h"
#include "server/desk_json.h"

namespace kennis {
namespace {

struct PoolArguments {
  DeskArguments desk;
  std::string pool;
  std::string team;
  std::vector<std::string> persons;
};

void print_line(const ShownPool& pool) {
  fmt::print("{}  {}{}  {} persons\n", pool.id, printable(pool.name),
             pool.team.empty() ? "" : " of team " + printable(pool.team), pool.total);
}

void print_list(const PoolList& list) {
  if (list.pools.empty()) fmt::print("no pools\n");
  for (const ShownPool& pool : list.pools) print_line(pool);
}

void print_pool(const ShownPool& pool) {
  print_line(pool);
  for (const ShownPool::Person& pooled : pool.persons) {
    fmt::print("     {}  {}{}  since {}\n", shown_person(pooled.person), printable(pooled.headline),
               pooled.ask_first ? " (ask first)" : "", format_instant(pooled.at));
  }
}

using Arguments = std::shared_ptr<PoolArguments>;

CLI::App* with_pool(CLI::App* sub, const Arguments& arguments) {
  sub->add_option("pool", arguments->pool, "its name or id")->required();
  return sub;
}

void add_pools(CLI::App& command, const Arguments& arguments, ExitStatus& status) {
  add_part(command, "list", "Show your pools and those of your teams.", "--index index --as anna")
      ->callback([arguments, &status] {
        act_at_desk(
            arguments->desk, DeskUse::kReads, status,
            [&](const Desk& desk) { return list_pools(desk, arguments->desk.as); }, print_list);
      });
  CLI::App* make = add_part(command, "make", "Make a pool.", "--index index --as anna 'Night nurses' --team talent");
  make->add_option("--team", arguments->team, "whose it is; yours if not given");
  with_pool(make, arguments)->callback([arguments, &status] {
    act_at_desk(
        arguments->desk, DeskUse::kWrites, status,
        [&](const Desk& desk) { return make_pool(desk, arguments->desk.as, arguments->pool, arguments->team); },
        print_pool);
  });
  with_pool(add_part(command, "remove", "Take a pool away.", "--index index --as anna 'Night nurses'"), arguments)
      ->callback([arguments, &status] {
        act_at_desk(
            arguments->desk, DeskUse::kWrites, status,
            [&](const Desk& desk) { return remove_pool(desk, arguments->desk.as, arguments->pool); }, print_list);
      });
}

void add_persons(CLI::App& command, const Arguments& arguments, ExitStatus& status) {
  with_pool(add_part(command, "show", "Show who is in a pool.", "--index index --as anna 'Night nurses'"), arguments)
      ->callback([arguments, &status] {
        act_at_desk(
            arguments->desk, DeskUse::kReads, status,
            [&](const Desk& desk) { return show_pool(desk, arguments->desk.as, arguments->pool); }, print_pool);
      });
  CLI::App* put = with_pool(
      add_part(command, "add", "Put persons into a pool.", "--index index --as anna 'Night nurses' brigitte sanne"),
      arguments);
  put->add_option("persons", arguments->persons, "who: ids, addresses or links")->required();
  put->callback([arguments, &status] {
    act_at_desk(
        arguments->desk, DeskUse::kWrites, status,
        [&](const Desk& desk) { return put_in_pool(desk, arguments->desk.as, arguments->pool, arguments->persons); },
        print_pool);
  });
  CLI::App* take = with_pool(
      add_part(command, "take", "Take persons out of a pool.", "--index index --as anna 'Night nurses' sanne"),
      arguments);
  take->add_option("persons", arguments->persons, "who")->required();
  take->callback([arguments, &status] {
    act_at_desk(
        arguments->desk, DeskUse::kWrites, status,
        [&](const Desk& desk) {
          return take_out_of_pool(desk, arguments->desk.as, arguments->pool, arguments->persons);
        },
        print_pool);
  });
}

}  // namespace

void add_pool(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<PoolArguments>();
  CLI::App* command = app.add_subcommand(
      "pool",
      "Keep named lists of candidates, your own or a team's. A team's pool is its present members'.\n\n"
      "  kennis pool make --index index --as anna 'Night nurses' --team talent\n"
      "  kennis pool add --index index --as anna 'Night nurses' brigitte sanne\n"
      "  kennis pool show --index index --as anna 'Night nurses'");
  command->require_subcommand(1);
  add_pools(*command, arguments, status);
  add_persons(*command, arguments, status);
  for (CLI::App* sub : command->get_subcommands({})) arguments->desk.add_to(*sub);
}

}  // namespace kennis
