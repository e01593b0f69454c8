/// @file
/// What HTTP and JSON add to a search, over one kept-alive connection on this machine. Target: at most 0.5 ms in the mean.
/// added_ms: a round trip less what the searcher took in it. over_direct_ms: a round trip less the same search called directly before it.
#include <arpa/inet.h>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <benchmark/benchmark.h>
#include <spdlog/spdlog.h>

#include "generator/world.h"
#include "indexer/index_run.h"
#include "searcher/searcher.h"
#include "server/answer_json.h"
#include "server/server.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;
using std::chrono::duration;
using std::chrono::steady_clock;

class Silence : public ProgressListener {
 public:
  void stage_begins(std::string_view, std::uint64_t, std::string_view) override {}
  void stage_is_at(std::uint64_t) override {}
  void stage_ends() override {}
};

/// An invented world, its index, a searcher of it, and a server of it. Throws if any of these fails.
class ServedWorld {
 public:
  ServedWorld() {
    spdlog::set_level(spdlog::level::off);
    std::string name = (fs::temp_directory_path() / "kennis_http_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = name;
    WorldOptions world;
    world.people = std::getenv("KENNIS_BENCHMARK_SMALL") != nullptr ? 500 : 20'000;
    if (const auto made = generate_world(world, folder_ / "world"); !made)
      throw std::runtime_error(made.error().message);
    IndexOptions options;
    options.input = folder_ / "world";
    options.index = folder_ / "index";
    options.now = now();
    Silence silence;
    if (const auto run = run_index(options, silence); !run) throw std::runtime_error(run.error().message);
    auto opened = Searcher::open(options.index, {});
    if (!opened) throw std::runtime_error(opened.error().message);
    searcher_ = std::move(opened).value();
    ServeOptions serve;
    serve.index = options.index;
    serve.port = 0;
    serve.insecure_identity = true;
    auto server = Server::open(serve);
    if (!server) throw std::runtime_error(server.error().message);
    server_ = std::move(server).value();
    thread_ = std::thread([this] { (void)server_->run(); });
  }
  ~ServedWorld() {
    server_->stop();
    thread_.join();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  ServedWorld(const ServedWorld&) = delete;
  ServedWorld& operator=(const ServedWorld&) = delete;

  [[nodiscard]] const Searcher& searcher() const { return *searcher_; }
  [[nodiscard]] int port() const { return server_->port(); }

 private:
  fs::path folder_;
  std::unique_ptr<Searcher> searcher_;
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

/// One kept-alive connection; connects anew when the server has ended the last. Throws if there is no answer.
class Client {
 public:
  explicit Client(int port) : port_(port) {}
  ~Client() { disconnect(); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// The body of the answer.
  std::string ask(const std::string& request) {
    if (fd_ < 0) connect();
    if (::send(fd_, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size())) fail();
    std::string answer;
    auto end = std::string::npos;
    while ((end = answer.find("\r\n\r\n")) == std::string::npos) receive(answer);
    const std::string head = answer.substr(0, end + 4);
    const auto length = std::strtoul(head.c_str() + head.find("Content-Length: ") + 16, nullptr, 10);
    while (answer.size() < end + 4 + length) receive(answer);
    if (head.find("Connection: close") != std::string::npos) disconnect();
    return answer.substr(end + 4);
  }

 private:
  void connect() {
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) fail();
  }
  void disconnect() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  void receive(std::string& answer) {
    const auto used = answer.size();
    answer.resize(used + 65536);
    const auto bytes = ::recv(fd_, answer.data() + used, 65536, 0);
    if (bytes <= 0) fail();
    answer.resize(used + static_cast<std::size_t>(bytes));
  }
  [[noreturn]] static void fail() { throw std::runtime_error("the server does not answer"); }

  int port_;
  int fd_ = -1;
};

const std::vector<std::string>& queries() {
  static const std::vector<std::string> kQueries = {"java",       "python",  "go",  "engineer",
                                                    "kubernetes", "manager", "sql", "nurse"};
  return kQueries;
}

std::string request_for(const std::string& query, const std::string& as) {
  return "GET /v1/search?q=" + query + " HTTP/1.1\r\nHost: localhost\r\nX-Kennis-Searcher: " + as + "\r\n\r\n";
}

/// An answer's `took_ms` is never the same twice.
std::string without_time(std::string body) {
  const auto begin = body.find("\"took_ms\":");
  if (begin != std::string::npos) body.erase(begin, body.find(',', begin) - begin + 1);
  return body;
}

/// What the searcher itself says it took, inside the server.
double took_ms_of(const std::string& body) {
  const auto begin = body.find("\"took_ms\":");
  return begin == std::string::npos ? 0 : std::strtod(body.c_str() + begin + 10, nullptr);
}

/// Person number 1 of the world; how many digits the generator gives a number depends on how many persons there are.
std::string somebody(const Searcher& searcher) {
  for (std::string digits = "1"; digits.size() < 10; digits.insert(0, "0")) {
    if (searcher.person("p" + digits, "p" + digits)) return "p" + digits;
  }
  return {};
}

const ServedWorld& world() {
  static const ServedWorld kWorld;
  return kWorld;
}

/// HTTP alone: an answer of a few bytes.
void BM_AskHealth(benchmark::State& state) {
  Client client(world().port());
  const std::string request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
  if (client.ask(request) != "{\"status\":\"ok\"}\n") return state.SkipWithError("the server is not well");
  for (auto _ : state) benchmark::DoNotOptimize(client.ask(request));
}
BENCHMARK(BM_AskHealth)->UseRealTime()->Unit(benchmark::kMillisecond);

void BM_AskOverHttp(benchmark::State& state) {
  const std::string as = somebody(world().searcher());
  if (as.empty()) return state.SkipWithError("the world has no such searcher");
  Client client(world().port());
  for (const auto& query : queries()) {
    SearchRequest request;
    request.query = query;
    request.as = as;
    const auto direct = world().searcher().search(request);
    if (!direct) return state.SkipWithError(direct.error().message.c_str());
    if (without_time(client.ask(request_for(query, as))) != without_time(to_json(direct.value()) + "\n")) {
      return state.SkipWithError("HTTP answers something else than the searcher");
    }
  }
  std::size_t i = 0;
  duration<double> in_searcher{};
  duration<double> over_http{};
  duration<double> in_json{};
  double answer_bytes = 0;
  double took_ms = 0;
  for (auto _ : state) {
    SearchRequest request;
    request.query = queries()[i++ % queries().size()];
    request.as = as;
    const auto begin = steady_clock::now();
    const auto found = world().searcher().search(request);
    const auto middle = steady_clock::now();
    const std::string answer = client.ask(request_for(request.query, as));
    const auto end = steady_clock::now();
    took_ms += took_ms_of(answer);
    const auto bytes = to_json(found.value()).size();
    in_json += steady_clock::now() - end;
    answer_bytes += static_cast<double>(bytes);
    in_searcher += middle - begin;
    over_http += end - middle;
    state.SetIterationTime(duration<double>(end - middle).count());
  }
  const auto iterations = static_cast<double>(state.iterations());
  state.counters["searcher_ms"] = 1000 * in_searcher.count() / iterations;
  state.counters["http_ms"] = 1000 * over_http.count() / iterations;
  state.counters["json_ms"] = 1000 * in_json.count() / iterations;
  state.counters["answer_bytes"] = answer_bytes / iterations;
  state.counters["over_direct_ms"] = 1000 * (over_http - in_searcher).count() / iterations;
  state.counters["added_ms"] = (1000 * over_http.count() - took_ms) / iterations;
}
BENCHMARK(BM_AskOverHttp)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace kennis
