/// @file
/// How a request goes: ClientSocket takes its head in, parse_head() reads it strictly, the guard and the router decide on it, and only
/// then the library is shown a head, of our own making: method, length, and whether to close. It decodes the body and writes the answer.
/// So nothing that the library reads leniently (repeated lengths, forged REMOTE_ADDR, ranges, two question marks) ever reaches it.
#include "server/http_server.h"

#include <atomic>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <variant>

#include <fmt/chrono.h>
#include <httplib.h>
#include <spdlog/spdlog.h>
#include <xapian.h>

#include "server/client_socket.h"
#include "server/error_response.h"
#include "server/http_head.h"
#include "server/url.h"

namespace kennis {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kBacklog = 1024;
constexpr const char* kAnyPath = "/";  ///< the only one the library knows

Problem problem(ProblemKind kind, std::string detail) {
  return {.kind = kind, .detail = std::move(detail), .position = {}, .instance = {}};
}

/// One request on its way.
struct Exchange {
  explicit Exchange(const ClientSocket& from) : socket(from) {}

  const ClientSocket& socket;
  HttpHead head;
  HttpRequest request;
  RouteMatch route;
  std::optional<HttpResponse> answer;
  bool close = false;  ///< the connection, after the answer

  void refuse(HttpResponse response) {
    answer = std::move(response);
    close = close || head.has_body();  // the body is not read: what follows is no request
  }
};

/// The exchange that this thread is in. The library calls back with its own request only, which has no place for a pointer.
thread_local Exchange* exchange_of_thread = nullptr;

/// Lends a ClientSocket to the library.
class LentStream : public httplib::Stream {
 public:
  explicit LentStream(ClientSocket& socket) : socket_(socket) {}
  [[nodiscard]] bool is_readable() const override { return true; }
  [[nodiscard]] bool is_writable() const override { return true; }
  ssize_t read(char* to, std::size_t size) override { return socket_.read(to, size); }
  ssize_t write(const char* from, std::size_t size) override { return socket_.write(from, size); }
  void get_remote_ip_and_port(std::string& ip, int& port) const override { ip.clear(), port = 0; }
  void get_local_ip_and_port(std::string& ip, int& port) const override { ip.clear(), port = 0; }
  [[nodiscard]] socket_t socket() const override { return socket_.fd(); }

 private:
  ClientSocket& socket_;
};

/// The library's thread pool behind a queue that has an end.
class BoundedQueue : public httplib::TaskQueue {
 public:
  BoundedQueue(std::size_t threads, std::size_t waiting_max, std::atomic<std::size_t>& waiting)
      : pool_(threads), waiting_max_(waiting_max), waiting_(waiting) {}

  void enqueue(std::function<void()> serve) override {
    if (waiting_ >= waiting_max_) {
      serve();  // on the accepting thread: Seam closes the connection at once
      return;
    }
    ++waiting_;
    pool_.enqueue([this, serve = std::move(serve)] {
      --waiting_;
      serve();
    });
  }
  void shutdown() override { pool_.shutdown(); }

 private:
  httplib::ThreadPool pool_;
  const std::size_t waiting_max_;
  std::atomic<std::size_t>& waiting_;
};

std::string date_header() { return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(std::time(nullptr))); }

void log_exception(const std::exception_ptr& thrown, const std::string& method) {
  try {
    std::rethrow_exception(thrown);
  } catch (const Xapian::Error& error) {
    spdlog::error("a {} request failed: {}", method, error.get_description());
  } catch (const std::exception& error) {
    spdlog::error("a {} request failed: {}", method, error.what());
  } catch (...) {
    spdlog::error("a {} request failed with an exception of an unknown type", method);
  }
}

}  // namespace

class HttpServer::Seam : private httplib::Server {
 public:
  explicit Seam(const HttpServerOptions& options);
  ~Seam() override;

  Result<int> bind(const std::string& host, int port);
  bool run();
  void stop();

  Router router;
  Guard guard;

