/// @file
/// The server as a whole, from an index on disk to an answer on a socket.
#include "server/server.h"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <map>
#include <mutex>
#include <regex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "indexer/publish.h"
#include "tests/server/raw_client.h"
#include "tests/server/tiny_world.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

ServeOptions options_for(const tests::TinyWorld& world) {
  ServeOptions options;
  options.index = world.index();
  options.port = 0;
  options.insecure_identity = true;
  return options;
}

/// Runs a server while it lives.
class Running {
 public:
  explicit Running(const ServeOptions& options) {
    auto opened = Server::open(options);
    if (!opened) {
      ADD_FAILURE() << opened.error().message;
      return;
    }
    server_ = std::move(opened).value();
    thread_ = std::thread([this] { EXPECT_TRUE(server_->run()); });
  }
  ~Running() {
    if (server_) server_->stop();
    if (thread_.joinable()) thread_.join();
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  [[nodiscard]] int port() const { return server_ ? server_->port() : 0; }

 private:
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

TEST(Server, AnswersFromAnIndex) {
  const tests::TinyWorld world;
  const Running running(options_for(world));
  const auto found = tests::ask(running.port(), tests::get("/v1/search?q=go", "X-Kennis-Searcher: anna\r\n"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->status, 200) << found->body;
  EXPECT_THAT(found->body, HasSubstr("\"id\":\"carla\""));
  const std::string body = R"({"query":"go"})";
  const auto posted = tests::ask(running.port(),
                                 "POST /v1/search HTTP/1.1\r\nHost: 127.0.0.1:1\r\nX-Kennis-Searcher: anna\r\n"
                                 "Content-Type: application/json\r\nContent-Length: " +
                                     std::to_string(body.size()) + "\r\n\r\n" + body);
  ASSERT_TRUE(posted);
  EXPECT_EQ(posted->status, 200) << posted->body;
}

/// The body of an answer without how long it took.
std::string without_time(const std::string& body) {
  static const std::regex kTime(R"("took_ms":[0-9.e+-]+)");
  return std::regex_replace(body, kTime, "");
}

TEST(Server, NoRequestFailsOrIsMixedOverAHundredSwitches) {
  constexpr int kSwitches = 100;
  constexpr int kClients = 4;
  const std::string request = tests::get("/v1/search?q=go+OR+rust&explain=true", "X-Kennis-Searcher: anna\r\n");
  const tests::TinyWorld world;
  ServeOptions options = options_for(world);
  options.look_every = std::chrono::milliseconds(1);
  std::vector<std::string> names = {current_generation(world.index())};
  names.push_back(world.publish(R"({"id": "gina", "name": "Gina", "headline": "Go and Rust", "sharing": "everyone"})"));
  names.push_back(world.publish(R"({"id": "carla", "deleted": true})"));
  std::map<std::string, std::string> expected;  // by generation, from a server of its own
  const auto switch_to = [&](const std::string& name) {
    const IndexLock lock(world.index());
    put_in_force(world.index(), name);
  };
  for (const std::string& name : names) {
    switch_to(name);
    const Running alone(options);
    const auto answer = tests::ask(alone.port(), request);
    ASSERT_TRUE(answer && answer->status == 200);
    ASSERT_THAT(answer->body, HasSubstr(name));
    expected[name] = without_time(answer->body);
  }
  ASSERT_EQ(
      std::set<std::size_t>({expected[names[0]].size(), expected[names[1]].size(), expected[names[2]].size()}).size(),
      3U)
      << "they differ";

  const Running running(options);
  std::atomic<bool> done = false;
  std::mutex mutex;
  std::map<std::string, int> answered;
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&] {
      tests::RawClient client(running.port());
      while (!done) {
        std::optional<tests::RawResponse> answer;
        if (client.send(request)) answer = client.receive();
        const std::lock_guard lock(mutex);
        if (!answer || answer->status != 200) {
          ADD_FAILURE() << (answer ? answer->head + answer->body : "no answer");
          return;
        }
        const auto named = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
          return answer->body.find(name) != std::string::npos;
        });
        ASSERT_NE(named, names.end()) << answer->body;
        EXPECT_EQ(without_time(answer->body), expected[*named]);
        ++answered[*named];
        if (answer->header("Connection") == "close") client = tests::RawClient(running.port());
      }
    });
  }
  for (int i = 0; i < kSwitches; ++i) {
    const std::string& name = names[static_cast<std::size_t>(i) % names.size()];
    switch_to(name);
    for (int wait = 0; wait < 5000; ++wait) {
      const auto ready = tests::ask(running.port(), tests::get("/readyz"));
      if (ready && ready->body.find(name) != std::string::npos) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  done = true;
  for (std::thread& client : clients) client.join();
  for (const std::string& name : names) EXPECT_GT(answered[name], kSwitches / 10) << name;
}

TEST(Server, RefusesOtherHostsAndPages) {
  const tests::TinyWorld world;
  const Running running(options_for(world));
  const auto rebound = tests::ask(running.port(), "GET /readyz HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  ASSERT_TRUE(rebound);
  EXPECT_EQ(rebound->status, 421);
  const auto foreign = tests::ask(running.port(), tests::get("/readyz", "Origin: http://evil.example\r\n"));
  ASSERT_TRUE(foreign);
  EXPECT_EQ(foreign->status, 403);
}

TEST(Server, DoesNotStartWithoutAGeneration) {
  const tests::TinyWorld world;
  ServeOptions options = options_for(world);
  options.index = world.folder() / "nothing";
  const auto opened = Server::open(options);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::kNoGeneration);
}

TEST(Server, DoesNotStartInsecurelyForOtherMachines) {
  const tests::TinyWorld world;
  ServeOptions options = options_for(world);
  options.host = "0.0.0.0";
  const auto opened = Server::open(options);
  ASSERT_FALSE(opened.ok());
  EXPECT_THAT(opened.error().message, HasSubstr("listen on 127.0.0.1"));
}

TEST(Server, ABrokenIndexIsNotTold) {
  const tests::TinyWorld world;
  const Running running(options_for(world));
  for (const auto& entry : fs::recursive_directory_iterator(world.index())) {
    if (entry.is_regular_file() && entry.path().string().find("/profiles/") != std::string::npos)
      fs::resize_file(entry.path(), 0);
  }
  const auto found = tests::ask(running.port(), tests::get("/v1/search?q=go", "X-Kennis-Searcher: anna\r\n"));
  ASSERT_TRUE(found);
  EXPECT_THAT(found->status, AnyOf(500, 503)) << found->body << ": 503 once the damage is known";
  EXPECT_THAT(found->head + found->body, Not(HasSubstr(world.folder().string())));
  EXPECT_THAT(found->head + found->body, Not(HasSubstr("Xapian")));
}

}  // namespace
}  // namespace kennis
