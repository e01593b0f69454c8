/// @file
/// The server as a whole: one index, one address, until it is told to stop.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "schema/result.h"
#include "server/alert_watch.h"
#include "server/gate.h"
#include "server/http_server.h"

namespace kennis {

struct ServeOptions {
  std::filesystem::path index;
  std::string host = "127.0.0.1";
  int port = 8080;                 ///< 0: any that is free
  bool insecure_identity = false;  ///< believe the header that names the searcher; this machine only
  GateOptions gate{
      .inside_max = 0, .waiting_max = 32, .wait_max = std::chrono::milliseconds(2000)};  ///< 0: two for each core
  HttpServerOptions http;
  std::chrono::milliseconds look_every{1000};  ///< for a new generation
  std::optional<DeliveryOptions> alerts;       ///< run saved searches over each new generation, and call their webhooks
};

/// Serves one index. Logs start, generation, address and end to spdlog's default logger, and never what is asked.
/// Threads: run() by one, look_again() and stop() by any at any time.
class Server {
 public:
  /// Opens the index and binds the address. Which generation is answered from, and when its contents are checked: generation_keeper.h.
  /// Errors:  kNoGeneration, or kInvalidRequest for an address that is taken, and for an insecure identity beyond this machine.
  [[nodiscard]] static Result<std::unique_ptr<Server>> open(const ServeOptions& options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] int port() const;
  /// Serves until stop(). False if listening failed instead.
  [[nodiscard]] bool run();
  /// Looks for a new generation now, and compares all checksums anew.
  void look_again();
  void stop();

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kennis