 private:
  enum class State { kIdle, kRunning, kEnded };

  bool process_and_close_socket(socket_t fd) override;
  bool await_request(ClientSocket& socket);
  void await_arrival(ClientSocket& socket) const;
  bool serve_request(ClientSocket& socket, bool last);
  void take_request(ClientSocket& socket, Exchange& exchange);
  void decide(Exchange& exchange) const;

  const HttpServerOptions options_;
  std::atomic<std::size_t> waiting_ = 0;  ///< connections that no thread has taken up yet
  std::atomic<std::size_t> serving_ = 0;  ///< connections that hold a thread
  std::atomic<bool> stopping_ = false;
  std::atomic<State> state_ = State::kIdle;
  std::thread::id accepting_thread_;
  const std::function<bool()> is_crowded_ = [this] { return waiting_ > 0 && serving_ >= options_.threads; };
};

namespace {

void put(const HttpResponse& answer, httplib::Response& response) {
  response.status = answer.status;
  response.headers.clear();
  for (const auto& [name, value] : answer.headers) response.set_header(name, value);
  response.set_content(answer.body, answer.content_type);
}

/// Everything but POST is answered here; POST goes on to read_body_and_answer.
httplib::Server::HandlerResponse answer_without_body(httplib::Response& response) {
  Exchange& exchange = *exchange_of_thread;
  if (!exchange.answer) {
    if (exchange.head.has_body()) return httplib::Server::HandlerResponse::Unhandled;
    exchange.answer = (*exchange.route.handler)(exchange.request);
  }
  put(*exchange.answer, response);
  return httplib::Server::HandlerResponse::Handled;
}

/// Counts the bytes itself: the library's own limit is not applied to chunked bodies.
void read_body_and_answer(httplib::Response& response, const httplib::ContentReader& reader) {
  Exchange& exchange = *exchange_of_thread;
  bool too_large = false;
  const bool complete = reader([&](const char* bytes, std::size_t count) {
    too_large = exchange.request.body.size() + count > kBodyBytesMax;
    if (!too_large) exchange.request.body.append(bytes, count);
    return !too_large;
  });
  if (complete && !too_large) {
    exchange.answer = (*exchange.route.handler)(exchange.request);
  } else if (too_large) {
    exchange.refuse(error_response(
        problem(ProblemKind::kBodyTooLarge, "the body is over " + std::to_string(kBodyBytesMax) + " bytes")));
  } else if (exchange.socket.read_timed_out()) {
    exchange.refuse(error_response(problem(ProblemKind::kRequestTimeout, "the body did not arrive in time")));
  } else {
    exchange.refuse(
        error_response(problem(ProblemKind::kInvalidRequest, "the body is cut off, or its chunks are malformed")));
  }
  put(*exchange.answer, response);
}

void answer_exception(httplib::Response& response, const std::exception_ptr& thrown) {
  Exchange& exchange = *exchange_of_thread;
  log_exception(thrown, exchange.head.method);
  exchange.close = true;
  exchange.answer =
      error_response(problem(ProblemKind::kInternal, "the server's log says why; try again, and tell its operator"));
  put(*exchange.answer, response);
}

/// What every answer bears, whoever made it.
void finish_headers(httplib::Response& response) {
  for (const auto* name : {"Keep-Alive", "Connection", "Accept-Ranges"}) response.headers.erase(name);
  if (exchange_of_thread->close) response.set_header("Connection", "close");
  response.set_header("Date", date_header());
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("Cache-Control", "no-store");
  response.set_header("Referrer-Policy", "no-referrer");
  if (!response.has_header("Content-Security-Policy")) {
    response.set_header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }
}

/// The head that the library is shown.
std::string plain_head(const Exchange& exchange) {
  const bool body = !exchange.answer && exchange.head.has_body();
  std::string head = (exchange.head.method == "HEAD" ? "HEAD "
                      : body                         ? "POST "
                                                     : "GET ") +
                     std::string(kAnyPath) + " HTTP/1.1\r\n";
  if (body && exchange.head.chunked) head += "Transfer-Encoding: chunked\r\n";
  if (body && !exchange.head.chunked) {
    head += "Content-Length: " + std::to_string(exchange.head.content_length) + "\r\n";
  }
  if (body && exchange.head.expects_continue) head += "Expect: 100-continue\r\n";
  return head + "\r\n";
}

}  // namespace

