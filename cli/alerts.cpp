/// @file
#include <chrono>
#include <memory>
#include <thread>

#include "cli/commands.h"
#include "cli/desk.h"
#include "cli/printable.h"
#include "cli/say.h"
#include "cli/service_log.h"
#include "server/desk_json.h"

namespace kennis {
namespace {

struct AlertsArguments {
  DeskArguments desk;
  std::vector<std::string> ids;
  bool unread = false;
  bool dead = false;
  bool all = false;
  bool no_delivery = false;
  DeliveryOptions delivery;
  int wait_s = 0;
};

void print_alerts(const AlertList& list) {
  if (list.alerts.empty()) fmt::print("no alerts\n");
  for (const ShownAlert& alert : list.alerts) {
    fmt::print("{}  {}{}: {}  {}  score {:.4f}\n", alert.id, alert.is_read ? "" : "new  ", printable(alert.search_name),
               shown_person(alert.person), printable(alert.headline), alert.score);
    if (!alert.has_webhook) continue;
    fmt::print("     {} after {} calls{}\n", name_of(alert.delivery), alert.attempts,
               alert.failure.empty() ? "" : ": " + printable(alert.failure));
  }
}

void print_run(const AlertRunReport& report) {
  fmt::print(
      "generation {}: {} saved searches, {} new alerts; {} for the first time, {} whose owner is gone, {} failed\n",
      report.generation, report.searches, report.alerts, report.first_runs, report.passed_over, report.failed);
}

void print_delivery(const DeliveryReport& report) {
  if (report.is_busy) fmt::print("another process is delivering\n");
  fmt::print("{} delivered, {} failed, {} given up, {} withheld; {} waiting{}\n", report.delivered, report.failed,
             report.dead, report.withheld, report.waiting,
             report.next_due ? ", the first until " + format_instant(*report.next_due) : "");
}

template <typename Report, typename Print>
void show(const AlertsArguments& arguments, const Report& report, const Print& print) {
  if (arguments.desk.json) {
    fmt::print("{}\n", to_json(report));
  } else {
    print(report);
  }
}

/// Rounds of deliveries, until nothing is waiting or the time to wait is over.
void deliver(const AlertsArguments& arguments, const Desk& desk, ExitStatus& status) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(arguments.wait_s);
  DeliveryReport sum;
  while (true) {
    const auto round = deliver_due(desk, arguments.delivery, arguments.desk.index, {});
    if (!round) {
      status = report_error(round.error());
      return;
    }
    const DeliveryReport& report = round.value();
    sum = {sum.delivered + report.delivered,
           report.failed,
           sum.dead + report.dead,
           sum.withheld + report.withheld,
           report.waiting,
           report.next_due,
           report.is_busy};
    const bool is_over = report.waiting == 0 || std::chrono::steady_clock::now() >= until;
    const bool is_more_due = report.next_due && *report.next_due <= now() && report.failed == 0 && !report.is_busy;
    if (is_more_due && report.delivered > 0) continue;
    if (is_over) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  show(arguments, sum, print_delivery);
}

void run(const AlertsArguments& arguments, ExitStatus& status) {
  at_desk(arguments.desk.index, DeskUse::kWrites, status, [&](const Desk& desk) {
    const auto report =
        run_saved_searches(desk, [](const std::string& warning) { say("{}{}\n", warning_start(), warning); });
    if (!report) {
      status = report_error(report.error());
      return;
    }
    show(arguments, report.value(), print_run);
    if (!arguments.no_delivery) deliver(arguments, desk, status);
  });
}

using Arguments = std::shared_ptr<AlertsArguments>;

void add_delivery_options(CLI::App* sub, const Arguments& arguments) {
  sub->add_option("--index", arguments->desk.index, "index folder")->required();
  sub->add_flag("--json", arguments->desk.json, "print reports as JSON, one a line");
  sub->add_option("--webhook-host", arguments->delivery.hosts,
                  "webhooks lead to this host alone, `name` or `name:port`, even if it is of your own network; may be "
                  "given again. Without it, to any host of the public internet");
  sub->add_option("--tries", arguments->delivery.tries_max, "calls before an alert is given up")
      ->capture_default_str()
      ->check(CLI::Range(1, 100));
  sub->add_option("--first-wait", arguments->delivery.first_wait,
                  "seconds after the first failure; four times as long "
                  "after each other, up to 6 hours")
      ->capture_default_str()
      ->check(CLI::Range(1, 21600));
  sub->add_option("--wait", arguments->wait_s, "go on for so many seconds as long as alerts are waiting")
      ->capture_default_str()
      ->check(CLI::Range(0, 86400));
}

void add_jobs(CLI::App& command, const Arguments& arguments, ExitStatus& status) {
  CLI::App* running = add_part(
      command, "run",
      "Run all saved searches, each as its owner, and deliver what is due: for the night, after `kennis index`.",
      "--index index");
  add_delivery_options(running, arguments);
  running->add_flag("--no-delivery", arguments->no_delivery, "call no webhook");
  running->callback([arguments, &status] { run(*arguments, status); });
  CLI::App* delivering =
      add_part(command, "deliver", "Call the webhooks of alerts that are due.", "--index index --wait 60");
  add_delivery_options(delivering, arguments);
  delivering->callback([arguments, &status] {
    at_desk(arguments->desk.index, DeskUse::kWrites, status,
            [&](const Desk& desk) { deliver(*arguments, desk, status); });
  });
}

/// Which of the owner's alerts are meant: those named, or all.
void need_ids_or_all(const AlertsArguments& arguments) {
  if (arguments.ids.empty() != arguments.all) throw CLI::ValidationError("ids", "give ids, or --all");
}

void add_owner_commands(CLI::App& command, const Arguments& arguments, ExitStatus& status) {
  CLI::App* list = add_part(command, "list", "Show your alerts, the latest first.", "--index index --as anna --unread");
  list->add_flag("--unread", arguments->unread, "only those not marked as read");
  list->add_flag("--dead", arguments->dead, "only those whose webhook was given up");
  list->callback([arguments, &status] {
    const WhichAlerts which = arguments->dead     ? WhichAlerts::kDead
                              : arguments->unread ? WhichAlerts::kUnread
                                                  : WhichAlerts::kAll;
    act_at_desk(
        arguments->desk, DeskUse::kReads, status,
        [&](const Desk& desk) { return list_alerts(desk, arguments->desk.as, which); }, print_alerts);
  });
  CLI::App* read = add_part(command, "read", "Mark alerts as read.", "--index index --as anna --all");
  read->callback([arguments, &status] {
    need_ids_or_all(*arguments);
    act_at_desk(
        arguments->desk, DeskUse::kWrites, status,
        [&](const Desk& desk) { return mark_alerts_read(desk, arguments->desk.as, arguments->ids); }, print_alerts);
  });
  CLI::App* again =
      add_part(command, "resend", "Have alerts sent again whose webhook was given up.", "ID --index index --as anna");
  again->callback([arguments, &status] {
    need_ids_or_all(*arguments);
    act_at_desk(
        arguments->desk, DeskUse::kWrites, status,
        [&](const Desk& desk) { return send_again(desk, arguments->desk.as, arguments->ids); }, print_alerts);
  });
  for (CLI::App* sub : {read, again}) {
    sub->add_option("ids", arguments->ids, "of the alerts");
    sub->add_flag("--all", arguments->all, "all of yours");
  }
  for (CLI::App* sub : {list, read, again}) arguments->desk.add_to(*sub);
}

}  // namespace

void add_alerts(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<AlertsArguments>();
  CLI::App* command = app.add_subcommand("alerts",
                                         "Be told of new matches of saved searches, each once.\n\n"
                                         "  kennis alerts run --index index\n"
                                         "  kennis alerts list --index index --as anna --unread\n"
                                         "  kennis alerts read --index index --as anna --all\n"
                                         "  kennis alerts resend ID --index index --as anna");
  command->require_subcommand(1);
  add_jobs(*command, arguments, status);
  add_owner_commands(*command, arguments, status);
}

}  // namespace kennis
