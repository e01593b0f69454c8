/// @file
/// The seam around cpp-httplib: requests and answers as plain values, and every limit and refusal that the library lacks
/// (docs/decisions/0006-http-seam.md). No other file includes it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "schema/result.h"
#include "server/problem.h"
#include "server/router.h"

namespace kennis {

/// A connection holds one thread while it is open; when others wait for one, idle connections give theirs up at once, and those whose head
/// or body has been coming for longer than `crowded_timeout` are told that it took too long.
struct HttpServerOptions {
  std::size_t threads = 64;
  std::size_t connections_waiting_max = 512;  ///< for a thread; more are closed at once
  std::size_t requests_per_connection_max = 1000;
  std::chrono::milliseconds idle_timeout{2000};    ///< between two requests of a connection
  std::chrono::milliseconds read_timeout{10'000};  ///< for a whole head, and again for its whole body
  std::chrono::milliseconds crowded_timeout{
      500};  ///< for a whole head, and again for its body, while others wait for a thread
  std::chrono::milliseconds write_timeout{30'000};  ///< for a whole answer
};

/// Answers HTTP/1.1 on one address. Heads are read strictly (http_head.h), unknown paths and methods are refused, and every answer bears
/// the security headers; what a handler throws is logged and answered by a plain internal problem.
///
/// Needs:   routes and guard are set before run().
/// Threads: handlers and guard are called by many at once; stop() by any thread, at any time.
class HttpServer {
 public:
  explicit HttpServer(const HttpServerOptions& options = {});
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// `pattern` as in match_path(): `/v1/people/{}`. GET answers HEAD too.
  void add_route(std::string method, std::string pattern, HttpHandler handler);

  /// Asked of every request before its path is looked up and its body read; a problem ends it.
  using Guard = std::function<std::optional<Problem>(const HttpRequest&)>;
  void set_guard(Guard guard);

  /// The port it listens on: `port`, or a free one for 0. Clients may connect from here on, and are answered once run() is.
  /// Errors:  kInvalidRequest if the address is taken or not of this machine.
  [[nodiscard]] Result<int> bind(const std::string& host, int port);

  /// Serves until stop(). Needs: bind() has succeeded. False if listening failed instead.
  [[nodiscard]] bool run();

  /// Takes no more requests, lets those at work be answered, and makes run() return. Before run(): run() returns at once.
  void stop();

 private:
  class Seam;
  std::unique_ptr<Seam> seam_;
};

}  // namespace kennis