HttpServer::Seam::Seam(const HttpServerOptions& options) : options_(options) {
  set_tcp_nodelay(true);
  set_payload_max_length(kBodyBytesMax);
  // Not SO_REUSEPORT, the library's default: a second server would silently take half of the connections.
  set_socket_options([](socket_t fd) {
    const int on = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  });
  new_task_queue = [this] { return new BoundedQueue(options_.threads, options_.connections_waiting_max, waiting_); };
  set_pre_routing_handler([](const auto&, auto& response) { return answer_without_body(response); });
  Post(kAnyPath, [](const httplib::Request&, httplib::Response& response, const httplib::ContentReader& reader) {
    read_body_and_answer(response, reader);
  });
  set_exception_handler(
      [](const auto&, auto& response, std::exception_ptr thrown) { answer_exception(response, thrown); });
  set_error_handler(HandlerWithResponse([](const httplib::Request&, httplib::Response& response) {
    if (!exchange_of_thread->answer) {
      exchange_of_thread->close = true;
      put(error_response(problem_of_library_status(response.status)), response);
    }
    return HandlerResponse::Handled;
  }));
  set_post_routing_handler([](const auto&, auto& response) { finish_headers(response); });
}

HttpServer::Seam::~Seam() {
  if (state_ == State::kIdle && svr_sock_ != INVALID_SOCKET) ::close(svr_sock_);
}

Result<int> HttpServer::Seam::bind(const std::string& host, int port) {
  const int bound = port == 0 ? bind_to_any_port(host) : bind_to_port(host, port) ? port : -1;
  if (bound < 0) {
    return Error{ErrorCode::kInvalidRequest,
                 "cannot listen on " + host + ":" + std::to_string(port) +
                     ": it is taken, or no address of this machine; choose another",
                 {}};
  }
  ::listen(svr_sock_, kBacklog);  // the library asks for 5
  return bound;
}

bool HttpServer::Seam::run() {
  state_ = State::kRunning;
  accepting_thread_ = std::this_thread::get_id();
  const bool ended_well = stopping_ || listen_after_bind();
  state_ = State::kEnded;
  return ended_well || stopping_;
}

void HttpServer::Seam::stop() {
  if (stopping_.exchange(true)) return;
  // The library's stop() does nothing until its loop has begun.
  while (state_ == State::kRunning && !is_running()) std::this_thread::sleep_for(milliseconds(1));
  httplib::Server::stop();
}

bool HttpServer::Seam::process_and_close_socket(socket_t fd) {
  ClientSocket socket(fd, stopping_);
  if (std::this_thread::get_id() == accepting_thread_) return false;  // BoundedQueue is full
  ++serving_;
  try {
    std::size_t left = options_.requests_per_connection_max;
    while (left > 0 && await_request(socket) && serve_request(socket, left == 1)) --left;
  } catch (...) {  // a thread of the library's pool would end the program
    log_exception(std::current_exception(), "broken");
  }
  --serving_;
  return true;
}

bool HttpServer::Seam::await_request(ClientSocket& socket) {
  const auto deadline = steady_clock::now() + options_.idle_timeout;
  while (steady_clock::now() < deadline && !stopping_) {
    const auto wait = socket.wait_readable(steady_clock::now() + ClientSocket::kPollSlice);
    if (wait != ClientSocket::Wait::kTimedOut) return wait == ClientSocket::Wait::kReadable;
    if (is_crowded_()) return false;
  }
  return false;
}

