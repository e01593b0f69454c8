/// @file
#include <csignal>
#include <memory>
#include <thread>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/service_log.h"
#include "server/server.h"

namespace kennis {
namespace {

struct ServeArguments {
  std::string index;
  std::string listen = "127.0.0.1:8080";
  bool insecure_identity = false;
  bool alerts = false;
  DeliveryOptions delivery;
};

/// Splits `host:port`, also `[::1]:8080`.
void split_address(const std::string& listen, ServeOptions& options) {
  const auto colon = listen.rfind(':');
  const std::string port = colon == std::string::npos ? "" : listen.substr(colon + 1);
  const bool is_port = !port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == std::string::npos &&
                       std::stoi(port) <= 65535;
  if (!is_port || colon == 0) throw CLI::ValidationError("--listen", "wants HOST:PORT such as 127.0.0.1:8080");
  options.host = listen.substr(0, colon);
  if (options.host.starts_with('[') && options.host.ends_with(']'))
    options.host = options.host.substr(1, options.host.size() - 2);
  options.port = std::stoi(port);
}

void run(const ServeArguments& arguments, ExitStatus& status) {
  set_up_service_log();
  ServeOptions options;
  options.index = arguments.index;
  options.insecure_identity = arguments.insecure_identity;
  if (arguments.alerts) options.alerts = arguments.delivery;
  split_address(arguments.listen, options);
  // Blocked in every thread that is started from here on, so that one thread can wait for them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  const auto server = Server::open(options);
  if (!server) {
    status = report_error(server.error());
    return;
  }
  std::jthread waiting([&] {
    int signal = SIGHUP;
    while (signal == SIGHUP) {
      sigwait(&signals, &signal);
      if (signal == SIGHUP) server.value()->look_again();
    }
    server.value()->stop();
  });
  if (server.value()->run()) return;
  status = ExitStatus::kFailed;
  pthread_kill(waiting.native_handle(), SIGTERM);  // listening failed: nobody will send a signal
}

}  // namespace

void add_serve(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<ServeArguments>();
  CLI::App* command = app.add_subcommand(
      "serve",
      "Answer over HTTP until told to stop (Ctrl-C or SIGTERM). A generation that is published meanwhile is "
      "taken up\nwithin seconds, at once on SIGHUP.\n\n"
      "  kennis serve --index index --listen 127.0.0.1:8080 --insecure-identity\n"
      "  curl -H 'X-Kennis-Searcher: anna' 'http://127.0.0.1:8080/v1/search?q=kubernetes'");
  command->add_option("--index", arguments->index, "index folder")->required();
  command->add_option("--listen", arguments->listen, "address and port; this machine only unless told otherwise")
      ->capture_default_str();
  command->add_flag("--insecure-identity", arguments->insecure_identity,
                    "believe the header X-Kennis-Searcher; for development, on a loopback address only");
  CLI::Option* alerts = command->add_flag(
      "--alerts", arguments->alerts, "run saved searches over each new generation, and call the webhooks of alerts");
  command
      ->add_option("--webhook-host", arguments->delivery.hosts,
                   "webhooks lead to this host alone, `name` or `name:port`, even if it is of your own network; may be "
                   "given again. Without it, to any host of the public internet")
      ->needs(alerts);
  command->callback([arguments, &status] { run(*arguments, status); });
}

}  // namespace kennis
