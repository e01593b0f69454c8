/// @file
#include "server/server.h"

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include <spdlog/spdlog.h>
#include <xapian.h>

#include "server/generation_keeper.h"
#include "server/identity.h"
#include "server/introduction_routes.h"
#include "server/journal_routes.h"
#include "server/routes.h"

namespace kennis {
namespace {

GateOptions gate_of(const ServeOptions& options) {
  GateOptions gate = options.gate;
  if (gate.inside_max == 0) gate.inside_max = 2 * std::max<std::size_t>(1, std::thread::hardware_concurrency());
  return gate;
}

Result<std::unique_ptr<Journal>> open_journal(const ServeOptions& options) {
  auto journal = Journal::open(options.index);
  if (!journal) spdlog::error("nothing can be written, searches go on: {}", journal.error().message);
  return journal;
}

}  // namespace

struct Server::State {
  State(const ServeOptions& options, std::unique_ptr<GenerationKeeper> its_keeper, const Identity& identity)
      : keeper(std::move(its_keeper)),
        routes([this] { return keeper->in_force(); }, identity, gate_of(options)),
        journal_routes([this] { return keeper->in_force(); }, identity, open_journal(options)),
        introduction_routes([this] { return keeper->in_force(); }, identity, journal_routes.journal(), options.index),
        http(options.http) {
    http.set_guard([identity](const HttpRequest& request) { return identity.check_origin(request); });
    const auto add = [this](std::string method, std::string pattern, HttpHandler handler) {
      http.add_route(std::move(method), std::move(pattern), watched(std::move(handler)));
    };
    routes.add_to(add);
    journal_routes.add_to(add);
    introduction_routes.add_to(add);
    if (options.alerts && journal_routes.journal() != nullptr) {
      alert_watch.emplace([this] { return keeper->in_force(); }, *journal_routes.journal(),
                          AlertWatchOptions{.index = options.index, .delivery = *options.alerts});
    }
  }

  /// Damage that a request meets has the whole generation looked at.
  HttpHandler watched(HttpHandler handler) {
    return [this, handler = std::move(handler)](const HttpRequest& request) {
      try {
        return handler(request);
      } catch (const Xapian::DatabaseError&) {
        keeper->suspect();
        throw;
      }
    };
  }

  std::unique_ptr<GenerationKeeper> keeper;
  Routes routes;
  JournalRoutes journal_routes;
  IntroductionRoutes introduction_routes;
  HttpServer http;
  std::optional<AlertWatch> alert_watch;
  int port = 0;
};

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::open(const ServeOptions& options) {
  const auto identity = Identity::make(options.insecure_identity, options.host);
  if (!identity) return identity.error();
  auto keeper = GenerationKeeper::open({.index = options.index, .look_every = options.look_every});
  if (!keeper) return keeper.error();
  const auto in_force = keeper.value()->in_force();
  auto state = std::make_unique<State>(options, std::move(keeper).value(), identity.value());
  const auto port = state->http.bind(options.host, options.port);
  if (!port) return port.error();
  state->port = port.value();
  spdlog::info("generation {} of {}", in_force ? in_force->manifest().generation : "none", options.index.string());
  if (options.insecure_identity) spdlog::warn("anyone on this machine may search as anyone (--insecure-identity)");
  const bool v6 = options.host.find(':') != std::string::npos;
  spdlog::info("listening on {}{}{}:{}", v6 ? "[" : "", options.host, v6 ? "]" : "", state->port);
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

int Server::port() const { return state_->port; }

bool Server::run() {
  const bool ended_well = state_->http.run();
  if (ended_well) {
    spdlog::info("stopped");
  } else {
    spdlog::error("listening failed; start the server again");
  }
  return ended_well;
}

void Server::look_again() { state_->keeper->look_again(); }

void Server::stop() { state_->http.stop(); }

}  // namespace kennis