/// Of the whole head, or of the whole body.
void HttpServer::Seam::await_arrival(ClientSocket& socket) const {
  const auto begins = steady_clock::now();
  socket.set_read_deadline(begins + options_.read_timeout);
  socket.set_crowded_deadline(begins + options_.crowded_timeout, &is_crowded_);
}

bool HttpServer::Seam::serve_request(ClientSocket& socket, bool last) {
  Exchange exchange(socket);
  exchange.close = last;
  await_arrival(socket);
  take_request(socket, exchange);
  if (!exchange.answer && exchange.head.method.empty()) return false;  // closed before its head was complete
  socket.unread(plain_head(exchange));
  await_arrival(socket);
  socket.set_write_deadline(steady_clock::now() + options_.read_timeout + options_.write_timeout);
  exchange_of_thread = &exchange;
  LentStream stream(socket);
  bool closed = false;
  const bool written = process_request(stream, false, closed, nullptr);
  exchange_of_thread = nullptr;
  if (written && exchange.close) socket.close_gently();
  return written && !exchange.close;
}

void HttpServer::Seam::take_request(ClientSocket& socket, Exchange& exchange) {
  std::string text;
  const auto state = socket.take_head(kHeadBytesMax, text);
  if (state == ClientSocket::HeadState::kClosed || (stopping_ && state == ClientSocket::HeadState::kTimedOut)) return;
  if (state != ClientSocket::HeadState::kComplete) {
    exchange.close = true;
    exchange.refuse(error_response(
        state == ClientSocket::HeadState::kTimedOut
            ? problem(ProblemKind::kRequestTimeout, "the headers did not arrive in time; send them at once")
            : problem(ProblemKind::kHeadTooLarge,
                      "path and headers are over " + std::to_string(kHeadBytesMax) + " bytes")));
    return;
  }
  auto head = parse_head(text);
  if (const auto* refused = std::get_if<Problem>(&head)) {
    exchange.close = true;
    exchange.refuse(error_response(*refused));
    return;
  }
  exchange.head = std::get<HttpHead>(std::move(head));
  // The library reads chunks leniently: nothing that follows them is taken for a request.
  exchange.close = exchange.close || !exchange.head.keep_alive || exchange.head.chunked;
  exchange.request.remote_addr = socket.remote_address();
  decide(exchange);
}

void HttpServer::Seam::decide(Exchange& exchange) const {
  HttpRequest& request = exchange.request;
  request.method = exchange.head.method == "HEAD" ? "GET" : exchange.head.method;
  request.target = exchange.head.target;
  request.headers = exchange.head.headers;
  auto query = query_of(request.target);
  if (!query) return exchange.refuse(error_response(query.error()));
  request.query = std::move(query).value();
  if (guard) {
    if (const auto refused = guard(request)) return exchange.refuse(error_response(*refused));
  }
  const std::string path(path_of(request.target));
  exchange.route = router.find(exchange.head.method, path);
  if (exchange.route.allow.empty()) {
    return exchange.refuse(
        error_response(problem(ProblemKind::kUnknownPath, "docs/API.md lists the paths of this server")));
  }
  if (exchange.route.handler == nullptr) {
    auto response = error_response(problem(ProblemKind::kMethodNotAllowed, "use one of: " + exchange.route.allow));
    response.headers.emplace_back("Allow", exchange.route.allow);
    return exchange.refuse(std::move(response));
  }
  request.path_parameters = exchange.route.path_parameters;
}

HttpServer::HttpServer(const HttpServerOptions& options) : seam_(std::make_unique<Seam>(options)) {}
HttpServer::~HttpServer() = default;

void HttpServer::add_route(std::string method, std::string pattern, HttpHandler handler) {
  seam_->router.add(std::move(method), std::move(pattern), std::move(handler));
}
void HttpServer::set_guard(Guard guard) { seam_->guard = std::move(guard); }
Result<int> HttpServer::bind(const std::string& host, int port) { return seam_->bind(host, port); }
bool HttpServer::run() { return seam_->run(); }
void HttpServer::stop() { seam_->stop(); }

}  // namespace kennis
